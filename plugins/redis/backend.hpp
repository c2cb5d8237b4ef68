// What the key-value toolkit asks, as commands of Redis.
#ifndef ORM_REDIS_BACKEND_HPP
#define ORM_REDIS_BACKEND_HPP

#include <memory>
#include <orm/sdk/kv/backend.hpp>
#include <string>
#include <vector>

#include "link.hpp"
#include "mutation.hpp"
#include "script_book.hpp"
#include "script_call.hpp"

namespace orm::redis {

// Threads: as kv::backend. The scripts outlive it.
class redis_backend final : public sdk::kv::backend {
 public:
  redis_backend(std::unique_ptr<link> to, script_book& scripts) : link_(std::move(to)), scripts_(scripts) {}

  void begin_call() override { link_->begin(); }
  void get(std::span<const std::string> keys, values& found) override;
  void follow(std::span<const sdk::kv::unique_address> addresses, values& found) override;
  void range(std::span<const sdk::kv::entry_range> ranges, entry_lists& found) override;
  void read(const several_reads& wanted, several_answers& found) override;
  std::vector<std::uint32_t> commit(const sdk::kv::commit_request& request) override;
  sdk::kv::mutation_answer mutate(const sdk::kv::keyed_mutation& change) override;
  std::int64_t reserve(std::string_view counter, std::uint64_t count) override;
  void erase_all(std::string_view prefix) override;
  void drop_index(std::string_view index) override;
  void cancel() noexcept override { link_->cancel(); }

 private:
  // Which values of the caller's list a command asks for; commands are added for several lists, then all are run.
  struct asked {
    std::size_t command;
    std::vector<std::size_t> positions;
  };
  using asked_list = std::vector<asked>;
  asked_list add_gets(std::span<const std::string> keys);
  asked_list add_follows(std::span<const sdk::kv::unique_address> addresses);
  std::size_t add_ranges(std::span<const sdk::kv::entry_range> ranges);  // the first one's command
  void take(const asked_list& from, std::size_t count, values& found) const;
  // What is to be asked for once more, one by one, because a cluster has it on two nodes; where in the caller's list.
  struct apart {
    std::vector<std::size_t> positions;
    std::vector<std::string> keys;
  };
  template <class KeyOf>
  apart divided(const asked_list& from, const KeyOf& key_of) const;
  apart led_elsewhere(const asked_list& from, std::span<const sdk::kv::unique_address> addresses) const;
  void get(const apart& wanted, values& found);
  void follow(const apart& names, apart records, std::span<const sdk::kv::unique_address> addresses, values& found);
  void take(std::size_t first, std::size_t count, entry_lists& found) const;

  // Runs what was added; throws the first error among the replies: of reads, but for what was divided.
  void run(effect what);
  void run_reads();
  // The reply; null: there is nothing to do.
  const redisReply* commit(const sdk::kv::commit_request& request, bool sweeps);
  bool insert_one(const sdk::kv::commit_request& request);
  // Calls a script that writes; all keys must be in one slot. Its reply, which may be an error.
  const redisReply& call(std::span<const std::string_view> words, std::span<const std::string_view> keys,
                         const script& called);
  void erase_all(std::string_view prefix, bool& removes, bool& removed);
  void require_one_slot(std::span<const std::string_view> keys) const;

  std::unique_ptr<link> link_;
  script_book& scripts_;
  pipeline commands_;
  mutation_call mutation_;
};

}  // namespace orm::redis

#endif
