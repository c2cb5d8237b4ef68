// What the driver takes from orm.toml, and what it makes of it for libpq.
#include "options.hpp"

#include <libpq-fe.h>
#include <orm/sdk/options/option_reader.hpp>

#include <memory>
#include <string_view>

namespace orm::postgres {

namespace {

constexpr std::int64_t longest = 86'400'000;  // a day

struct conninfo_deleter {
  void operator()(PQconninfoOption* given) const { PQconninfoFree(given); }
};

// libpq's own message may repeat a part of the url, and with it a password.
std::unique_ptr<PQconninfoOption, conninfo_deleter> parse(const std::string& url) {
  char* message = nullptr;
  std::unique_ptr<PQconninfoOption, conninfo_deleter> parsed(PQconninfoParse(url.c_str(), &message));
  PQfreemem(message);
  return parsed;
}

std::string keyword(const std::string& url, std::string_view name) {
  const auto parsed = parse(url);
  for (const PQconninfoOption* each = parsed.get(); each != nullptr && each->keyword != nullptr; ++each) {
    if (each->keyword == name && each->val != nullptr) return each->val;
  }
  return {};
}

}  // namespace

options read_options(const orm_open_arguments& arguments) {
  options out;
  sdk::option_reader read("postgres", arguments);
  const auto url = read.text("url");
  out.pool = sdk::read_pool(read, 8);
  out.connect_timeout = read.integer("connect_timeout", out.connect_timeout, 1, longest);
  out.timeout = read.integer("timeout", out.timeout, 0, longest);
  out.prepare = read.boolean("prepare", out.prepare);
  out.application_name = read.text("application_name").value_or("");
  read.finish();
  if (!url) read.refuse("url", "is needed, such as \"postgresql:///app\"");
  out.url = *url;
  if (!parse(out.url)) {
    read.refuse("url", "is neither postgresql://USER@HOST:PORT/DATABASE nor key=value pairs as libpq reads them");
  }
  return out;
}

options read_adoption_options(const orm_open_arguments& arguments) {
  options out;
  sdk::option_reader read("postgres", arguments);
  out.timeout = read.integer("timeout", out.timeout, 0, longest);
  out.prepare = read.boolean("prepare", out.prepare);
  out.pool.timeout_ms = sdk::read_pool_timeout(read);
  read.finish();
  return out;
}

std::vector<std::pair<std::string, std::string>> connection_keywords(const options& options) {
  std::vector<std::pair<std::string, std::string>> out = {{"dbname", options.url}, {"client_encoding", "UTF8"}};
  out.emplace_back(options.application_name.empty() ? "fallback_application_name" : "application_name",
                   options.application_name.empty() ? "orm" : options.application_name);
  // A pooler between us and the server takes no settings at the start, and would not keep them with the session.
  if (options.prepare) {
    // The url's own come between: they may turn the compiler on, but not change what is relied on. The server guesses a
    // level at hundreds of rows per key, compiles for them for longer than the statement takes, and hears no request to
    // stop meanwhile.
    std::string settings = "-c jit=off " + keyword(options.url, "options");
    settings += " -c default_transaction_isolation=read\\ committed -c default_transaction_deferrable=off";
    if (options.timeout != 0) settings += " -c statement_timeout=" + std::to_string(options.timeout);
    out.emplace_back("options", settings);
  }
  return out;
}

}  // namespace orm::postgres
