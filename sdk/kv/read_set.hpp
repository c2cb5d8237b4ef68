// What a transaction has read of its store: the conditions of its commit.
#ifndef ORM_KV_READ_SET_HPP
#define ORM_KV_READ_SET_HPP

#include <orm/sdk/kv/backend.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orm::sdk::kv {

// Throws TRANSACTION_CONFLICT: what was read is no longer so.
[[noreturn]] void throw_read_changed();

class read_set {
 public:
  using value = std::optional<std::string>;

  // Null: not read yet.
  const value* find(const std::string& key) const;

  // Throw TRANSACTION_CONFLICT where it was read before and was another.
  void remember(const std::string& key, value read);
  void remember(const entry_range& range, const std::vector<std::string>& entries);
  void remember_listing(const std::string& prefix, const std::set<std::string>& keys);

  // How many things were read, each of which may have changed without the others.
  std::size_t size() const { return values_.size() + ranges_.size() + listings_.size(); }

  // Appends the conditions that all of it is as it was.
  void append_to(commit_request& request) const;

 private:
  std::map<std::string, value> values_;
  std::map<std::string, range_condition> ranges_;  // by all that says which range it is
  std::map<std::string, std::set<std::string>> listings_;
};

}  // namespace orm::sdk::kv

#endif
