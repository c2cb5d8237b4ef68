// A compiled statement and the path to its rows.
#ifndef ORM_KV_PLAN_HPP
#define ORM_KV_PLAN_HPP

#include <orm/sdk/kv/store.hpp>
#include <orm/sdk/rows/row_plan.hpp>

#include <cstdint>
#include <memory>
#include <span>

namespace orm::sdk::kv {

struct keyed_write;

// Follows one side of a relation: the rows of a model whose field has a value.
struct field_path {
  const model_layout* where = nullptr;  // null: not followed
  std::uint32_t field = ORM_NONE;
  access_path path;
};

// Immutable once made: sessions share it.
struct kv_plan : row_plan {
  // Throws UNSUPPORTED for what is not known or not done here and INVALID_QUERY for what makes no sense on this schema.
  kv_plan(const orm_statement& statement, const kv_store& store);
  ~kv_plan() override;

  bool is_through() const { return through.where != nullptr; }
  // Whether all rows of the model may be read to find those that match; of a statement that is not through a third one.
  bool scans() const;
  // Throws UNSUPPORTED for a statement that no key serves.
  void refuse_scan() const;

  const model_layout* where;
  std::uint32_t remote_field = ORM_NONE;     // KEYED: the field that the relation leads to
  field_path through;                        // KEYED through a third model: to its rows,
  std::uint32_t link_field = 0;              // this field of which
  field_path linked;                         // leads to the statement's rows
  std::unique_ptr<const keyed_write> keyed;  // how it may be done by backend::mutate; null: it can't
  bool is_lookup = false;                    // a find that one key leads to

 private:
  void compile_find(const orm_statement& statement, const kv_store& store);
  void compile_relation(const orm_relation& relation, const kv_store& store);
  void choose_path(std::span<const orm_node> nodes, std::span<const orm_order> wanted);
};

}  // namespace orm::sdk::kv

#endif
