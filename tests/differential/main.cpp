// Sends random requests to two drivers and compares the responses, one by one, and now and then all rows. Prints the
// shortest sequence of requests that it finds for a disagreement and exits 1; a seed repeats a run.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "differential/request_generator.hpp"
#include "differential/twin_stores.hpp"

namespace {

using namespace orm_test;

struct options {
  std::uint64_t seed = 1;
  std::size_t requests = 20000;
  std::string left = "memory", right = "sqlite", schema;
};

constexpr auto usage =
    "usage: differential_test [--left DRIVER] [--right DRIVER] [--seed N] [--requests N] [--schema NAME]\n"
    "\n"
    "Sends random requests to two drivers and compares their responses, and now and then all rows. Prints a short\n"
    "sequence of requests that they answer differently, and exits 1, or that they agree, and exits 0.\n"
    "\n"
    "  --left, --right  memory and sqlite unless given; a server is looked for where ORM_TEST_DRIVERS or with_servers "
    "say\n"
    "  --seed N         of the first round (1): round k of 250 requests has seed N + k, and N repeats it alone\n"
    "  --requests N     how many (20000)\n"
    "  --schema NAME    only this one of the schemas that rounds go through in turn\n";

// Throws for what can't be understood.
options read_options(int count, char** words) {
  options made;
  if (count % 2 == 0) throw std::runtime_error("an option without a value\n" + std::string(usage));
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--seed")
      made.seed = std::stoull(value);
    else if (name == "--requests")
      made.requests = std::stoull(value);
    else if (name == "--left")
      made.left = value;
    else if (name == "--right")
      made.right = value;
    else if (name == "--schema")
      made.schema = value;
    else
      throw std::runtime_error("unknown option " + name + "\n" + usage);
  }
  return made;
}

constexpr std::size_t requests_a_round = 250;  // on stores that were empty before
constexpr std::size_t requests_between_dumps = 25;

// One round on one schema; the requests that lead to a disagreement, or none.
std::vector<json> run_round(twin_stores& stores, const std::string& name, std::uint64_t seed, std::size_t count) {
  dice dice(seed);
  request_generator generator(name, stores.schema(), {stores.have_transactions(), stores.common_isolations()}, dice);
  stores.renew();
  std::vector<json> asked;
  const auto differs = [&](json request) {
    asked.push_back(std::move(request));
    return stores.ask(asked.back()).has_value();
  };
  for (std::size_t i = 1; i <= count; ++i) {
    if (differs(generator.next())) return asked;
    if (i % requests_between_dumps != 0 && i != count) continue;
    for (const orm::model& model : stores.schema().models())
      if (differs(generator.dump_of(model))) return asked;
  }
  return {};
}

// Prints lines that `orm query` replays: each names its schema, whose file is shown as the two stores had it.
void report(twin_stores& stores, const options& given, const std::string& schema, std::uint64_t seed,
            std::vector<json> asked) {
  std::cout << "--schema " << schema << " --seed " << seed << ": " << given.left << " and " << given.right
            << " disagree after " << asked.size() << " requests; shortened:\n";
  if (!stores.replay(asked)) {
    std::cout << "(not repeatable; the last of them)\n" << asked.back().dump() << '\n';
    return;
  }
  asked = stores.minimise(std::move(asked));
  std::cout << json::object({{"schema", schema}, {"op", "push"}}).dump() << '\n';
  for (const json& request : asked) std::cout << request.dump() << '\n';
  const auto found = stores.replay(asked);
  if (!found) return;
  std::cout << given.left << ": " << found->left.dump() << '\n' << given.right << ": " << found->right.dump() << '\n';
  std::cout << "schemas/" << schema << ".toml:\n" << read_text(stores.schema_file()) << '\n';
}

int run(const options& given) {
  const std::vector<std::pair<std::string, std::string>> schemas = {
      {"types", ORM_CASE_SCHEMAS "/types.toml"},      {"blog", ORM_CASE_SCHEMAS "/blog.toml"},
      {"live", ORM_OWN_SCHEMAS "/live.toml"},         {"control_plane", ORM_CASE_SCHEMAS "/control_plane.toml"},
      {"limits", ORM_CASE_SCHEMAS "/limits.toml"},    {"deletes", ORM_SUITE_SCHEMAS "/deletes.toml"},
      {"indexed", ORM_SUITE_SCHEMAS "/indexed.toml"}, {"joined", ORM_SUITE_SCHEMAS "/joined.toml"},
      {"family", ORM_SUITE_SCHEMAS "/family.toml"}};
  std::vector<std::pair<std::string, std::unique_ptr<twin_stores>>> twins;
  for (const auto& [name, file] : schemas)
    if (given.schema.empty() || given.schema == name)
      twins.emplace_back(name,
                         std::make_unique<twin_stores>(name, file, find_driver(given.left), find_driver(given.right)));
  const auto begin = std::chrono::steady_clock::now();
  std::size_t asked = 0;
  for (std::uint64_t round = 0; asked < given.requests; ++round) {
    auto& [name, stores] = twins[round % twins.size()];
    const std::size_t count = std::min(requests_a_round, given.requests - asked);
    std::vector<json> leading = run_round(*stores, name, given.seed + round, count);
    if (!leading.empty()) return report(*stores, given, name, given.seed + round, std::move(leading)), 1;
    asked += count;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cout << asked << " requests, " << given.left << " and " << given.right << " agree (" << took.count() << " s)\n";
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count == 2 && std::string_view(words[1]) == "--help") return std::cout << usage, 0;
    return run(read_options(count, words));
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 2;
  }
}
