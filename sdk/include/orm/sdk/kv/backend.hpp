/* What a driver over a key-value store implements: reading several values at once, reading ranges of indexes, and
 * applying a list of changes in one step if certain conditions hold. Everything else the toolkit does.
 *
 * A backend is one connection: used by one thread at a time, except cancel(), which any thread may call. Functions
 * throw driver_error: CONNECTION_FAILED, TIMEOUT, ... with the outcome of what was sent. What they are given is
 * borrowed until they return. Each call is meant to be one round trip, however long its lists are.
 */
#ifndef ORM_SDK_KV_BACKEND_HPP
#define ORM_SDK_KV_BACKEND_HPP

#include <orm/sdk/kv/keyed_mutation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

/* What the store can do; the toolkit plans by it. */
struct backend_capabilities {
  /* commit() is one step that others see as a whole or not at all, and its conditions are judged within that step.
   * Without it a statement may change one record, and a schema has no unique keys besides those that models are stored
   * by, and no indexes are kept: what needs more is ORM_UNSUPPORTED, before anything is written. */
  bool atomic_commit = true;
  bool ordered_indexes = true; /* range(); without it what no unique key finds is found by list() */
  bool expiry = false;         /* expires_at is kept: values vanish by themselves */
  bool counters = true;        /* reserve() */
  /* commit() judges ranges and listings too. Statements then run in optimistic transactions; without it, or without
   * atomic_commit, there are none. */
  bool transactions = true;
  bool mutations = false; /* mutate(): one round trip for a record found by key, at the price of longer records */
  bool pipelines = false; /* get() and follow() are one round trip however many keys there are */
};

inline constexpr std::int64_t never_expires = INT64_MAX;

/* Holds if the key has no value (head empty), or one that begins with head; whole: one that is head. */
struct commit_condition {
  std::string key;
  std::string head;
  bool whole = false;
};

/* expires_at: microseconds since 1970; the value must not vanish before, and should soon after. A put without expiry
 * takes away the one that the key had. */
struct value_change {
  std::string key;
  std::string value;
  std::int64_t expires_at = never_expires;
};

/* Adds or removes an entry of an index, whether it is there or not. expires_at: when the record vanishes that the entry
 * leads to, so that the store may drop the entry at some time after that; entries that lead nowhere are not seen. */
struct entry_change {
  std::string index;
  std::string entry;
  bool add = true;
  std::int64_t expires_at = never_expires;
};

/* The entries of an index from `from` (excluded if from_open) up to, but without, `to`; empty: no bound. Entries are
 * ordered by their bytes. backward: the greatest come first. At most limit of them. */
struct entry_range {
  std::string index;
  std::string from;
  std::string to;
  bool from_open = false;
  bool backward = false;
  std::uint32_t limit = 0;
};

/* Holds if the range answers exactly these entries, in this order. They are texts without control characters, so that
 * a store may compare them joined, or by a digest. */
struct range_condition {
  entry_range range;
  std::vector<std::string> entries;
};

/* Holds if no key begins with prefix but those; they are sorted. Without ordered_indexes only. */
struct listing_condition {
  std::string prefix;
  std::vector<std::string> keys;
};

/* The changes of one statement, or of a transaction. No key is both put and erased; no entry occurs twice. A statement
 * has conditions on keys only. */
struct commit_request {
  std::vector<commit_condition> conditions;
  std::vector<value_change> puts;
  std::vector<std::string> erases;
  std::vector<entry_change> entries;
  std::vector<range_condition> ranges;
  std::vector<listing_condition> listings;
};

/* A unique key that leads to a record: the value of `key` appended to record_prefix is the record's key. */
struct unique_address {
  std::string key;
  std::string_view record_prefix;
};

class backend {
 public:
  using values = std::vector<std::optional<std::string>>;
  using entry_lists = std::vector<std::vector<std::string>>;

  virtual ~backend() = default;

  /* A statement begins: a cancel() from before is over, and one from now on is meant for it. */
  virtual void begin_call() {}

  /* The value of each key, or none. */
  virtual void get(std::span<const std::string> keys, values& found) = 0;

  /* The record of each unique key, or none. By default two calls of get(), repeated where a record was moved between
   * them; override it where the store follows a key by itself. */
  virtual void follow(std::span<const unique_address> addresses, values& found);

  /* The entries of each range. Without ordered_indexes never called. */
  virtual void range(std::span<const entry_range> ranges, std::vector<std::vector<std::string>>& found);

  /* get(), follow() and range() together. By default one after the other; override it where the store can be asked for
   * all of it at once. */
  struct several_reads {
    std::vector<std::string> keys;
    std::vector<unique_address> addresses;
    std::vector<entry_range> ranges;
  };
  struct several_answers {
    values records;
    values followed;
    entry_lists entries;
  };
  virtual void read(const several_reads& wanted, several_answers& found);

  /* Appends some keys that begin with prefix, in any order, each that stays there at least once; position is empty at
   * first and then the store's own. False: those were the last. With ordered_indexes never called. */
  virtual bool list(std::string_view prefix, std::string& position, std::vector<std::string>& keys);

  /* Applies the changes and answers nothing if every condition holds, those on ranges and listings too; otherwise
   * changes nothing and answers the positions of all conditions that failed: those on keys by their own, ranges behind
   * them, then listings. Where there are ranges or listings it may stop at the first that fails. */
  virtual std::vector<std::uint32_t> commit(const commit_request& request) = 0;

  /* Changes what is found by one key as keyed_mutation.hpp says, in one step. Answers `refused` having changed nothing
   * whenever it would rather not: the statement is then done by reading and commit(). By default always. */
  virtual mutation_answer mutate(const keyed_mutation& change);

  /* Numbers that were never answered for that counter before, from 1 on: the first of `count` in a row. Without
   * counters never called. */
  virtual std::int64_t reserve(std::string_view counter, std::uint64_t count);

  /* Removes every key and index whose name begins with prefix. In as many steps as it takes: what it throws says by its
   * outcome whether some may be gone. */
  virtual void erase_all(std::string_view prefix) = 0;

  /* Removes one index. Without ordered_indexes never called. */
  virtual void drop_index(std::string_view index);

  /* Asks a running call to end soon with ORM_CANCELLED; no effect when idle. */
  virtual void cancel() noexcept {}
};

}  // namespace orm::sdk::kv

#endif
