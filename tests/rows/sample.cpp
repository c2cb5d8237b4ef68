// The schema of the tests.
#include "sample.hpp"

namespace orm::tests {
namespace {

orm_text text_of(const char* text) { return {text, std::char_traits<char>::length(text)}; }

orm_field make_field(const char* name, orm_field_type type, unsigned flags = 0) {
  orm_field field{};
  field.size = sizeof field;
  field.type = static_cast<std::uint16_t>(type);
  field.flags = static_cast<std::uint16_t>(flags);
  field.name = field.column = text_of(name);
  field.references_model = field.references_field = ORM_NONE;
  return field;
}

const orm_field fields[] = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                            make_field("name", ORM_FIELD_STRING, ORM_FIELD_NULLABLE),
                            make_field("size", ORM_FIELD_INTEGER, ORM_FIELD_NULLABLE),
                            make_field("price", ORM_FIELD_DECIMAL),
                            make_field("ratio", ORM_FIELD_DOUBLE),
                            make_field("until", ORM_FIELD_DATETIME, ORM_FIELD_NULLABLE)};
const std::uint32_t name_and_size[] = {item::name, item::size};
const std::uint32_t name_and_price[] = {item::name, item::price};
const orm_field_list indexes[] = {{name_and_size, 2}};
const orm_field_list uniques[] = {{name_and_price, 2}};

}  // namespace

const orm_schema& sample_schema() {
  static const orm_model model = [] {
    orm_model made{};
    made.size = sizeof made;
    made.expires = item::until;
    made.field_count = item::count;
    made.fields = fields;
    made.name = made.table = text_of("item");
    made.unique_count = made.index_count = 1;
    made.uniques = uniques;
    made.indexes = indexes;
    return made;
  }();
  static const orm_relation next{sizeof(orm_relation), 0, 0, 0, item::name, item::id, ORM_NONE, ORM_NONE, ORM_NONE,
                                 text_of("next")};
  static const orm_schema schema{sizeof(orm_schema), 1, &model, 1, &next, text_of("sample")};
  return schema;
}

row make_item(const char* id, const char* name, std::int64_t size, const char* price, double ratio) {
  return {sdk::text_cell(id),
          name == nullptr ? sdk::null_cell() : sdk::text_cell(name),
          size < 0 ? sdk::null_cell() : sdk::integer_cell(size),
          sdk::decimal_cell(price),
          sdk::double_cell(ratio),
          sdk::null_cell()};
}

std::vector<orm_node> join(orm_node_kind kind, const std::vector<std::vector<orm_node>>& operands) {
  std::vector<orm_node> joined;
  for (const auto& operand : operands) joined.insert(joined.end(), operand.begin(), operand.end());
  const auto span = static_cast<std::uint32_t>(joined.size() + 1);
  const bool counted = kind == ORM_NODE_AND || kind == ORM_NODE_OR;
  joined.push_back(
      {static_cast<std::uint16_t>(kind), 0, span, counted ? static_cast<std::uint32_t>(operands.size()) : 0, ORM_NONE});
  return joined;
}

}  // namespace orm::tests
