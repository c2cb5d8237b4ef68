// From rows that go and rows that come to one commit.
#ifndef ORM_KV_MUTATION_HPP
#define ORM_KV_MUTATION_HPP

#include "rows.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace orm::sdk::kv {

// Another with each call.
std::uint64_t draw_stamp();

// The changes of one statement on one model. Keeps record, unique keys and index entries together: what a row that goes
// held is erased unless a row that comes holds it; what a row that comes holds must be free, or held by a row that
// goes.
class mutation {
 public:
  mutation(const model_layout& where, const backend_capabilities& can) : where_(where), can_(can) {}

  // Once a row. The commit will ask that the record is still the same.
  void remove(const stored_row& row);

  // The position of a unique key that a row added before has, and then nothing is added; else none. others: of the
  // stored_row that it was.
  std::optional<std::uint32_t> add(const orm_cell* row, std::string_view others = {});

  bool removes(const std::string& key) const { return held_.contains(key); }
  bool empty() const { return held_.empty() && wanted_.empty(); }

  // Throws UNSUPPORTED for more than one record where the store can't change several in one step.
  commit_request finish() const;

 private:
  struct value {
    std::string text;
    std::int64_t expires_at;
    bool operator==(const value&) const = default;
  };
  using values = std::map<std::string, value>;
  using entries = std::map<std::pair<std::string, std::string>, std::int64_t>;  // expires_at by index and entry

  std::int64_t expiry_of(const orm_cell* row) const;
  std::string record_of(const orm_cell* row, std::string_view others) const;
  void add_entries(const orm_cell* row, entries& to) const;

  const model_layout& where_;
  const backend_capabilities& can_;
  std::map<std::string, std::string> heads_;  // of the records that go
  values held_;                               // by rows that go; of records the text is left out
  values wanted_;                             // by rows that come
  entries old_entries_;
  entries new_entries_;
};

}  // namespace orm::sdk::kv

#endif
