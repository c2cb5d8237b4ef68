// A key-value store in this process: two ordered maps and a lock. For tests of the toolkit.
#pragma once

#include <orm/sdk/kv/backend.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace orm_test {

// The data, shared by the connections of a store, or of several stores. Any thread may use it through map_backend.
struct map_data {
  struct entry {
    std::string value;
    std::int64_t expires_at;
  };
  std::mutex mutex;
  std::map<std::string, entry, std::less<>> values;
  std::map<std::string, std::set<std::string>, std::less<>> indexes;
  std::map<std::string, std::int64_t, std::less<>> counters;
  std::atomic<std::uint64_t> calls{0};      // what would have been round trips
  std::atomic<std::uint64_t> conflicts{0};  // commits that were refused
  std::atomic<std::uint64_t> mutations{0};  // changes by mutate() that were not refused
};

class map_backend : public orm::sdk::kv::backend {
 public:
  explicit map_backend(std::shared_ptr<map_data> data) : data_(std::move(data)) {}

  void get(std::span<const std::string> keys, values& found) override;
  void range(std::span<const orm::sdk::kv::entry_range> ranges, std::vector<std::vector<std::string>>& found) override;
  bool list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) override;
  std::vector<std::uint32_t> commit(const orm::sdk::kv::commit_request& request) override;
  orm::sdk::kv::mutation_answer mutate(const orm::sdk::kv::keyed_mutation& change) override;
  std::int64_t reserve(std::string_view counter, std::uint64_t count) override;
  void erase_all(std::string_view prefix) override;
  void drop_index(std::string_view index) override;

 private:
  // With the lock held.
  const map_data::entry* live(std::string_view key) const;
  bool nothing_besides(const orm::sdk::kv::listing_condition& condition) const;
  std::vector<std::uint32_t> failed_conditions(const orm::sdk::kv::commit_request& request) const;
  void apply(const orm::sdk::kv::commit_request& request);

  std::shared_ptr<map_data> data_;
};

}  // namespace orm_test
