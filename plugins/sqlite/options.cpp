// Reading options, with the near name for a misspelt one.
#include "options.hpp"

#include <orm/sdk/driver.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <vector>

namespace orm::sqlite {

namespace {

constexpr std::array<std::string_view, 6> known_options = {"url",         "pool",       "busy_timeout",
                                                           "synchronous", "cache_size", "mmap_size"};

[[noreturn]] void refuse(const std::string& message) { throw sdk::driver_error(ORM_INVALID_CONFIG, message); }

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row.back();
}

[[noreturn]] void refuse_unknown(std::string_view name) {
  const auto near = *std::min_element(known_options.begin(), known_options.end(),
                                      [&](auto a, auto b) { return distance(name, a) < distance(name, b); });
  const std::string message = "the sqlite driver has no option \"" + std::string(name) + "\"";
  if (distance(name, near) <= 3) refuse(message + ", did you mean \"" + std::string(near) + "\"?");
  std::string all;
  for (const auto known : known_options) all += (all.empty() ? "" : ", ") + std::string(known);
  refuse(message + "; it has " + all);
}

std::string_view text_of(const orm_option& option) {
  if (option.value.type != ORM_CELL_TEXT) {
    refuse("the sqlite driver's option \"" + std::string(sdk::text_view(option.name)) + "\" must be a text");
  }
  return {option.value.as.text, option.value.length};
}

std::int64_t integer_of(const orm_option& option, std::int64_t least, std::int64_t most) {
  const std::int64_t value = option.value.type == ORM_CELL_INTEGER ? option.value.as.integer : least - 1;
  if (value < least || value > most) {
    refuse("the sqlite driver's option \"" + std::string(sdk::text_view(option.name)) + "\" must be an integer from " +
           std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

std::string path_of(std::string_view url, std::string_view directory) {
  constexpr std::string_view scheme = "sqlite:";
  if (url.substr(0, scheme.size()) != scheme || url.size() == scheme.size()) {
    refuse("the sqlite driver's url must be sqlite:FILE, sqlite:/DIRECTORY/FILE or sqlite::memory:");
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
  bool has_url = false;
  for (std::uint32_t i = 0; i < arguments.option_count; ++i) {
    const orm_option& option = arguments.options[i];
    const std::string_view name = sdk::text_view(option.name);
    if (name == "url") {
      out.path = path_of(text_of(option), sdk::text_view(arguments.directory));
      has_url = true;
    } else if (name == "pool") {
      out.pool = static_cast<std::uint32_t>(integer_of(option, 1, 1024));
    } else if (name == "busy_timeout") {
      out.busy_timeout = integer_of(option, 0, 86'400'000);
    } else if (name == "synchronous") {
      out.synchronous = text_of(option);
      if (out.synchronous != "normal" && out.synchronous != "full" && out.synchronous != "off") {
        refuse("the sqlite driver's option \"synchronous\" must be \"normal\", \"full\" or \"off\"");
      }
    } else if (name == "cache_size") {
      out.cache_size = integer_of(option, -(std::int64_t{1} << 31), (std::int64_t{1} << 31) - 1);
    } else if (name == "mmap_size") {
      out.mmap_size = integer_of(option, 0, std::int64_t{1} << 46);
    } else {
      refuse_unknown(name);
    }
  }
  if (!has_url) refuse("the sqlite driver needs a url, such as \"sqlite:app.db\"");
  return out;
}

}  // namespace orm::sqlite
