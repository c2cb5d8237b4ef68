// Options by name and type, and what they mean together.
#include "options.hpp"

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <filesystem>
#include <orm/sdk/options/option_reader.hpp>
#include <orm/sdk/schema_view.hpp>

namespace orm::redis {
namespace {

using sdk::option_reader;
using sdk::kv::hash_tag;

std::map<std::string, std::string> read_stored_by(option_reader& read) {
  std::map<std::string, std::string> chosen;
  const auto given = read.json("stored_by");
  if (!given) return chosen;
  const auto table = Poco::JSON::Parser().parse(std::string(*given)).extract<Poco::JSON::Object::Ptr>();
  for (const auto& [model, key] : *table) {
    if (!key.isString()) read.refuse("stored_by", "must name a unique key for each model, as { session = \"token\" }");
    chosen.emplace(model, key.extract<std::string>());
  }
  return chosen;
}

std::optional<hash_tag> read_tag(option_reader& read) {
  const std::string_view chosen = read.choice("hash_tag", "auto", {"auto", "none", "schema", "model"});
  if (chosen == "none") return hash_tag::none;
  if (chosen == "schema") return hash_tag::schema;
  if (chosen == "model") return hash_tag::model;
  return std::nullopt;
}

// Whatever is answered twice alike was said.
std::optional<bool> read_boolean(option_reader& read, std::string_view name) {
  const bool answer = read.boolean(name, true);
  return answer == read.boolean(name, false) ? std::optional(answer) : std::nullopt;
}

std::string read_file_name(option_reader& read, std::string_view name, std::string_view directory) {
  const auto given = read.text(name);
  if (!given || given->empty()) return {};
  const std::filesystem::path base =
      directory.empty() ? std::filesystem::current_path() : std::filesystem::path(directory);
  return std::filesystem::absolute(base / std::filesystem::path(*given)).lexically_normal().string();
}

void read_connection(option_reader& read, const orm_open_arguments& arguments, options& out) {
  const std::string_view directory = sdk::text_view(arguments.directory);
  const auto url = read.text("url");
  out.pool = sdk::read_pool(read, 8);
  out.connect_timeout =
      std::chrono::milliseconds(read.integer("connect_timeout", out.connect_timeout.count(), 1, 86'400'000));
  out.cluster = read_boolean(read, "cluster");
  out.tls.authorities = read_file_name(read, "tls_ca", directory);
  out.tls.certificate = read_file_name(read, "tls_cert", directory);
  out.tls.key = read_file_name(read, "tls_key", directory);
  if (!url) read.refuse("url", "is needed, such as \"redis://127.0.0.1:6379/0\"");
  std::string problem;
  auto server = read_url(*url, problem);
  if (!server) read.refuse("url", problem);
  out.server = std::move(*server);
  const bool names_files = !out.tls.authorities.empty() || !out.tls.certificate.empty() || !out.tls.key.empty();
  if (names_files && !out.server.tls) read.refuse("url", "must begin with rediss:// where files for TLS are named");
  if (out.cluster == true && !out.server.at.path.empty()) read.refuse("cluster", "needs a host, not a unix socket");
  if (out.cluster == true && out.server.database != 0) read.refuse("url", "must not choose a database of a cluster");
}

}  // namespace

options read_options(const orm_open_arguments& arguments, bool adopted) {
  options out;
  option_reader read("redis", arguments);
  out.prefix = read.text("prefix").value_or("");
  out.timeout = std::chrono::milliseconds(read.integer("timeout", out.timeout.count(), 1, 86'400'000));
  out.refuse_scans = read.choice("scan", "allow", {"allow", "refuse"}) == "refuse";
  out.stored_by = read_stored_by(read);
  out.tag = read_tag(read);
  out.max_rows =
      static_cast<std::uint64_t>(read.integer("max_rows", static_cast<std::int64_t>(out.max_rows), 10'000, 1'000'000));
  if (!adopted) read_connection(read, arguments, out);
  read.finish();
  return out;
}

}  // namespace orm::redis
