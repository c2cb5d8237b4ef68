// A compiled statement: what to do and by which path, decided once.
#ifndef ORM_KV_PLAN_HPP
#define ORM_KV_PLAN_HPP

#include <orm/sdk/kv/store.hpp>
#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/filter.hpp>

#include <cstdint>
#include <vector>

namespace orm::sdk::kv {

// Follows one side of a relation: the rows of a model whose field has a value.
struct field_path {
  const model_layout* where = nullptr;  // null: not followed
  std::uint32_t field = ORM_NONE;
  access_path path;
};

// Immutable once made: sessions share it.
struct kv_plan : driver_plan {
  // Throws UNSUPPORTED for what is not known or not done here and INVALID_QUERY for what makes no sense on this schema.
  kv_plan(const orm_statement& statement, const kv_store& store);

  bool has_flag(std::uint32_t flag) const { return (flags & flag) != 0; }
  // Whether a statement can be run with so many parameters.
  bool accepts(std::uint32_t parameters) const;
  bool is_write() const { return kind != ORM_FIND && kind != ORM_AGGREGATE; }
  bool is_through() const { return through.where != nullptr; }
  // Throws UNSUPPORTED for a statement that no key serves.
  void refuse_scan() const;

  std::uint16_t kind;
  std::uint16_t flags;
  const model_layout* where;
  std::uint32_t now;
  std::uint32_t take;
  std::uint32_t skip;
  std::uint32_t extra_parameters;
  std::uint32_t parameters_needed = 0;  // by index; an INSERT has those of its rows besides
  filter_program filter;
  access_path path;  // of the statement's rows; KEYED: of the rows of one key, unless through a third model
  std::vector<std::uint32_t> output;
  std::vector<orm_order> order;
  std::vector<std::uint32_t> distinct;
  std::uint32_t cursor_key = ORM_NONE;           // the unique key that says where the page starts
  std::vector<std::uint32_t> cursor_parameters;  // in the order of its fields
  std::uint32_t remote_field = ORM_NONE;         // KEYED: the field that the relation leads to
  std::uint32_t key_list;
  field_path through;            // KEYED through a third model: to its rows,
  std::uint32_t link_field = 0;  // this field of which
  field_path linked;             // leads to the statement's rows
  std::vector<std::uint32_t> columns;
  std::uint32_t conflict_key = ORM_NONE;        // UPSERT
  std::vector<std::uint32_t> conflict_columns;  // the positions among the columns of its fields
  std::vector<orm_assignment> assignments;
  bool keyed_write = false;  // may be done by backend::mutate
  std::vector<std::uint32_t> group;
  std::vector<orm_aggregate> aggregates;

 private:
  void compile_find(const orm_statement& statement, const kv_store& store);
  void compile_relation(const orm_relation& relation, const kv_store& store);
  void compile_upsert(const orm_statement& statement);
  void choose_path(std::span<const orm_node> nodes, std::span<const orm_order> wanted);
  void check_fields() const;
  void count_parameters(const orm_statement& statement);
};

}  // namespace orm::sdk::kv

#endif
