// A piece of SQL with the parameters it takes, in the order in which they appear. Pieces are concatenated in any
// dialect's order; only the finished text gets its placeholders, numbered or positional.
#ifndef ORM_SDK_SQL_SQL_TEXT_HPP
#define ORM_SDK_SQL_SQL_TEXT_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm::sdk::sql {

// Where the value of a placeholder comes from.
enum class bind_source : std::uint8_t {
  parameter,  // the statement's parameter `index`
  row_value,  // INSERT: column `index` of the row being written
  extra       // INSERT: parameter `index` after the values of all rows
};

// What is made of the value before it is bound.
enum class bind_form : std::uint8_t {
  value,      // as it is
  list,       // a list parameter
  only,       // the one element of a list parameter
  sort_key,   // sortable_decimal_key() of a decimal
  prefix_end  // text: the least text after all those that begin with it; none (after every text) for the empty one
};

// One placeholder.
struct bind {
  std::uint32_t index = 0;
  bind_source source = bind_source::parameter;
  bind_form form = bind_form::value;
  std::uint16_t type = 0;  // orm_field_type of the field that it meets; 0: an integer that meets none (take, skip)
  bool operator==(const bind&) const = default;
};

class sql_text {
 public:
  sql_text() = default;
  sql_text(const char* text) : text_(text) {}
  sql_text(std::string text) : text_(std::move(text)) {}
  sql_text(const bind& placeholder) : text_(1, '\0'), binds_{placeholder} {}

  sql_text& operator+=(const sql_text& other) {
    text_ += other.text_;
    binds_.insert(binds_.end(), other.binds_.begin(), other.binds_.end());
    return *this;
  }
  friend sql_text operator+(sql_text left, const sql_text& right) { return std::move(left += right); }

  bool empty() const { return text_.empty(); }
  // Placeholders are NUL characters in here; identifiers and literals have none.
  const std::string& text() const { return text_; }
  const std::vector<bind>& binds() const { return binds_; }

 private:
  std::string text_;
  std::vector<bind> binds_;
};

// Appends with a separator between elements.
class sql_list {
 public:
  explicit sql_list(const char* separator) : separator_(separator) {}
  void add(const sql_text& element) {
    if (element.empty()) return;
    if (!text_.empty()) text_ += separator_;
    text_ += element;
    ++count_;
  }
  const sql_text& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t count() const { return count_; }

 private:
  const char* separator_;
  sql_text text_;
  std::size_t count_ = 0;
};

// A finished statement: binds[i] says what placeholder i + 1 takes.
struct command {
  std::string sql;
  std::vector<bind> binds;
};

}  // namespace orm::sdk::sql

#endif
