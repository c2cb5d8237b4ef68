// JSON records.
#include "protocol/record.hpp"

#include <cmath>

#include "json/canonical.hpp"
#include "json/writer.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/base64.hpp"
#include "orm/sdk/value/cells.hpp"
#include "orm/sdk/value/datetime.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "orm/sdk/value/text.hpp"

namespace orm::detail {
namespace {

std::string quoted_key(const std::string& name) {
  std::string key;
  json::append_string(key, name);
  key.push_back(':');
  return key;
}

void append_quoted(std::string& out, std::string_view plain) {
  out.push_back('"');
  out += plain;
  out.push_back('"');
}

// The list of one relation's records inside their parent; which one, the context tells.
std::vector<record>& related_of(const child_reader& self, void* parent) {
  return static_cast<record*>(parent)->related[reinterpret_cast<std::uintptr_t>(self.context)];
}

child_reader relation_reader(const row_reader& reader, std::size_t index) {
  child_reader made{};
  made.reader = &reader;
  made.append = [](const child_reader& self, void* parent) -> void* {
    return &related_of(self, parent).emplace_back();
  };
  made.count = [](const child_reader& self, const void* parent) {
    return related_of(self, const_cast<void*>(parent)).size();
  };
  made.at = [](const child_reader& self, void* parent, std::size_t at) -> void* {
    return &related_of(self, parent)[at];
  };
  made.context = reinterpret_cast<const void*>(index);
  return made;
}

child_reader root_reader(const row_reader& reader) {
  using records = std::vector<record>;
  child_reader made{};
  made.reader = &reader;
  made.append = [](const child_reader&, void* target) -> void* {
    return &static_cast<records*>(target)->emplace_back();
  };
  made.count = [](const child_reader&, const void* target) { return static_cast<const records*>(target)->size(); };
  made.at = [](const child_reader&, void* target, std::size_t at) -> void* {
    return &(*static_cast<records*>(target))[at];
  };
  return made;
}

}  // namespace

namespace {

// Other programs may write to a store too: what they leave there must not break a response.
[[noreturn]] void refuse_stored(const char* what) {
  throw error(error_code::driver_failed,
              std::string("the store holds ") + what + " in a field of another type: another program wrote it");
}

std::string_view checked_text(const orm_cell& cell) {
  if (sdk::check_text(sdk::text_of(cell)) != sdk::text_status::ok) refuse_stored("bytes that are no UTF-8 text");
  return sdk::text_of(cell);
}

void append_json_value(std::string& out, const orm_cell& cell) {
  try {
    out += canonical_json(sdk::text_of(cell));
  } catch (const error&) {
    refuse_stored("text that is no JSON");
  }
}

void append_decimal(std::string& out, const orm_cell& cell) {
  std::string normalised;
  if (sdk::normalise_decimal(sdk::text_of(cell), normalised) != sdk::decimal_status::ok)
    refuse_stored("text that is no decimal");
  append_quoted(out, normalised);
}

}  // namespace

void append_cell(std::string& out, field_type type, const orm_cell& cell) {
  if (sdk::is_null(cell)) {
    out += "null";
    return;
  }
  switch (type) {
    case field_type::boolean:
      out += cell.as.integer != 0 ? "true" : "false";
      return;
    case field_type::integer:
      return json::append_integer(out, cell.as.integer);
    case field_type::bigint:
      out.push_back('"');
      json::append_integer(out, cell.as.integer);
      out.push_back('"');
      return;
    case field_type::real:
      if (!std::isfinite(cell.as.real)) refuse_stored("a number that is not finite");
      return json::append_real(out, cell.as.real);
    case field_type::decimal:
      return append_decimal(out, cell);
    case field_type::json:
      return append_json_value(out, cell);
    case field_type::bytes:
      out.push_back('"');
      sdk::encode_base64(sdk::text_of(cell), out);
      out.push_back('"');
      return;
    case field_type::datetime: {
      char text[sdk::datetime_length];
      sdk::format_datetime(cell.as.integer, text);
      return append_quoted(out, {text, sizeof text});
    }
    case field_type::string:
    case field_type::enumeration:
      return json::append_string(out, checked_text(cell));
  }
}

record_layout::record_layout(const schema& schema, std::uint32_t model_index, const ast::selection& select)
    : row_reader{}, model_(schema.models()[model_index]), root_(root_reader(*this)) {
  const model& model = model_;
  for (const std::uint32_t field : select.fields)
    columns_.push_back({model.fields[field].name, quoted_key(model.fields[field].name), model.fields[field].type});
  for (const ast::related& level : select.relations) {
    const relation& relation = schema.relations()[level.relation];
    relations_.push_back({quoted_key(relation.name), relation.singular(),
                          std::make_unique<record_layout>(schema, relation.to_model, level.select)});
    readers_.push_back(relation_reader(*relations_.back().layout, readers_.size()));
  }
  read = [](const row_reader& self, void* row, const orm_cell* cells) {
    static_cast<const record_layout&>(self).read_members(*static_cast<record*>(row), cells);
  };
  child_count = static_cast<std::uint32_t>(readers_.size());
  children = readers_.data();
}

void record_layout::read_members(record& into, const orm_cell* cells) const {
  into.related.resize(relations_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) into.members.push_back(',');
    into.members += columns_[i].key;
    try {
      append_cell(into.members, columns_[i].type, cells[i]);
    } catch (error& failure) {
      failure.at_model(model_.name).at_field(columns_[i].name);
      throw;
    }
  }
}

void record_layout::append_json(std::string& out, const record& record) const {
  out.push_back('{');
  out += record.members;
  bool first = record.members.empty();
  for (std::size_t i = 0; i < relations_.size(); ++i) {
    if (!first) out.push_back(',');
    first = false;
    const relation_member& member = relations_[i];
    const auto& related = record.related[i];
    out += member.key;
    if (member.singular) {
      if (related.empty())
        out += "null";
      else
        member.layout->append_json(out, related.front());
      continue;
    }
    out.push_back('[');
    for (std::size_t row = 0; row < related.size(); ++row) {
      if (row > 0) out.push_back(',');
      member.layout->append_json(out, related[row]);
    }
    out.push_back(']');
  }
  out.push_back('}');
}

}  // namespace orm::detail
