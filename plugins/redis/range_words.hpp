// A range of an index as ZRANGE takes it, behind the key.
#ifndef ORM_REDIS_RANGE_WORDS_HPP
#define ORM_REDIS_RANGE_WORDS_HPP

#include <array>
#include <cstddef>
#include <orm/sdk/kv/backend.hpp>
#include <string>
#include <string_view>

namespace orm::redis {

class range_words {
 public:
  explicit range_words(const sdk::kv::entry_range& range)
      : least_(range.from_open      ? '(' + range.from
               : range.from.empty() ? std::string("-")
                                    : '[' + range.from),
        greatest_(range.to.empty() ? std::string("+") : '(' + range.to),
        limit_(std::to_string(range.limit)) {
    if (range.backward) {
      words_ = {greatest_, least_, "BYLEX", "REV", "LIMIT", "0", limit_};
    } else {
      words_ = {least_, greatest_, "BYLEX", "LIMIT", "0", limit_};
    }
    size_ = range.backward ? 7 : 6;
  }
  range_words(const range_words&) = delete;
  range_words& operator=(const range_words&) = delete;

  // Borrowed from this.
  const std::string_view* begin() const { return words_.data(); }
  const std::string_view* end() const { return words_.data() + size_; }
  std::size_t size() const { return size_; }

 private:
  std::string least_;
  std::string greatest_;
  std::string limit_;
  std::array<std::string_view, 7> words_;
  std::size_t size_;
};

}  // namespace orm::redis

#endif
