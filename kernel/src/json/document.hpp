// A parsed JSON text as a compact tree. Numbers keep the text that they were written with, so that decimals and
// 64-bit integers stay exact.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orm::json {

enum class kind : std::uint8_t { null, boolean, number, string, array, object };

// Not JSON, or more than a reader takes. what() says where.
class syntax_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class document;

// A handle into a document, valid as long as that is.
class node {
 public:
  json::kind kind() const noexcept;
  bool boolean() const noexcept;
  std::string_view text() const noexcept;  // a string's characters, a number as written
  std::string_view key() const noexcept;   // of an object's member

  bool is(json::kind expected) const noexcept { return kind() == expected; }

  // Children of an array or object, in order.
  std::uint32_t size() const noexcept;
  class iterator;
  iterator begin() const noexcept;
  iterator end() const noexcept;

  // The key that an object holds twice, if it does. Readers refuse such objects.
  bool has_duplicate_key(std::string_view& key) const;

  // Levels of arrays and objects at and below this node.
  std::uint32_t depth() const;

 private:
  friend class document;
  friend class iterator;
  node(const document* owner, std::uint32_t index) noexcept : owner_(owner), index_(index) {}
  const document* owner_;
  std::uint32_t index_;
};

class node::iterator {
 public:
  node operator*() const noexcept { return current_; }
  iterator& operator++() noexcept;
  bool operator!=(const iterator& other) const noexcept { return current_.index_ != other.current_.index_; }

 private:
  friend class node;
  explicit iterator(node current) noexcept : current_(current) {}
  node current_;
};

class document {
 public:
  // Parses one JSON text (RFC 8259, UTF-8 validated) of at most max_depth levels. Throws syntax_error.
  document(std::string_view text, std::uint32_t max_depth);
  document(const document&) = delete;
  document& operator=(const document&) = delete;

  node root() const noexcept { return node(this, 0); }

 private:
  friend class node;
  friend class node::iterator;
  struct builder;
  struct entry {
    json::kind kind;
    bool boolean = false;
    std::uint32_t children = 0;
    std::uint32_t next = 0;  // index behind this subtree: the next sibling, where there is one
    std::string_view text;
    std::string_view key;
  };
  std::string source_;          // what strings without escapes and numbers point into
  std::string decoded_;         // what strings with escapes point into
  std::vector<entry> entries_;  // in document order
};

}  // namespace orm::json
