// The scripts of a store.
#ifndef ORM_REDIS_SCRIPT_BOOK_HPP
#define ORM_REDIS_SCRIPT_BOOK_HPP

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "expiring.hpp"
#include "pipeline.hpp"

namespace orm::redis {

// How one form of mutation is called.
struct mutation_script {
  mutation_script(std::string lua, std::vector<std::string> named)
      : runs(std::move(lua), script::keys::some_unnamed), keys(std::move(named)) {}

  script runs;
  std::vector<std::string> keys;               // that are named behind its own, in a cluster
  mutable std::atomic<bool> was_sent = false;  // so that a server may know it; if not, it says so
  mutable std::atomic<bool> is_refused = false;
};

// A server keeps each script that it was sent until it is told to forget all of them: there are at most so many of one
// store. Any thread may use it.
class script_book {
 public:
  static constexpr std::size_t most_mutations = 256;

  script_book(const std::vector<sdk::kv::model_layout>& models, bool in_cluster);

  const std::vector<expiring_model>& expiring() const { return expiring_; }
  const script& commit(bool sweeps) const { return sweeps ? sweeping_commit_ : commit_; }

  // Of a form, which remembers it; null: none is made, for there are too many, or it would be too large.
  const mutation_script* mutation(const sdk::kv::mutation_form& form);
  // What was made of the form is more than servers take: none is made from now on.
  void give_up(const sdk::kv::mutation_form& form, const mutation_script& made);

 private:
  const void* find_or_make(const sdk::kv::mutation_form& form);
  std::vector<std::string> named_keys(const sdk::kv::mutation_form& form, const expiring_model* model) const;

  std::vector<expiring_model> expiring_;
  bool in_cluster_;
  script commit_;
  script sweeping_commit_;  // the same, which follows entries to keys that nobody names
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<const mutation_script>, std::less<>> mutations_;  // by text
};

}  // namespace orm::redis

#endif
