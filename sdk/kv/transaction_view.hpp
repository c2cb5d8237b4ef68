// A store as a transaction sees it: what it wrote itself, else what the store has, the same each time. Nothing is
// written to the store before commit(). Statements use it in the place of the session's backend and need not know.
#ifndef ORM_KV_TRANSACTION_VIEW_HPP
#define ORM_KV_TRANSACTION_VIEW_HPP

#include <orm/sdk/kv/store.hpp>

#include "read_set.hpp"
#include "write_set.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace orm::sdk::kv {

// Belongs to one session; borrows the store and the real backend.
class transaction_view final : public backend {
 public:
  transaction_view(const kv_store& store, backend& real) : store_(store), real_(real), written_(store.models()) {}

  // Throws UNSUPPORTED for a model that can't be in one commit with those that the transaction came to before.
  void enter(const model_layout& where);

  // Savepoints by depth, from 1 on. Rolling back forgets what was written since, not what was read.
  void set_savepoint() { savepoints_.push_back(written_.mark()); }
  void release_savepoint(std::uint32_t depth) { savepoints_.resize(depth - 1); }
  void roll_back_to_savepoint(std::uint32_t depth);
  std::uint32_t depth() const { return static_cast<std::uint32_t>(savepoints_.size()); }

  // Writes all of it to the store if everything that was read is as it was. Throws TRANSACTION_CONFLICT, having written
  // nothing, if not. Once.
  void finish();

  // backend: as there, of the transaction's own view. commit() judges and takes over a statement's request, and throws
  // UNSUPPORTED when the transaction would change more records than one commit takes.
  void get(std::span<const std::string> keys, values& found) override;
  void follow(std::span<const unique_address> addresses, values& found) override;
  void range(std::span<const entry_range> ranges, std::vector<std::vector<std::string>>& found) override;
  bool list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) override;
  std::vector<std::uint32_t> commit(const commit_request& request) override;
  std::int64_t reserve(std::string_view counter, std::uint64_t count) override { return real_.reserve(counter, count); }
  void erase_all(std::string_view prefix) override;

 private:
  void read_missing(std::span<const std::string> keys);
  const std::optional<std::string>& seen(const std::string& key) const;
  void follow_missing(std::span<const unique_address> addresses);
  std::string record_key_of(std::string_view record_prefix, const std::string& record) const;
  void free_if_idle(const std::string& unique_key);
  entry_range widened(const entry_range& range) const;
  std::vector<std::string> merged(const entry_range& range, std::vector<std::string> real) const;

  const kv_store& store_;
  backend& real_;
  write_set written_;
  read_set read_;
  std::map<std::string, std::string> followed_;          // unique keys of the store: to which record
  std::map<std::string, std::set<std::string>> listed_;  // by prefix, until its end is reached
  std::vector<std::size_t> savepoints_;                  // marks of written_
  const model_layout* only_ = nullptr;                   // where a commit takes one model only
};

}  // namespace orm::sdk::kv

#endif
