// orm explain: what a driver would run for a request.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <iostream>

#include "../line_reader.hpp"
#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"

namespace orm::cli {

namespace {

constexpr std::size_t longest_line = 64 * 1024 * 1024;

rapidjson::Document parsed(std::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  return document;
}

std::string quoted(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

// The request as it was written, inside an explain request for the schema that it names.
std::string explaining(std::string_view request, const std::string& default_schema) {
  const rapidjson::Document document = parsed(request);
  if (document.HasParseError()) return std::string(request);  // the protocol says what is wrong with it
  std::string schema = default_schema;
  if (document.IsObject()) {
    const auto named = document.FindMember("schema");
    if (named != document.MemberEnd() && named->value.IsString()) schema = named->value.GetString();
  }
  return "{\"schema\":" + quoted(schema) + ",\"op\":\"explain\",\"args\":{\"request\":" + std::string(request) + "}}";
}

bool explain(const protocol& requests, std::string_view request, const std::string& default_schema) {
  const rapidjson::Document response = parsed(requests.respond(explaining(request, default_schema)));
  if (const auto failed = response.FindMember("error"); failed != response.MemberEnd()) {
    std::cerr << failed->value["code"].GetString() << ": " << failed->value["message"].GetString() << '\n';
    return false;
  }
  for (const auto& step : response["ok"]["plan"].GetArray()) {
    print(std::string(step.GetString(), step.GetStringLength()) + "\n");
  }
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
