// Reading URLs. Parts may be percent-encoded: passwords often have to be.
#include "url.hpp"

#include <charconv>

namespace orm::redis {
namespace {

constexpr std::string_view forms =
    "must be redis://host:port/db, rediss://host:port/db or redis+unix:///path?db=N, with user:password@ if need be";

bool take(std::string_view& text, std::string_view head) {
  if (!text.starts_with(head)) return false;
  text.remove_prefix(head.size());
  return true;
}

// What stands before the mark, which is taken too; none, and nothing taken, where there is no mark.
std::optional<std::string_view> take_until(std::string_view& text, std::size_t mark) {
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, mark);
  text.remove_prefix(mark + 1);
  return before;
}

std::optional<int> digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool decode(std::string_view text, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return false;
    const auto high = digit(text[i + 1]);
    const auto low = digit(text[i + 2]);
    if (!high || !low || *high + *low == 0) return false;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return true;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_credentials(std::string_view text, server_url& out) {
  const std::optional<std::string_view> user = take_until(text, text.find(':'));
  return decode(user.value_or(""), out.user) && decode(text, out.password);
}

bool read_host(std::string_view text, endpoint& out) {
  if (take(text, "[")) {
    const auto address = take_until(text, text.find(']'));
    if (!address || address->empty()) return false;
    out.host = *address;
    return text.empty() || (take(text, ":") && read_number(text, out.port) && out.port != 0);
  }
  const auto host = take_until(text, text.find(':'));
  if (host && (!read_number(text, out.port) || out.port == 0)) return false;
  if (!decode(host.value_or(text), out.host)) return false;
  if (out.host.empty()) out.host = "127.0.0.1";
  return true;
}

bool read_database(std::string_view text, int& out) { return read_number(text, out) && out >= 0; }

}  // namespace

std::optional<server_url> read_url(std::string_view text, std::string& problem) {
  server_url out;
  const auto refuse = [&](std::string_view why) {
    problem = why;
    return std::nullopt;
  };
  const bool is_unix = take(text, "redis+unix://");
  if (!is_unix && !(out.tls = take(text, "rediss://")) && !take(text, "redis://")) return refuse(forms);
  const std::size_t query_mark = text.find('?');
  std::string_view query = query_mark == std::string_view::npos ? "" : text.substr(query_mark + 1);
  text = text.substr(0, query_mark);
  // A password may have an unencoded '/' or '@'.
  const auto credentials = take_until(text, text.rfind('@'));
  if (credentials && !read_credentials(*credentials, out)) return refuse("has a \"%\" that encodes nothing");
  if (is_unix) {
    if (!text.starts_with('/') || !decode(text, out.at.path)) return refuse(forms);
  } else {
    std::string_view rest = text;
    const std::optional<std::string_view> host = take_until(rest, rest.find('/'));
    if (!read_host(host.value_or(rest), out.at)) return refuse("has no host and port that can be read");
    if (host && !rest.empty() && !read_database(rest, out.database)) {
      return refuse("must end in the number of a database, as in redis://host:6379/0");
    }
  }
  if (!query.empty() && (!take(query, "db=") || !read_database(query, out.database))) {
    return refuse("can ask for nothing but ?db=NUMBER");
  }
  return out;
}

}  // namespace orm::redis
