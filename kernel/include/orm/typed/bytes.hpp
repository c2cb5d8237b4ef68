// Any bytes: the value of a field of type bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace orm {

// A plain value: copies are independent, not thread-safe. Compares byte by byte.
class bytes {
 public:
  bytes() = default;
  explicit bytes(std::string content) : content_(std::move(content)) {}
  explicit bytes(std::span<const std::byte> content)
      : content_(reinterpret_cast<const char*>(content.data()), content.size()) {}

  std::size_t size() const noexcept { return content_.size(); }
  std::string_view view() const noexcept { return content_; }
  std::span<const std::byte> span() const noexcept { return std::as_bytes(std::span(content_)); }

  std::string& content() noexcept { return content_; }
  const std::string& content() const noexcept { return content_; }

  friend bool operator==(const bytes&, const bytes&) = default;

 private:
  std::string content_;
};

}  // namespace orm
