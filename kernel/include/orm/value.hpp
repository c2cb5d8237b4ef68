// One owned value of any field type: what requests carry before they reach a driver.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

enum class value_kind : std::uint8_t {
  null,
  boolean,
  integer,   // fields of type integer and bigint
  real,      // double
  text,      // string and enum
  decimal,   // a decimal number as text; the kernel normalises it
  json,      // JSON text; the kernel brings it into canonical form
  bytes,
  datetime,  // microseconds since 1970-01-01T00:00:00Z
  list,      // of values of one kind: the argument of `in`
  absent,    // a field that a create leaves out
};

// An owned value. Not thread-safe; copies own their text. All members are out of line so that a translation unit with
// many queries stays cheap to compile.
class value {
 public:
  value() noexcept;  // null
  value(const value& other);
  value(value&& other) noexcept;
  value& operator=(const value& other);
  value& operator=(value&& other) noexcept;
  ~value();

  static value absent() noexcept;
  static value of_boolean(bool flag) noexcept;
  static value of_integer(std::int64_t number) noexcept;
  static value of_real(double number) noexcept;
  static value of_datetime(std::int64_t microseconds) noexcept;
  static value of_text(std::string text);
  static value of_decimal(std::string text);
  static value of_json(std::string text);
  static value of_canonical_json(std::string text);  // already in the kernel's canonical form
  static value of_bytes(std::string bytes);
  static value of_list(std::vector<value> values);

  value_kind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == value_kind::null; }
  bool is_absent() const noexcept { return kind_ == value_kind::absent; }
  bool is_canonical() const noexcept { return canonical_; }  // json: no need to parse it again

  // Each is meant for its own kinds only: boolean, integer and datetime; real; text, decimal, json and bytes; list.
  std::int64_t integer() const noexcept { return integer_; }
  double real() const noexcept { return real_; }
  const std::string& text() const noexcept { return text_; }
  std::string& text() noexcept { return text_; }
  const std::vector<value>& list() const noexcept { return *list_; }
  std::vector<value>& list() noexcept { return *list_; }

 private:
  void destroy() noexcept;

  value_kind kind_ = value_kind::null;
  bool canonical_ = false;
  union {
    std::int64_t integer_;
    double real_;
    std::string text_;
    std::vector<value>* list_;  // owned
  };
};

}  // namespace orm
