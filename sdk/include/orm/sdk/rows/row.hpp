/* A row in memory: an array of cells, one for each field of its model in the model's order. Whoever hands a row over
 * says how long it lives. */
#ifndef ORM_SDK_ROWS_ROW_HPP
#define ORM_SDK_ROWS_ROW_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

namespace orm::sdk {

/* Borrows something callable with (const orm_cell* row) -> bool; false: no further row is wanted. */
class row_visitor {
 public:
  template <class Callable>
  requires(!std::is_same_v<std::remove_cvref_t<Callable>, row_visitor>)
      row_visitor(Callable&& callable) /* implicit: it stands for a function parameter */
      : context_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* context, const orm_cell* row) -> bool {
          return (*static_cast<std::remove_reference_t<Callable>*>(context))(row);
        }) {}

  bool operator()(const orm_cell* row) const { return call_(context_, row); }

 private:
  void* context_;
  bool (*call_)(void*, const orm_cell*);
};

/* Whether the row no longer exists at the instant now (ORM_CELL_DATETIME; null: no clock, every row exists). */
inline bool is_expired(const orm_model& model, const orm_cell* row, const orm_cell* now) {
  if (model.expires == ORM_NONE || now == nullptr) return false;
  const orm_cell& expires = row[model.expires];
  return expires.type != ORM_CELL_NULL && expires.as.integer <= now->as.integer;
}

/* The clock of a statement among its parameters, or null. */
inline const orm_cell* clock_of(std::uint32_t now_parameter, const orm_cell* parameters) {
  return now_parameter == ORM_NONE ? nullptr : parameters + now_parameter;
}

/* Hash and equality of the same fields of different rows. */
std::size_t hash_fields(std::span<const std::uint32_t> fields, const orm_cell* row);
bool equal_fields(std::span<const std::uint32_t> fields, const orm_cell* left, const orm_cell* right);

}  // namespace orm::sdk

#endif
