// Following an access path to rows, many keys at a time.
#ifndef ORM_KV_WALK_HPP
#define ORM_KV_WALK_HPP

#include <orm/sdk/rows/access.hpp>

#include "prefetch.hpp"
#include "rows.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace orm::sdk::kv {

struct walk_request {
  const model_layout& where;
  const access_path& path;
  const orm_cell* parameters;
  const orm_cell* now;  // null: expired rows are visited too
  // A walk has a lane for each key of a relation; the rows of a lane have that value in key_field. Without it one lane.
  std::uint32_t key_field = ORM_NONE;
  std::span<const orm_cell> keys = {};
  std::size_t wanted = 0;           // of an ordered path: how many rows of a lane will probably do; 0: all
  const orm_cell* after = nullptr;  // of an ordered path: only rows after this one are needed
  bool keep = true;                 // rows live as long as the set, else until the round is over
};

class walk {
 public:
  // False: the lane needs no further row.
  using visitor = std::function<bool(std::size_t lane, const stored_row& row)>;

  walk(const execution& run, row_set& rows, const walk_request& request)
      : run_(run), rows_(rows), request_(request), finished_(request.key_field == ORM_NONE ? 1 : request.keys.size()) {}

  // Says what visiting begins by reading.
  void foresee(prefetch& ahead) const;

  // Visits the rows of the path, each once a lane; those of a lane in order if the path is ordered.
  void visit(const visitor& visit);

 private:
  struct place {  // a part of an index that a lane still has to go through
    std::size_t lane;
    entry_range range;
    bool done = false;
  };
  struct address {
    std::size_t lane;
    std::string key;
  };

  struct cell_hash {
    std::size_t operator()(const orm_cell& cell) const { return hash_cell(cell); }
  };
  struct cell_equal {
    bool operator()(const orm_cell& left, const orm_cell& right) const { return equal_cells(left, right); }
  };
  using lanes_by_value = std::unordered_multimap<orm_cell, std::size_t, cell_hash, cell_equal>;

  std::vector<address> addresses() const;
  std::vector<place> places() const;
  void visit_unique(const visitor& visit);
  void visit_addresses(std::vector<address>& addresses, const visitor& visit);
  void visit_index(const visitor& visit);
  void visit_places(std::span<place*> places, const visitor& visit);
  void visit_all(const visitor& visit);
  bool next_keys(std::string& position, std::vector<std::string>& keys) const;
  void offer_to_lanes(const lanes_by_value& lanes, const stored_row& row, const visitor& visit);
  void offer(std::size_t lane, const stored_row& row, const visitor& visit);

  orm_cell value_of(std::uint32_t parameter, std::size_t lane) const;
  std::vector<orm_cell> equal_values(std::size_t lane) const;
  void add_places(std::size_t lane, std::vector<place>& places) const;
  place place_of(std::size_t lane, std::string from, std::string to) const;
  std::string start_entry(std::size_t lane) const;

  const execution& run_;
  row_set& rows_;
  const walk_request& request_;
  std::vector<bool> finished_;  // by lane
};

// For a unique key whose record was replaced while it was followed.
inline constexpr int replaced_record_attempts = 4;

// The row that holds a unique key, expired or not; none: nobody does. key: as model_layout::unique_key says.
std::optional<stored_row> look_up(const execution& run, row_set& rows, std::uint32_t position, const std::string& key);

// The records that hold unique keys, at once.
void get_records(backend& at, const model_layout& where, std::uint32_t position, std::span<const std::string> keys,
                 backend::values& found);

}  // namespace orm::sdk::kv

#endif
