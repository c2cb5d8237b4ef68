/* Filters of driver.h, evaluated on rows in memory.
 *
 * A filter_program is made once a statement and may be used by many threads; a filter_run belongs to one execution.
 */
#ifndef ORM_SDK_ROWS_FILTER_HPP
#define ORM_SDK_ROWS_FILTER_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/rows/cell_set.hpp>
#include <orm/sdk/rows/row.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace orm::sdk {

/* Where relations are followed: implemented by stores that declare ORM_CAN_RELATION_FILTERS. */
class relation_source {
 public:
  virtual ~relation_source() = default;

  /* Calls visit with rows that the relation (index in the schema) leads to from a row of its from_model, until it
   * answers false: of a singular relation the first row by id, else each row at least once. Expired rows do not count.
   * A visited row lives at least until visit returns. May throw. */
  virtual void related(std::uint32_t relation, const orm_cell* row, row_visitor visit) = 0;
};

enum class relation_filters : std::uint8_t { refused, supported };

/* A filter as a list of tests, each of which says where to go on when it holds and where when not, so that a run needs
 * no stack and stops as early as it can. */
class filter_program {
 public:
  /* Matches every row. */
  filter_program() = default;

  /* nodes: of a statement on the model. Throws driver_error: UNSUPPORTED for a kind that is not known and, where they
   * are refused, for relations; INVALID_QUERY for nodes that are no filter on that model. */
  filter_program(const orm_schema& schema, std::uint32_t model, std::span<const orm_node> nodes,
                 relation_filters relations);

  bool matches_all() const { return steps_.empty(); }

 private:
  friend class filter_compiler;
  friend class filter_run;

  static constexpr std::uint32_t accept = 0xffffffff;
  static constexpr std::uint32_t reject = 0xfffffffe;

  struct step {
    std::uint16_t kind; /* orm_node_kind of a leaf */
    text_case mode;
    std::uint32_t operand; /* field or relation */
    std::uint32_t parameter;
    std::uint32_t on_true; /* the step to go on with, accept or reject */
    std::uint32_t on_false;
    std::uint32_t nested; /* of a relation: where the filter on the related model begins */
  };

  std::vector<step> steps_;
  std::uint32_t entry_ = accept;
};

/* Borrows the program, the parameters and the relations. Cheap to make. */
class filter_run {
 public:
  filter_run(const filter_program& program, const orm_cell* parameters, relation_source* relations)
      : program_(program), parameters_(parameters), relations_(relations) {}

  /* Passes on what the relation source throws. */
  bool matches(const orm_cell* row) { return matches_from(program_.entry_, row); }

 private:
  using step = filter_program::step;

  bool matches_from(std::uint32_t entry, const orm_cell* row);
  bool holds(const step& step, const orm_cell* row);
  bool is_listed(const step& step, const orm_cell& value);
  bool is_related(const step& step, const orm_cell* row);

  const filter_program& program_;
  const orm_cell* parameters_;
  relation_source* relations_;
  std::vector<std::unique_ptr<cell_set>> long_lists_; /* by step; made when first needed */
};

}  // namespace orm::sdk

#endif
