// Catalogs.
#include "catalog.hpp"

#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/value/cells.hpp>

#include <set>

namespace orm::sdk::kv {

std::string line_of(const orm_model& model, std::string word, std::span<const std::uint32_t> fields) {
  for (const std::uint32_t index : fields) {
    word += ' ';
    append_name(text_view(field(model, index).column), word);
  }
  return word;
}

std::string field_line(const orm_model& model, std::uint32_t index) {
  const orm_field& each = field(model, index);
  std::string line = line_of(model, "field", {&index, 1}) + ' ' + std::to_string(cell_type_of(each.type));
  if (is_nullable(each)) line += " nullable";
  return line;
}

std::string model_name(const model_layout& where) { return std::string(text_view(where.model().name)); }

std::optional<std::string> stored_catalog(backend& at, const model_layout& where) {
  backend::values found;
  at.get({&where.catalog(), 1}, found);
  return found[0];
}

std::string catalog_text(const model_layout& where) {
  const orm_model& model = where.model();
  std::set<std::string> all;
  all.insert(line_of(model, "stored", where.keys()[where.stored_key()].fields));
  for (std::uint32_t i = 0; i < model.field_count; ++i) all.insert(field_line(model, i));
  if (has_expiry(model)) all.insert(line_of(model, "expires", {&model.expires, 1}));
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    const access_key& key = where.keys()[i];
    if (key.unique) all.insert(line_of(model, "unique", key.fields));
    if (key.ordered) all.insert(line_of(model, "index", key.fields));
  }
  std::string text;
  for (const std::string& line : all) text += line + '\n';
  return text;
}

void require_catalog(kv_store& store, backend& at, const model_layout& where) {
  if (store.is_known(where.model_index())) return;
  const std::string wanted = catalog_text(where);
  std::optional<std::string> stored = stored_catalog(at, where);
  if (!stored) {
    commit_request request;
    request.conditions.push_back({where.catalog(), {}});
    request.puts.push_back({where.catalog(), wanted});
    stored = at.commit(request).empty() ? wanted : stored_catalog(at, where);
  }
  if (stored != wanted) {
    throw driver_error(ORM_MISSING_TABLE, "the store was laid out for another schema of model \"" + model_name(where) +
                                              "\": run `orm push`")
        .on(where.model_index())
        .outcome(ORM_OUTCOME_NOT_SENT);
  }
  store.set_known(where.model_index(), true);
}

}  // namespace orm::sdk::kv
