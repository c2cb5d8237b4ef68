// The tree builder over RapidJSON's SAX reader: iterative, in place, encoding validated, numbers as text.
#include "json/document.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace orm::json {

struct document::builder {
  std::vector<entry>& entries;
  const std::uint32_t max_depth;
  std::vector<std::uint32_t> open;  // arrays and objects not yet ended
  std::string_view key;
  bool too_deep = false;

  bool add(json::kind kind, std::string_view text, bool boolean = false) {
    if (!open.empty()) ++entries[open.back()].children;
    const auto next = static_cast<std::uint32_t>(entries.size() + 1);
    entries.push_back({kind, boolean, 0, next, text, key});
    key = {};
    return true;
  }
  bool start(json::kind kind) {
    if (open.size() >= max_depth) return too_deep = true, false;
    add(kind, {});
    open.push_back(static_cast<std::uint32_t>(entries.size() - 1));
    return true;
  }
  bool end() {
    entries[open.back()].next = static_cast<std::uint32_t>(entries.size());
    open.pop_back();
    return true;
  }

  bool Null() { return add(json::kind::null, {}); }
  bool Bool(bool flag) { return add(json::kind::boolean, {}, flag); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return add(json::kind::number, {text, size}); }
  bool String(const char* text, rapidjson::SizeType size, bool) { return add(json::kind::string, {text, size}); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return key = {text, size}, true; }
  bool StartObject() { return start(json::kind::object); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool StartArray() { return start(json::kind::array); }
  bool EndArray(rapidjson::SizeType) { return end(); }
  // With numbers kept as text these are never called.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
};

document::document(std::string_view text, std::uint32_t max_depth) : buffer_(text) {
  entries_.reserve(32);
  builder handler{entries_, max_depth, {}, {}, false};
  rapidjson::InsituStringStream stream(buffer_.data());
  rapidjson::Reader reader;
  constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                             rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag |
                             rapidjson::kParseStopWhenDoneFlag;
  const rapidjson::ParseResult result = reader.Parse<flags>(stream, handler);
  if (handler.too_deep)
    throw syntax_error("nested deeper than " + std::to_string(max_depth) + " levels at byte " +
                       std::to_string(result.Offset()));
  if (result.IsError())
    throw syntax_error(std::string("not JSON: ") + rapidjson::GetParseError_En(result.Code()) + " (byte " +
                       std::to_string(result.Offset()) + ")");
  // Whatever follows the value must be white space; a NUL would otherwise end the text unseen.
  const std::size_t rest = text.find_first_not_of(" \t\r\n", stream.Tell());
  if (rest != std::string_view::npos)
    throw syntax_error("not JSON: something follows the value (byte " + std::to_string(rest) + ")");
}

json::kind node::kind() const noexcept { return owner_->entries_[index_].kind; }
bool node::boolean() const noexcept { return owner_->entries_[index_].boolean; }
std::string_view node::text() const noexcept { return owner_->entries_[index_].text; }
std::string_view node::key() const noexcept { return owner_->entries_[index_].key; }
std::uint32_t node::size() const noexcept { return owner_->entries_[index_].children; }

node::iterator node::begin() const noexcept {
  return iterator(node(owner_, size() ? index_ + 1 : owner_->entries_[index_].next));
}
node::iterator node::end() const noexcept { return iterator(node(owner_, owner_->entries_[index_].next)); }
node::iterator& node::iterator::operator++() noexcept {
  current_.index_ = current_.owner_->entries_[current_.index_].next;
  return *this;
}

bool node::has_duplicate_key(std::string_view& key) const {
  if (kind() != kind::object || size() < 2) return false;
  std::vector<std::string_view> keys;
  keys.reserve(size());
  for (const node member : *this) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  if (twice == keys.end()) return false;
  key = *twice;
  return true;
}

std::uint32_t node::depth() const {
  std::uint32_t deepest = 0;
  std::vector<std::uint32_t> ends;  // of the arrays and objects around the current entry
  for (std::uint32_t i = index_; i < owner_->entries_[index_].next; ++i) {
    while (!ends.empty() && ends.back() <= i) ends.pop_back();
    const auto& entry = owner_->entries_[i];
    if (entry.kind != kind::array && entry.kind != kind::object) continue;
    ends.push_back(entry.next);
    deepest = std::max(deepest, static_cast<std::uint32_t>(ends.size()));
  }
  return deepest;
}

}  // namespace orm::json
