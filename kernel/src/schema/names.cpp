// The words of schema files, each in one table.
#include "schema/names.hpp"

#include <array>
#include <utility>

namespace orm {
namespace {

template <class T>
using word = std::pair<std::string_view, T>;

constexpr std::array<word<field_type>, 10> field_types{{{"string", field_type::string},
                                                        {"boolean", field_type::boolean},
                                                        {"integer", field_type::integer},
                                                        {"bigint", field_type::bigint},
                                                        {"decimal", field_type::decimal},
                                                        {"double", field_type::real},
                                                        {"enum", field_type::enumeration},
                                                        {"json", field_type::json},
                                                        {"bytes", field_type::bytes},
                                                        {"datetime", field_type::datetime}}};

constexpr std::array<word<relation_kind>, 4> relation_kinds{{{"belongsTo", relation_kind::belongs_to},
                                                             {"hasOne", relation_kind::has_one},
                                                             {"hasMany", relation_kind::has_many},
                                                             {"manyToMany", relation_kind::many_to_many}}};

constexpr std::array<word<on_delete>, 4> on_deletes{{{"cascade", on_delete::cascade},
                                                     {"restrict", on_delete::no_action},
                                                     {"setNull", on_delete::set_null},
                                                     {"noAction", on_delete::no_action}}};

template <class Table>
auto find_word(const Table& table, std::string_view text) noexcept -> std::optional<decltype(table[0].second)> {
  for (const auto& [word, meaning] : table) {
    if (word == text) return meaning;
  }
  return std::nullopt;
}

template <class Table, class T>
std::string_view find_meaning(const Table& table, T sought) noexcept {
  for (const auto& [word, meaning] : table) {
    if (meaning == sought) return word;
  }
  return {};
}

template <class Table>
std::vector<std::string_view> words(const Table& table) {
  std::vector<std::string_view> out;
  for (const auto& entry : table) out.push_back(entry.first);
  return out;
}

}  // namespace

std::string_view to_string(field_type type) noexcept { return find_meaning(field_types, type); }
std::string_view to_string(relation_kind kind) noexcept { return find_meaning(relation_kinds, kind); }

namespace detail {

std::optional<field_type> find_field_type(std::string_view word) noexcept { return find_word(field_types, word); }
std::optional<relation_kind> find_relation_kind(std::string_view word) noexcept {
  return find_word(relation_kinds, word);
}
std::optional<on_delete> find_on_delete(std::string_view word) noexcept { return find_word(on_deletes, word); }

const std::vector<std::string_view>& field_type_words() {
  static const auto list = [] {
    auto out = words(field_types);
    out.insert(out.begin(), "id");
    return out;
  }();
  return list;
}

const std::vector<std::string_view>& relation_kind_words() {
  static const auto list = words(relation_kinds);
  return list;
}

const std::vector<std::string_view>& on_delete_words() {
  static const auto list = words(on_deletes);
  return list;
}

}  // namespace detail
}  // namespace orm
