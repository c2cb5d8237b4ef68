// What the driver takes from orm.toml.
#include "options.hpp"

#include <orm/sdk/options/option_reader.hpp>
#include <orm/sdk/schema_view.hpp>

#include <filesystem>
#include <string_view>

namespace orm::sqlite {
namespace {

std::string path_of(const sdk::option_reader& read, std::string_view url, std::string_view directory) {
  constexpr std::string_view scheme = "sqlite:";
  if (url.substr(0, scheme.size()) != scheme || url.size() == scheme.size()) {
    read.refuse("url", "must be sqlite:FILE, sqlite:/DIRECTORY/FILE or sqlite::memory:");
  }
  const std::string_view name = url.substr(scheme.size());
  if (name == ":memory:") return {};
  // Always absolute: SQLite would read a name that begins with "file:" as a URI.
  const std::filesystem::path base =
      directory.empty() ? std::filesystem::current_path() : std::filesystem::path(directory);
  return std::filesystem::absolute(base / std::filesystem::path(name)).lexically_normal().string();
}

}  // namespace

options read_options(const orm_open_arguments& arguments) {
  options out;
  sdk::option_reader read("sqlite", arguments);
  const auto url = read.text("url");
  out.pool = sdk::read_pool(read, 4);
  out.busy_timeout = read.integer("busy_timeout", out.busy_timeout, 0, 86'400'000);
  out.synchronous = read.choice("synchronous", out.synchronous, {"normal", "full", "off"});
  constexpr std::int64_t largest_cache = (std::int64_t{1} << 31) - 1;
  out.cache_size = read.integer("cache_size", out.cache_size, -largest_cache - 1, largest_cache);
  out.mmap_size = read.integer("mmap_size", out.mmap_size, 0, std::int64_t{1} << 46);
  read.finish();
  if (!url) read.refuse("url", "is needed, such as \"sqlite:app.db\"");
  out.path = path_of(read, *url, sdk::text_view(arguments.directory));
  return out;
}

}  // namespace orm::sqlite
