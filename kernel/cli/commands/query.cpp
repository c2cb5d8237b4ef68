// orm query: the query protocol on standard input and output.
#include <unistd.h>

#include <algorithm>

#include "../line_reader.hpp"
#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"

namespace orm::cli {

namespace {

constexpr std::size_t longest_line = 64 * 1024 * 1024;  // of the protocol; longer ones are refused by it

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

int run_query(const arguments& given) {
  protocol requests(given.get("schema"));
  for (opened_store& each : open_stores_for_requests(given)) requests.add(each.name, std::move(each.store));

  if (!given.positional().empty()) {
    const std::string response = requests.respond(given.positional().front());
    print(response + "\n");
    return response.starts_with("{\"error\"") ? negative : success;
  }
  line_reader lines(STDIN_FILENO, longest_line);
  for (std::string_view line; lines.next(line);) {
    if (!is_blank(line)) print(requests.respond(line) + "\n");
  }
  return success;
}

}  // namespace

command query_command() {
  return {"query",
          "[options] [REQUEST]",
          "Runs JSON requests: one a line on standard input, or one as an argument.",
          "Each request is answered by one line, {\"ok\":...} or {\"error\":...}, in order and at once; an error does\n"
          "not end the command. Every schema of orm.toml that has a file can be asked; --schema says which one is\n"
          "meant where a request leaves `schema` out.\n"
          "\n"
          "Exit status: 0 at the end of input, whatever the responses were; 1 when the one REQUEST of the command\n"
          "line was answered with an error; 2 when a configuration, schema or driver can't be used (nothing is read\n"
          "then).\n"
          "\n"
          "Examples:\n"
          "  orm query --schema app '{\"model\":\"user\",\"op\":\"findMany\",\"args\":{\"take\":10}}'\n"
          "  orm query < requests.ndjson > responses.ndjson\n"
          "  orm query --profile test --schema app '{\"model\":\"user\",\"op\":\"count\"}'\n",
          {{"schema", "s", "NAME", "the schema of requests that name none", "@schema"},
           config_option,
           profile_option,
           help_option,
           version_option},
          1,
          "",
          run_query};
}

}  // namespace orm::cli
