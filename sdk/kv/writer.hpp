// Insert, update, upsert, delete: read, decide, commit on condition, again where that failed.
#ifndef ORM_KV_WRITER_HPP
#define ORM_KV_WRITER_HPP

#include "mutation.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace orm::sdk::kv {

// Belongs to one execution.
class writer {
 public:
  explicit writer(const execution& run)
      : run_(run), where_(*run.plan.where), now_(run.now()), options_(run.store.options()) {}

  // Set sink.affected. Throw what driver.h says of the statements, TRANSACTION_CONFLICT when others were always faster,
  // and CANCELLED where the sink wants no more of what is already committed.
  void insert();
  void update();
  void upsert();
  void remove();

 private:
  struct occupant {  // who holds a unique key that a commit wanted to be free
    stored_row row;
    std::string record_key;
  };

  struct new_rows {  // of one statement
    std::span<const orm_cell* const> rows;
    std::span<const stored_row> before = {};  // what each was; of an insert empty
  };
  using keys_by_position = std::map<std::uint32_t, std::vector<std::string>>;

  bool done_in_one_step();
  const orm_cell* written_row(std::string record);
  bool inserted_in_one_step(std::span<const orm_cell* const> rows);
  void commit(const std::function<void(mutation&)>& attempt);
  void meet_holders(const keys_by_position& keys);
  void learn(const commit_request& request, std::span<const std::uint32_t> failed);
  bool take(mutation& change, const new_rows& all, std::size_t position, bool skips);
  std::optional<std::uint32_t> taken_key(const mutation& change, const orm_cell* row) const;
  void refuse_first_taken(const mutation& change, const new_rows& all);

  std::vector<const orm_cell*> rows_of_values();
  const orm_cell* row_of_values(const orm_cell* values, std::int64_t id);
  std::int64_t reserve_ids(std::size_t count);
  const orm_cell* changed_row(const orm_cell* row);
  void require_pushed(bool pushed) const;

  const execution& run_;
  const model_layout& where_;
  const orm_cell* now_;
  const kv_options& options_;
  row_set met_;                                // occupants
  std::map<std::string, occupant> occupants_;  // by unique key
  cell_arena arena_;                           // rows under construction
};

}  // namespace orm::sdk::kv

#endif
