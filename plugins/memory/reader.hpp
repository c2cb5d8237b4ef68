// Finding, paging and aggregating. Runs under a shared lock at least.
#ifndef ORM_MEMORY_READER_HPP
#define ORM_MEMORY_READER_HPP

#include <orm/sdk/rows/filter.hpp>
#include <orm/sdk/rows/page.hpp>

#include "execution.hpp"
#include "walk.hpp"

#include <cstdint>
#include <vector>

namespace orm::memory {

class reader final : public sdk::relation_source {
 public:
  explicit reader(const execution& run) : run_(run), now_(run.now()), filter_(run.plan.filter, run.parameters, this) {}

  // The statements. Throw CANCELLED when the session was asked to.
  void find();
  void aggregate();

  // The rows that an UPDATE or DELETE is about.
  std::vector<const orm_cell*> targets();

  void related(std::uint32_t relation, const orm_cell* row, sdk::row_visitor visit) override;

 private:
  void find_by_keys();
  bool find_page();
  bool find_page_of_key(std::int64_t ordinal, const orm_cell& key);
  sdk::row_page page() const;
  void visit_matches(const walk_values& values, sdk::row_visitor visit);
  bool matches(const orm_cell* row);

  const execution& run_;
  const orm_cell* now_;
  sdk::filter_run filter_;
  std::uint32_t visited_ = 0;
};

}  // namespace orm::memory

#endif
