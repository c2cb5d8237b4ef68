// Names of keys and indexes.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk::kv {
namespace {

std::string prefix_of(const orm_schema& schema, const orm_model& model, const layout_options& options) {
  const std::string_view base = options.prefix.empty() ? text_view(schema.name) : std::string_view(options.prefix);
  std::string prefix;
  const auto append = [&](std::string_view name, bool tagged) {
    if (tagged) prefix += '{';
    append_name(name, prefix);
    prefix += tagged ? "}:" : ":";
  };
  append(base, options.tag == hash_tag::schema);
  append(text_view(model.table), options.tag == hash_tag::model);
  return prefix;
}

std::string joined_names(const orm_model& model, std::span<const std::uint32_t> fields, char separator,
                         bool of_columns) {
  std::string joined;
  for (const std::uint32_t index : fields) {
    if (!joined.empty()) joined += separator;
    if (of_columns) {
      append_name(text_view(field(model, index).column), joined);
    } else {
      joined += text_view(field(model, index).name);
    }
  }
  return joined;
}

// Values, joined: unlike for any other values.
template <class ValueAt>
std::string joined_behind(std::string_view prefix, std::size_t count, const ValueAt& value) {
  constexpr std::size_t usual = 48;  // the text of a UUID, and then some
  std::string joined;
  joined.reserve(prefix.size() + count * usual);
  joined = prefix;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) joined += ' ';
    append_key_text(value(i), joined);
  }
  return joined;
}

}  // namespace

model_layout::model_layout(const orm_schema& schema, std::uint32_t model_index, const layout_options& options)
    : model_(sdk::model(schema, model_index)),
      model_index_(model_index),
      codec_(model_),
      declared_(keys_of(model_)),
      prefix_(prefix_of(schema, model_, options)),
      record_prefix_(prefix_ + "r:"),
      counter_(prefix_ + "n"),
      catalog_(prefix_ + "m") {
  for (const model_key& key : declared_) add_key(key.fields, key.unique, options.indexed);
  if (options.indexed) {
    for (std::uint32_t i = 0; i < model_.field_count; ++i) {
      if (is_reference(field(model_, i))) add_key({i}, false, true);
    }
    for (std::uint32_t i = 0; i < schema.relation_count; ++i) {
      const orm_relation& relation = sdk::relation(schema, i);
      if (relation.to_model == model_index) add_key({relation.remote_field}, false, true);
      if (relation.through_model == model_index) add_key({relation.through_local}, false, true);
    }
  }
  choose_stored_key(options);
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    key_layout& names = names_.emplace_back();
    const std::string columns = joined_names(model_, keys_[i].fields, '.', true);
    if (keys_[i].unique && i != stored_key_) names.unique_prefix = prefix_ + "u:" + columns + ":";
    if (keys_[i].ordered) names.index = prefix_ + "i:" + columns;
  }
  make_shape();
}

void model_layout::add_key(std::vector<std::uint32_t> fields, bool unique, bool indexed) {
  if (std::any_of(keys_.begin(), keys_.end(), [&](const access_key& key) { return key.fields == fields; })) return;
  if (!unique && !indexed) return;
  keys_.push_back({std::move(fields), unique, indexed});
}

bool model_layout::never_null(const access_key& key) const {
  return std::none_of(key.fields.begin(), key.fields.end(),
                      [&](std::uint32_t index) { return is_nullable(field(model_, index)); });
}

void model_layout::choose_stored_key(const layout_options& options) {
  const auto chosen = options.stored_by.find(std::string(text_view(model_.name)));
  if (chosen != options.stored_by.end()) {
    for (std::uint32_t i = 0; i < keys_.size(); ++i) {
      if (!keys_[i].unique || !never_null(keys_[i])) continue;
      if (joined_names(model_, keys_[i].fields, '_', false) != chosen->second) continue;
      stored_key_ = i;
      return;
    }
    throw driver_error(ORM_INVALID_CONFIG, "model \"" + chosen->first + "\" can't be stored by \"" + chosen->second +
                                               "\": that is no unique key of it without nulls")
        .on(model_index_);
  }
  const auto uniques = std::count_if(keys_.begin(), keys_.end(), [](const access_key& key) { return key.unique; });
  if (!has_expiry(model_) || uniques != 2) return;
  for (std::uint32_t i = 1; i < keys_.size(); ++i) {
    if (keys_[i].unique && never_null(keys_[i])) stored_key_ = i;
  }
}

std::string model_layout::reference(const orm_cell* row) const {
  const std::vector<std::uint32_t>& fields = keys_[stored_key_].fields;
  return joined_behind({}, fields.size(), [&](std::size_t i) -> const orm_cell& { return row[fields[i]]; });
}

void model_layout::append_reference(const orm_cell* row, std::string& out) const {
  const std::vector<std::uint32_t>& fields = keys_[stored_key_].fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ' ';
    append_key_text(row[fields[i]], out);
  }
}

std::string model_layout::unique_key(std::uint32_t position, const orm_cell* row) const {
  const std::vector<std::uint32_t>& fields = keys_[position].fields;
  for (const std::uint32_t index : fields) {
    if (is_null(row[index])) return {};
  }
  return joined_behind(unique_key_prefix(position), fields.size(),
                       [&](std::size_t i) -> const orm_cell& { return row[fields[i]]; });
}

std::string model_layout::unique_key(std::uint32_t position, std::span<const orm_cell> values) const {
  if (std::any_of(values.begin(), values.end(), [](const orm_cell& value) { return is_null(value); })) return {};
  return joined_behind(unique_key_prefix(position), values.size(),
                       [&](std::size_t i) -> const orm_cell& { return values[i]; });
}

// The fields of the key and the id, which orders ties. A record that is not stored by its id is named behind them.
std::string model_layout::entry(std::uint32_t position, const orm_cell* row) const {
  std::string entry;
  for (const std::uint32_t index : keys_[position].fields) append_component(row[index], entry);
  if (position != id_key) append_component(row[model_.id], entry);
  if (stored_key_ != id_key) entry += reference(row);
  return entry;
}

std::string_view model_layout::reference_in(std::uint32_t position, std::string_view entry) const {
  std::size_t components = keys_[position].fields.size() + (position == id_key ? 0 : 1);
  std::size_t last = 0;
  std::size_t end = 0;
  for (; components > 0; --components) {
    last = end;
    end = entry.find(' ', end) + 1;
    if (end == 0) return {};
  }
  if (stored_key_ != id_key) return entry.substr(end);
  return entry.substr(last + 1, end - last - 2);
}

std::vector<model_layout> layout_of(const orm_schema& schema, const layout_options& options) {
  std::vector<model_layout> models;
  models.reserve(schema.model_count);
  for (std::uint32_t i = 0; i < schema.model_count; ++i) {
    const orm_model& each = model(schema, i);
    if (each.name_space.size != 0) {
      throw driver_error(ORM_UNSUPPORTED, "this store has no namespaces: model \"" + std::string(text_view(each.name)) +
                                              "\" asks for \"" + std::string(text_view(each.name_space)) + "\"")
          .on(i);
    }
    models.emplace_back(schema, i, options);
  }
  for (const auto& chosen : options.stored_by) {
    if (std::none_of(models.begin(), models.end(),
                     [&](const model_layout& each) { return text_view(each.model().name) == chosen.first; })) {
      throw driver_error(ORM_INVALID_CONFIG,
                         "a key to store model \"" + chosen.first + "\" by, but there is no such model");
    }
  }
  return models;
}

}  // namespace orm::sdk::kv
