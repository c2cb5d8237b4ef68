// What many statements will read by keys, read at once.
#ifndef ORM_KV_PREFETCH_HPP
#define ORM_KV_PREFETCH_HPP

#include "plan.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace orm::sdk::kv {

// A backend that answers what was read in advance, as often as it was wanted, and asks the real one for anything else.
// Borrows the real one.
class prefetch final : public backend {
 public:
  explicit prefetch(backend& real) : real_(real) {}

  // Whether a run of the plan reads one record by its key and nothing else; that will be read with the others.
  bool want(const kv_plan& plan, const orm_cell* parameters);

  // Reads all that is wanted: one round trip for records by their own keys, one for those that are followed.
  void read();

  void get(std::span<const std::string> keys, values& found) override;
  void follow(std::span<const unique_address> addresses, values& found) override;
  void range(std::span<const entry_range> ranges, std::vector<std::vector<std::string>>& found) override {
    real_.range(ranges, found);
  }
  bool list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) override {
    return real_.list(prefix, position, keys);
  }
  std::vector<std::uint32_t> commit(const commit_request& request) override { return real_.commit(request); }
  void erase_all(std::string_view prefix) override { real_.erase_all(prefix); }

 private:
  struct kept {
    std::size_t wanted = 0;
    std::optional<std::string> value = {};
  };

  std::optional<std::string>* take(const std::string& key);

  backend& real_;
  std::map<std::string, kept> kept_;
  std::vector<std::string> keys_;
  std::vector<unique_address> addresses_;
};

}  // namespace orm::sdk::kv

#endif
