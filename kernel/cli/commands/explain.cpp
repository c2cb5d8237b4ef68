// orm explain: what a driver would run for a request.
#include <unistd.h>

#include <iostream>
#include <optional>

#include "../line_reader.hpp"
#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"
#include "json/document.hpp"

namespace orm::cli {

namespace {

constexpr std::size_t longest_line = 64 * 1024 * 1024;

constexpr std::uint32_t deepest = 1000;  // what is too deep for a request, the protocol says itself

std::optional<json::node> member(const json::node& object, std::string_view key) {
  for (const json::node each : object)
    if (each.key() == key) return each;
  return std::nullopt;
}

// The schema that a request names; the default where it names none or can't be read.
std::string schema_of(std::string_view request, const std::string& default_schema) {
  try {
    const json::document document(request, deepest);
    if (document.root().is(json::kind::object))
      if (const auto named = member(document.root(), "schema"); named && named->is(json::kind::string))
        return std::string(named->text());
  } catch (const json::syntax_error&) {  // the protocol says what is wrong with it
  }
  return default_schema;
}

// The request as it was written, inside an explain request for the schema that it names.
std::string explaining(std::string_view request, const std::string& default_schema) {
  const std::string schema = schema_of(request, default_schema);
  return "{" + (schema.empty() ? std::string() : "\"schema\":" + json_text(schema) + ",") +
         "\"op\":\"explain\",\"args\":{\"request\":" + std::string(request) + "}}";
}

bool explain(const protocol& requests, std::string_view request, const std::string& default_schema) {
  const json::document response(requests.respond(explaining(request, default_schema)), deepest);
  if (const auto failed = member(response.root(), "error")) {
    std::cerr << member(*failed, "code")->text() << ": " << member(*failed, "message")->text() << '\n';
    return false;
  }
  const json::node plan = *member(*member(response.root(), "ok"), "plan");
  for (const json::node step : plan) print(std::string(step.text()) + "\n");
  return true;
}

int run_explain(const arguments& given) {
  const std::string schema = given.get("schema");
  protocol requests(schema);
  for (opened_store& each : open_stores_for_requests(given)) requests.add(each.name, std::move(each.store));
  if (!given.positional().empty()) {
    return explain(requests, given.positional().front(), schema) ? success : negative;
  }
  bool all = true;
  line_reader lines(STDIN_FILENO, longest_line);
  for (std::string_view line; lines.next(line);) {
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) all = explain(requests, line, schema) && all;
  }
  return all ? success : negative;
}

}  // namespace

command explain_command() {
  return {"explain",
          "[options] [REQUEST]",
          "Shows what a driver would run for a request, without running it.",
          "The request is one of the query protocol, as an argument or one a line on standard input. What is shown is\n"
          "the driver's own: SQL text, commands of a key-value store, the indexes that are used.\n"
          "\n"
          "Exit status: 0 explained, 1 a request was refused, 2 a configuration, schema or driver can't be used.\n"
          "\n"
          "Examples:\n"
          "  orm explain --schema app '{\"model\":\"user\",\"op\":\"findUnique\","
          "\"args\":{\"where\":{\"email\":\"ada@example.org\"}}}'\n"
          "  orm explain < requests.ndjson\n",
          {{"schema", "s", "NAME", "the schema of requests that name none", "@schema"},
           config_option,
           profile_option,
           help_option,
           version_option},
          1,
          "",
          run_explain};
}

}  // namespace orm::cli
