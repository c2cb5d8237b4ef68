// What many statements will read, read at once.
#ifndef ORM_KV_PREFETCH_HPP
#define ORM_KV_PREFETCH_HPP

#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm::sdk::kv {

// A backend that answers what was read in advance, as often as it was wanted, and asks the real one for anything else.
// Borrows the real one.
class prefetch final : public backend {
 public:
  explicit prefetch(backend& real) : real_(real) {}

  // The record that has this unique key, which is at `position` among those of the model.
  void want(const model_layout& where, std::uint32_t position, const std::string& key);
  // These entries of the index at `position`, and the records that they lead to.
  void want(const model_layout& where, std::uint32_t position, const entry_range& range);

  // What was read for one statement alone.
  struct ticket {
    bool is_none() const { return position == none; }
    static constexpr std::size_t none = SIZE_MAX;
    std::size_t position = none;
    bool followed = false;
  };
  // The record that has this unique key; an empty key: none.
  ticket want_once(const model_layout& where, std::uint32_t position, std::string key);
  const std::string& key(const ticket& of) const {
    return of.followed ? wanted_.addresses[of.position].key : wanted_.keys[of.position];
  }
  std::optional<std::string>& record(const ticket& of) {
    return of.followed ? found_.followed[of.position] : found_.records[of.position];
  }

  // Reads all that is wanted: one round trip, and one more for the records that entries lead to.
  void read_wanted();

  void get(std::span<const std::string> keys, values& found) override;
  void follow(std::span<const unique_address> addresses, values& found) override;
  void range(std::span<const entry_range> ranges, entry_lists& found) override;
  bool list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) override {
    return real_.list(prefix, position, keys);
  }
  std::vector<std::uint32_t> commit(const commit_request& request) override { return real_.commit(request); }
  void erase_all(std::string_view prefix) override { real_.erase_all(prefix); }

 private:
  template <class Value>
  struct kept {
    std::size_t wanted = 0;
    Value value = {};
    ticket place = {};  // of a value: where it is among what was read
  };
  struct place {
    const model_layout* where;
    std::uint32_t position;
  };

  // What was read under that name, and is wanted once less now; null: it was not wanted, or not so often. A statement
  // that asks again wants to know what has become of it.
  template <class Value>
  static const Value* take(std::map<std::string, kept<Value>>& from, const std::string& name);

  void keep_records_of_entries();

  backend& real_;
  several_reads wanted_;
  several_answers found_;
  std::vector<place> places_;  // of the ranges
  std::map<std::string, kept<std::optional<std::string>>> values_;
  std::map<std::string, kept<std::vector<std::string>>> entries_;  // by the texts of the range
};

}  // namespace orm::sdk::kv

#endif
