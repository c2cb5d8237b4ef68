// What a backend need not implement.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/kv/backend.hpp>

namespace orm::sdk::kv {
namespace {

// How often a key is looked at again whose record was gone when it was its turn.
constexpr int follow_attempts = 4;

}  // namespace

void backend::follow(std::span<const unique_address> addresses, values& found) {
  found.assign(addresses.size(), std::nullopt);
  std::vector<std::size_t> open(addresses.size());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
  for (int attempt = 0; attempt < follow_attempts && !open.empty(); ++attempt) {
    std::vector<std::string> keys;
    for (const std::size_t i : open) keys.push_back(addresses[i].key);
    values references;
    get(keys, references);
    std::vector<std::size_t> leading;
    keys.clear();
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (!references[k]) continue;
      leading.push_back(open[k]);
      keys.push_back(std::string(addresses[open[k]].record_prefix) + *references[k]);
    }
    if (keys.empty()) return;
    values records;
    get(keys, records);
    open.clear();
    for (std::size_t k = 0; k < leading.size(); ++k) {
      if (records[k]) {
        found[leading[k]] = std::move(records[k]);
      } else {
        open.push_back(leading[k]);
      }
    }
  }
}

void backend::read(const several_reads& wanted, several_answers& found) {
  if (!wanted.keys.empty()) get(wanted.keys, found.records);
  if (!wanted.addresses.empty()) follow(wanted.addresses, found.followed);
  if (!wanted.ranges.empty()) range(wanted.ranges, found.entries);
}

void backend::range(std::span<const entry_range>, std::vector<std::vector<std::string>>&) {
  throw_unsupported("ordered indexes");
}

void backend::drop_index(std::string_view) { throw_unsupported("ordered indexes"); }

bool backend::list(std::string_view, std::string&, std::vector<std::string>&) { throw_unsupported("listing keys"); }

mutation_answer backend::mutate(const keyed_mutation&) { return {}; }

std::int64_t backend::reserve(std::string_view, std::uint64_t) { throw_unsupported("increment ids"); }

}  // namespace orm::sdk::kv
