// What a transaction has written and the store does not know yet.
#ifndef ORM_KV_WRITE_SET_HPP
#define ORM_KV_WRITE_SET_HPP

#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orm::sdk::kv {

class write_set {
 public:
  struct value {
    std::optional<std::string> text;  // none: erased
    std::int64_t expires_at = never_expires;
  };
  struct entry {
    bool add = true;
    std::int64_t expires_at = never_expires;
  };
  using entries = std::map<std::string, entry>;

  explicit write_set(std::span<const model_layout> models) : models_(models) {}

  // Takes over the changes of a statement.
  void apply(const commit_request& request);

  // Null: not written.
  const value* find(const std::string& key) const;
  const entries* entries_of(const std::string& index) const;
  const std::map<std::string, value>& values() const { return values_; }

  // How many records are put or erased.
  std::size_t records() const { return records_; }
  bool empty() const { return values_.empty() && entries_.empty(); }

  // A mark says how much had been written; undo_to() takes back what was written after it.
  std::size_t mark() const { return log_.size(); }
  void undo_to(std::size_t mark);

  // Appends the changes that are left, erased values apart.
  void append_to(commit_request& request) const;

 private:
  struct undo {
    std::string index;  // empty: a value
    std::string key;
    std::optional<value> old_value;
    std::optional<entry> old_entry;
  };

  bool is_record(const std::string& key) const;
  void set_value(const std::string& key, std::optional<value> to);
  void set_entry(const std::string& index, const std::string& key, std::optional<entry> to);

  std::span<const model_layout> models_;
  std::map<std::string, value> values_;
  std::map<std::string, entries> entries_;
  std::vector<undo> log_;
  std::size_t records_ = 0;
};

}  // namespace orm::sdk::kv

#endif
