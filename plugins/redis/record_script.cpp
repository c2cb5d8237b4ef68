// Finding the record, reading of it what the statement needs, and judging whether it is one of the statement's.
#include <algorithm>
#include <orm/sdk/kv/record.hpp>

#include "script_writer.hpp"

namespace orm::redis {

using sdk::kv::comparison;
using sdk::kv::components_begin;
using sdk::kv::exact_integer_length;
using sdk::kv::mutation_kind;
using sdk::kv::mutation_shape;

namespace {

constexpr std::size_t datetime_value = 29;  // "@2026-01-01T00:00:00.000000Z;"

const char* operator_of(comparison by) {
  switch (by) {
    case comparison::less:
      return "<";
    case comparison::less_equal:
      return "<=";
    case comparison::greater:
      return ">";
    case comparison::greater_equal:
      return ">=";
    default:
      return "==";
  }
}

}  // namespace

void script_writer::find_record() {
  if (form_.follows) {
    lua_ += "local f=redis.call('GET',KEYS[1])\nif not f then\n" + absent() +
            "end\nlocal k=" + lua_string(shape_.record_prefix) +
            "..f\nlocal r=redis.call('GET',k)\nif not r then return 0 end\n";
  } else {
    lua_ += "local k=KEYS[1]\nlocal r=redis.call('GET',k)\nif not r then\n" + absent() + "end\n";
  }
}

bool script_writer::needs_text(std::uint32_t field) const {
  return (words_.judges_expiry || words_.changes_expiry) && field == shape_.expires
             ? true
             : std::any_of(form_.conditions.begin(), form_.conditions.end(),
                           [&](const auto& each) { return each.field == field; }) ||
                   std::any_of(form_.changes.begin(), form_.changes.end(),
                               [&](const auto& each) { return each.field == field && each.adds; });
}

void script_writer::open_record() {
  const std::string begin = std::string(components_begin) + shape_.mark + ' ';
  constexpr std::size_t first = sdk::kv::record_head_size + 1;
  lua_ += "if string.sub(r," + std::to_string(first) + "," + std::to_string(first + begin.size() - 1) +
          ")~=" + lua_string(begin) + " then return 0 end\n";
  fields_.resize(shape_.fields.size());
  for (std::uint32_t i = 0; i < shape_.fields.size(); ++i) {
    if (is_changed(i) || needs_text(i)) locate(i);
  }
  judge_expiry();
  judge();
  if (form_.kind == mutation_kind::erase || moves()) take_components();
}

void script_writer::locate(std::uint32_t field) {
  const mutation_shape::field& of = shape_.fields[field];
  const std::string number = std::to_string(field);
  located& at =
      fields_[field] = {"a" + number, is_changed(field) ? "e" + number : "", needs_text(field) ? "t" + number : ""};
  const std::size_t begin = sdk::kv::record_head_size + components_begin.size() + shape_.mark.size() + 1;
  lua_ += "local " + at.begin + (at.end.empty() ? "" : "," + at.end) + (at.text.empty() ? "" : "," + at.text) +
          "\ndo\nlocal b\n" + at.begin + ",b=string.find(r," + lua_string(";" + of.label) + "," +
          std::to_string(begin) + ",true)\nif b then\n";
  locate_end(of, at);
  lua_ += "else\n";
  if (!of.nullable) {
    lua_ += "return 0\n";
  } else if (is_changed(field)) {
    lua_ += at.begin + "=" + next_field(field) + "\n" + at.end + "=" + at.begin + "\n";
  }
  lua_ += "end\nend\n";
}

// Where the value behind b, the ':' of its label, ends.
void script_writer::locate_end(const mutation_shape::field& field, const located& at) {
  std::string end = "x", first = "b+2";
  const std::size_t next = static_cast<std::size_t>(&field - shape_.fields.data()) + 1;
  const bool has_length = field.kind == 's' || field.kind == 'j';
  if (has_length && at.text.empty() && next == shape_.fields.size()) {
    end = "#r";
  } else if (has_length && at.text.empty() && !shape_.fields[next].nullable) {
    lua_ += "local x=string.find(r," + lua_string(";" + shape_.fields[next].label) +
            ",b,true)\nif not x then return 0 end\n";
  } else if (has_length) {
    lua_ += std::string("local n,y=string.match(r,'^") + field.kind + "(%d+):()',b+1)\nif not n then return 0 end\n";
    end = "y+n";
    first = "y";
  } else if (field.kind == '@') {
    end = "b+" + std::to_string(datetime_value);
  } else if (field.kind == 't') {
    end = "b+2";
    first = "b+1";
  } else {
    lua_ += "local x=string.find(r,';',b,true)\nif not x then return 0 end\n";
  }
  if (!at.end.empty()) lua_ += at.end + "=" + end + "\n";
  if (!at.text.empty()) lua_ += at.text + "=string.sub(r," + first + "," + end + "-1)\n";
}

// Where a field that is null is to be put: before the next one that is there.
std::string script_writer::next_field(std::uint32_t field) const {
  const std::size_t begin = sdk::kv::record_head_size + components_begin.size() + shape_.mark.size() + 1;
  std::string found;
  for (std::uint32_t i = field + 1; i < shape_.fields.size(); ++i) {
    found += "string.find(r," + lua_string(";" + shape_.fields[i].label) + "," + std::to_string(begin) + ",true) or ";
    if (!shape_.fields[i].nullable) break;
  }
  return found + "#r";
}

void script_writer::judge_expiry() {
  if (!words_.judges_expiry) return;
  const std::string& text = fields_[shape_.expires].text;
  lua_ += "if " + text + " and " + text + "<=" + now_ + " then return " +
          (form_.kind == mutation_kind::upsert ? "0" : "1") + " end\n";
}

void script_writer::judge() {
  for (std::size_t i = 0; i < form_.conditions.size(); ++i) {
    const auto& [field, by] = form_.conditions[i];
    const std::string& text = fields_[field].text;
    std::string left = text, right = operands_[i];
    lua_ += "if not " + text + " then return 1 end\n";
    if (shape_.fields[field].kind == 'i' && by != comparison::equal) {
      lua_ += "if #" + text + ">" + std::to_string(exact_integer_length) + " then return 0 end\n";
      left = "tonumber(" + text + ")";
      right = "tonumber(" + right + ")";
    }
    lua_ += "if not(" + left + operator_of(by) + right + ") then return 1 end\n";
  }
}

// And, as q, where what is behind them begins.
void script_writer::take_components() {
  const lua_components old(shape_, "c");
  lua_ += "local " + old.names() + ",q=string.match(r,'^%*:k" + lua_pattern(shape_.mark) + " " + old.captures() +
          ";()',18)\nif not q then return 0 end\n";
  if (!form_.follows) lua_ += "local f=string.sub(k," + std::to_string(shape_.record_prefix.size() + 1) + ")\n";
}

}  // namespace orm::redis
