// The tree builder over Boost.JSON's event parser: iterative, encoding validated, numbers kept as text.
#include "json/document.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "orm/sdk/value/text.hpp"

namespace orm::json {

struct document::builder {
  using text_part = boost::json::string_view;
  using error_code = boost::json::error_code;
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit builder(document& made) : made(made) {}

  document& made;
  std::vector<std::uint32_t> open;  // arrays and objects not yet ended
  std::string_view key;
  std::size_t number_size = 0;  // of the parts that came before the last
  bool in_pieces = false;       // the text under way has been decoded in parts
  std::size_t pieces_from = 0;  // where its decoded text begins

  bool add(json::kind kind, std::string_view text, bool boolean = false) {
    if (!open.empty()) ++made.entries_[open.back()].children;
    const auto next = static_cast<std::uint32_t>(made.entries_.size() + 1);
    made.entries_.push_back({kind, boolean, 0, next, text, key});
    key = {};
    return true;
  }
  bool start(json::kind kind) {
    add(kind, {});
    open.push_back(static_cast<std::uint32_t>(made.entries_.size() - 1));
    return true;
  }
  bool end() {
    made.entries_[open.back()].next = static_cast<std::uint32_t>(made.entries_.size());
    open.pop_back();
    return true;
  }

  // Decoded text never outgrows its source, so what is reserved once stays where it is.
  bool append_piece(text_part part) {
    if (!in_pieces) {
      if (made.decoded_.capacity() < made.source_.size()) made.decoded_.reserve(made.source_.size());
      pieces_from = made.decoded_.size();
      in_pieces = true;
    }
    made.decoded_.append(part.data(), part.size());
    return true;
  }
  std::string_view whole(text_part last) {
    const char* const source = made.source_.data();
    if (!in_pieces && last.data() >= source && last.data() <= source + made.source_.size())
      return {last.data(), last.size()};
    append_piece(last);
    in_pieces = false;
    return std::string_view(made.decoded_).substr(pieces_from);
  }
  // The parts of a number are neighbours in the source.
  bool add_number(text_part last) {
    const std::size_t size = number_size + last.size();
    const char* const begin = last.data() - number_size;
    number_size = 0;
    return add(json::kind::number, {begin, size});
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return start(json::kind::object); }
  bool on_object_end(std::size_t, error_code&) { return end(); }
  bool on_array_begin(error_code&) { return start(json::kind::array); }
  bool on_array_end(std::size_t, error_code&) { return end(); }
  bool on_key_part(text_part part, std::size_t, error_code&) { return append_piece(part); }
  bool on_key(text_part last, std::size_t, error_code&) { return key = whole(last), true; }
  bool on_string_part(text_part part, std::size_t, error_code&) { return append_piece(part); }
  bool on_string(text_part last, std::size_t, error_code&) { return add(json::kind::string, whole(last)); }
  bool on_number_part(text_part part, error_code&) { return number_size += part.size(), true; }
  bool on_int64(std::int64_t, text_part last, error_code&) { return add_number(last); }
  bool on_uint64(std::uint64_t, text_part last, error_code&) { return add_number(last); }
  bool on_double(double, text_part last, error_code&) { return add_number(last); }
  bool on_bool(bool flag, error_code&) { return add(json::kind::boolean, {}, flag); }
  bool on_null(error_code&) { return add(json::kind::null, {}); }
  bool on_comment_part(text_part, error_code&) { return true; }
  bool on_comment(text_part, error_code&) { return true; }
};

document::document(std::string_view text, std::uint32_t max_depth) : source_(text) {
  entries_.reserve(32);
  boost::json::parse_options options;
  options.max_depth = max_depth;
  boost::json::basic_parser<builder> parser(options, *this);
  boost::json::error_code problem;
  const std::size_t read = parser.write_some(false, source_.data(), source_.size(), problem);
  const std::string at = " (byte " + std::to_string(read) + ")";
  if (problem == boost::json::error::too_deep)
    throw syntax_error("nested deeper than " + std::to_string(max_depth) + " levels" + at);
  if (problem && sdk::check_text(source_) == sdk::text_status::malformed) throw syntax_error("not valid UTF-8" + at);
  if (problem) throw syntax_error("not JSON: " + problem.message() + at);
  if (read != source_.size()) throw syntax_error("not JSON: something follows the value" + at);
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
  if (kind() != json::kind::object || size() < 2) return false;
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
    if (entry.kind != json::kind::array && entry.kind != json::kind::object) continue;
    ends.push_back(entry.next);
    deepest = std::max(deepest, static_cast<std::uint32_t>(ends.size()));
  }
  return deepest;
}

}  // namespace orm::json
