// Reading the structs of driver.h in C++: texts as views, arrays as spans, schema entries by their strides, so that a
// driver works under hosts whose structs are longer or shorter than those it was compiled with. Everything returned
// is borrowed from what was passed in. Pure functions, free of locks and allocation.
#ifndef ORM_SDK_SCHEMA_VIEW_HPP
#define ORM_SDK_SCHEMA_VIEW_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace orm::sdk {

inline std::string_view text_view(const orm_text& text) {
  return {text.data, static_cast<std::string_view::size_type>(text.size)};
}

// Whether the struct that was passed is long enough to have this member.
template <class Struct, class Member>
bool covers(const Struct& given, Member Struct::*member) {
  const char* end = reinterpret_cast<const char*>(&(given.*member)) + sizeof(Member);
  return end <= reinterpret_cast<const char*>(&given) + given.size;
}

namespace detail {
// Element of an array whose elements may be longer than this build's struct: the first one's size is the stride.
template <class Struct>
const Struct& strided(const Struct* first, std::uint32_t index) {
  return *reinterpret_cast<const Struct*>(reinterpret_cast<const char*>(first) +
                                          static_cast<std::size_t>(index) * first->size);
}
}  // namespace detail

inline const orm_model& model(const orm_schema& schema, std::uint32_t index) {
  return detail::strided(schema.models, index);
}
inline const orm_relation& relation(const orm_schema& schema, std::uint32_t index) {
  return detail::strided(schema.relations, index);
}
inline const orm_field& field(const orm_model& model, std::uint32_t index) {
  return detail::strided(model.fields, index);
}
inline const orm_field& field(const orm_schema& schema, std::uint32_t model_index, std::uint32_t index) {
  return field(model(schema, model_index), index);
}

inline bool is_nullable(const orm_field& field) { return (field.flags & ORM_FIELD_NULLABLE) != 0; }
inline bool is_id(const orm_field& field) { return (field.flags & ORM_FIELD_ID) != 0; }
inline bool is_unique(const orm_field& field) { return (field.flags & ORM_FIELD_UNIQUE) != 0; }
inline bool is_increment(const orm_field& field) { return (field.flags & ORM_FIELD_INCREMENT) != 0; }
inline bool is_reference(const orm_field& field) { return field.references_model != ORM_NONE; }
inline bool has_expiry(const orm_model& model) { return model.expires != ORM_NONE; }

inline std::span<const orm_text> enum_values(const orm_field& f) { return {f.values, f.value_count}; }
inline std::span<const std::uint32_t> fields_of(const orm_field_list& list) { return {list.fields, list.count}; }
inline std::span<const orm_field_list> uniques(const orm_model& m) { return {m.uniques, m.unique_count}; }
inline std::span<const orm_field_list> indexes(const orm_model& m) { return {m.indexes, m.index_count}; }

inline bool has_flag(const orm_statement& s, std::uint32_t flag) { return (s.flags & flag) != 0; }
inline std::span<const orm_node> filter(const orm_statement& s) { return {s.filter, s.filter_count}; }
inline std::span<const std::uint32_t> output(const orm_statement& s) { return {s.output, s.output_count}; }
inline std::span<const orm_order> order(const orm_statement& s) { return {s.order, s.order_count}; }
// A parent of a linked find is as long as the host made it.
inline std::uint32_t join_count(const orm_statement& s) { return covers(s, &orm_statement::joins) ? s.join_count : 0; }
inline const orm_join& join(const orm_statement& s, std::uint32_t index) { return detail::strided(s.joins, index); }
inline std::span<const std::uint32_t> output(const orm_join& j) { return {j.output, j.output_count}; }
inline std::span<const std::uint32_t> distinct(const orm_statement& s) { return {s.distinct, s.distinct_count}; }
inline std::span<const std::uint32_t> cursor_fields(const orm_statement& s) {
  return {s.cursor_fields, s.cursor_count};
}
inline std::span<const std::uint32_t> cursor_parameters(const orm_statement& s) {
  return {s.cursor_parameters, s.cursor_count};
}
inline std::span<const std::uint32_t> columns(const orm_statement& s) { return {s.columns, s.column_count}; }
inline std::span<const std::uint32_t> conflict(const orm_statement& s) { return {s.conflict, s.conflict_count}; }
inline std::span<const orm_assignment> assignments(const orm_statement& s) {
  return {s.assignments, s.assignment_count};
}
inline std::span<const std::uint32_t> group(const orm_statement& s) { return {s.group, s.group_count}; }
inline std::span<const orm_aggregate> aggregates(const orm_statement& s) { return {s.aggregates, s.aggregate_count}; }

}  // namespace orm::sdk

#endif
