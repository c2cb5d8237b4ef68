// JSON as a store spells it into the canonical form. Texts are copied as they are: their spelling is the canonical one.
#include <orm/sdk/value/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

namespace orm::sdk {
namespace {

class rewriter {
 public:
  rewriter(std::string& out, std::string_view text) : out_(out), at_(text.data()), end_(text.data() + text.size()) {}

  bool rewrite() { return value(0) && (space(), at_ == end_); }

 private:
  bool value(unsigned depth);
  bool array(unsigned depth);
  bool object(unsigned depth);
  bool number();
  bool literal(std::string_view word);
  std::string_view string();  // with its quotes; empty: there is none

  void space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool take(char wanted) {
    space();
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  std::string& out_;
  const char* at_;
  const char* end_;
};

// The bytes that a string's text stands for. Only control characters are escaped by number.
std::string unescaped(std::string_view quoted) {
  std::string out;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (quoted[i] != '\\') {
      out += quoted[i];
      continue;
    }
    constexpr std::string_view names = "bfnrt", meant = "\b\f\n\r\t";
    const char escaped = quoted[++i];
    if (escaped == 'u' && i + 4 < quoted.size()) {
      unsigned code = 0;
      std::from_chars(quoted.data() + i + 1, quoted.data() + i + 5, code, 16);
      out += static_cast<char>(code);
      i += 4;
    } else {
      const std::size_t name = names.find(escaped);
      out += name == std::string_view::npos ? escaped : meant[name];
    }
  }
  return out;
}

bool rewriter::value(unsigned depth) {
  space();
  if (at_ == end_) return false;
  switch (*at_) {
    case '{':
      return depth < json_depth_limit && object(depth + 1);
    case '[':
      return depth < json_depth_limit && array(depth + 1);
    case '"': {
      const std::string_view text = string();
      out_ += text;
      return !text.empty();
    }
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      return number();
  }
}

bool rewriter::array(unsigned depth) {
  ++at_;
  out_ += '[';
  if (take(']')) return out_ += ']', true;
  do {
    if (!value(depth)) return false;
    out_ += ',';
  } while (take(','));
  out_.back() = ']';
  return take(']');
}

bool rewriter::object(unsigned depth) {
  ++at_;
  if (take('}')) return out_ += "{}", true;
  struct member {
    std::string key;
    std::size_t from, to;  // in the text written so far
  };
  std::vector<member> members;
  const std::size_t start = out_.size();
  do {
    space();
    const std::string_view key = string();
    if (key.empty() || !take(':')) return false;
    const std::size_t from = out_.size();
    out_ += key;
    out_ += ':';
    if (!value(depth)) return false;
    members.push_back({unescaped(key), from, out_.size()});
  } while (take(','));
  if (!take('}')) return false;
  std::sort(members.begin(), members.end(), [](const member& a, const member& b) { return a.key < b.key; });
  std::string sorted = "{";
  for (const member& each : members) sorted.append(out_, each.from, each.to - each.from) += ',';
  sorted.back() = '}';
  out_.replace(start, std::string::npos, sorted);
  return true;
}

bool rewriter::number() {
  const char* const from = at_;
  while (at_ != end_ &&
         (std::string_view("+-.eE").find(*at_) != std::string_view::npos || (*at_ >= '0' && *at_ <= '9')))
    ++at_;
  return from != at_ && append_json_number(out_, {from, static_cast<std::size_t>(at_ - from)});
}

bool rewriter::literal(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() || std::string_view(at_, word.size()) != word) return false;
  at_ += word.size();
  out_ += word;
  return true;
}

std::string_view rewriter::string() {
  if (at_ == end_ || *at_ != '"') return {};
  const char* const from = at_++;
  while (at_ != end_ && *at_ != '"') at_ += *at_ == '\\' && end_ - at_ > 1 ? 2 : 1;
  if (at_ == end_) return {};
  ++at_;
  return {from, static_cast<std::size_t>(at_ - from)};
}

}  // namespace

bool append_canonical_json(std::string& out, std::string_view text) { return rewriter(out, text).rewrite(); }

}  // namespace orm::sdk
