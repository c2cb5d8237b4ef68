// Lifetime of orm::value: a tagged union whose text and list are owned.
#include "orm/value.hpp"

#include <memory>
#include <new>
#include <utility>

namespace orm {
namespace {

constexpr bool holds_text(value_kind kind) {
  return kind == value_kind::text || kind == value_kind::decimal || kind == value_kind::json ||
         kind == value_kind::bytes;
}

}  // namespace

value::value() noexcept : integer_(0) {}

value::value(const value& other) : kind_(other.kind_), canonical_(other.canonical_), integer_(0) {
  if (holds_text(kind_))
    ::new (&text_) std::string(other.text_);
  else if (kind_ == value_kind::list)
    list_ = new std::vector<value>(*other.list_);
  else if (kind_ == value_kind::real)
    real_ = other.real_;
  else
    integer_ = other.integer_;
}

value::value(value&& other) noexcept : kind_(other.kind_), canonical_(other.canonical_), integer_(0) {
  if (holds_text(kind_))
    ::new (&text_) std::string(std::move(other.text_));
  else if (kind_ == value_kind::list)
    list_ = other.list_;
  else if (kind_ == value_kind::real)
    real_ = other.real_;
  else
    integer_ = other.integer_;
  if (kind_ == value_kind::list) other.kind_ = value_kind::null;  // its list is ours now
}

value& value::operator=(const value& other) {
  if (this != &other) *this = value(other);
  return *this;
}

value& value::operator=(value&& other) noexcept {
  if (this != &other) {
    destroy();
    ::new (this) value(std::move(other));
  }
  return *this;
}

value::~value() { destroy(); }

void value::destroy() noexcept {
  if (holds_text(kind_))
    std::destroy_at(&text_);
  else if (kind_ == value_kind::list)
    delete list_;
}

value value::absent() noexcept {
  value made;
  made.kind_ = value_kind::absent;
  return made;
}

value value::of_boolean(bool flag) noexcept {
  value made;
  made.kind_ = value_kind::boolean;
  made.integer_ = flag;
  return made;
}

value value::of_integer(std::int64_t number) noexcept {
  value made;
  made.kind_ = value_kind::integer;
  made.integer_ = number;
  return made;
}

value value::of_real(double number) noexcept {
  value made;
  made.kind_ = value_kind::real;
  made.real_ = number;
  return made;
}

value value::of_datetime(std::int64_t microseconds) noexcept {
  value made;
  made.kind_ = value_kind::datetime;
  made.integer_ = microseconds;
  return made;
}

value value::of_text(std::string text) {
  value made;
  ::new (&made.text_) std::string(std::move(text));
  made.kind_ = value_kind::text;
  return made;
}

value value::of_decimal(std::string text) {
  value made = of_text(std::move(text));
  made.kind_ = value_kind::decimal;
  return made;
}

value value::of_json(std::string text) {
  value made = of_text(std::move(text));
  made.kind_ = value_kind::json;
  return made;
}

value value::of_canonical_json(std::string text) {
  value made = of_json(std::move(text));
  made.canonical_ = true;
  return made;
}

value value::of_bytes(std::string bytes) {
  value made = of_text(std::move(bytes));
  made.kind_ = value_kind::bytes;
  return made;
}

value value::of_list(std::vector<value> values) {
  value made;
  made.list_ = new std::vector<value>(std::move(values));
  made.kind_ = value_kind::list;
  return made;
}

}  // namespace orm
