// Lua 5.1 as Redis has it. Numbers are doubles there: none but lengths, milliseconds, 32-bit sums and integers of 15
// digits is made.
//
// What writes is all or nothing. Conditions come first, and only read. Of the writes, entries are added first: that is
// what may be refused – for want of memory, which Redis looks at before a script's first write only, or because the key
// holds something else – and entries that lead nowhere are never seen. SET and DEL can't fail after that; what takes
// entries away may, and need not succeed.
//
// Keys that only the server can know, because a value is in their names, are not among KEYS: they are of the same
// model, and a cluster keeps a model in one slot. In a cluster they may have moved to another node already: that is
// found out while nothing has changed.
//
// Answers: 0 refused, 1 absent, 2 or the record changed, 3 erased, 4 created.
#include "mutation_script.hpp"

#include <algorithm>
#include <orm/sdk/kv/record.hpp>
#include <set>
#include <vector>

#include "expiring.hpp"
#include "lua.hpp"

namespace orm::redis {
namespace {

using sdk::kv::comparison;
using sdk::kv::components_begin;
using sdk::kv::exact_integer_length;
using sdk::kv::mutation_form;
using sdk::kv::mutation_kind;
using sdk::kv::mutation_shape;
using sdk::kv::no_component;

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

class script_writer {
 public:
  script_writer(const mutation_form& form, const std::string& queue, bool in_cluster)
      : form_(form), shape_(*form.shape), words_(form, !queue.empty()), in_cluster_(in_cluster) {
    number_arguments();
    name_keys(queue);
  }

  // Lua has 200 variables, and 250 of them and of the texts that are joined at once.
  bool is_too_large() const {
    constexpr std::size_t most = 190, most_at_once = 240, others = 10;
    const std::size_t fields = form_.changes.size(), components = shape_.component_count();
    const std::size_t variables =
        3 * fields + 2 * form_.conditions.size() + 2 * components + 4 * shape_.keys.size() + others;
    return components > most_captures || variables > most || variables + 3 * fields + 2 * components > most_at_once;
  }

  std::string text() {
    if (form_.kind == mutation_kind::insert) return create();
    find_record();
    open_record();
    if (form_.kind == mutation_kind::erase) {
      erase();
    } else {
      update();
    }
    return std::move(lua_);
  }

 private:
  struct located {                 // variables of a field
    std::string begin, end, text;  // the ';' before its label, the one behind its value, the text of the value or nil
  };

  std::string argument() { return "ARGV[" + std::to_string(++arguments_) + "]"; }
  void number_arguments();
  void name_keys(const std::string& queue);

  std::string create();
  std::string absent() { return words_.creates ? create() : "return 1\n"; }
  void find_record();
  void open_record();
  void take_components();
  void locate(std::uint32_t field);
  void locate_end(const mutation_shape::field& field, const located& at);
  std::string next_field(std::uint32_t field) const;
  void judge_expiry();
  void judge();
  void erase();
  void update();
  std::string sum_of(std::size_t change);
  std::string spliced(const std::vector<std::string>& values) const;
  void move_keys();

  bool is_changed(std::uint32_t field) const {
    return std::any_of(form_.changes.begin(), form_.changes.end(),
                       [&](const auto& each) { return each.field == field; });
  }
  bool needs_text(std::uint32_t field) const;
  bool is_moved(const mutation_shape::key& key, std::size_t components) const {
    return std::any_of(key.components.begin(), key.components.begin() + static_cast<std::ptrdiff_t>(components),
                       [&](std::uint32_t each) { return changed_components_.contains(each); });
  }
  bool moves() const { return words_.changes_expiry || !changed_components_.empty(); }
  bool has_queue() const { return !queue_.empty(); }
  std::string sweep() const { return has_queue() ? sweep_of(shape_, {queue_, due_, "16", indexes_}) : std::string(); }
  // A value that expires at `expiry`, an expression for milliseconds, '' for never.
  std::string set(const std::string& key, const std::string& value, const std::string& expiry) const {
    const std::string plain = "redis.call('SET'," + key + "," + value;
    if (!has_queue()) return plain + ")\n";
    return "if " + expiry + "=='' then " + plain + ") else " + plain + ",'PXAT'," + expiry + ") end\n";
  }

  const mutation_form& form_;
  const mutation_shape& shape_;
  mutation_words words_;
  bool in_cluster_;

  int arguments_ = 0;
  std::string head_, now_, expiry_, record_, record_expiry_, due_, most_;
  std::vector<std::string> values_, components_, operands_;
  std::set<std::uint32_t> changed_components_;
  std::string record_key_ = "KEYS[1]", queue_;
  std::vector<std::string> indexes_;

  std::string lua_;
  std::vector<located> fields_;
};

void script_writer::number_arguments() {
  if (words_.changes) {
    head_ = argument();
    for (const auto& each : form_.changes) {
      values_.push_back(argument());
      const std::uint32_t component = shape_.fields[each.field].component;
      if (component != no_component) changed_components_.insert(component);
    }
    components_.resize(shape_.component_count());
    for (const auto& each : form_.changes) {
      const std::uint32_t component = shape_.fields[each.field].component;
      if (component != no_component) components_[component] = argument();
    }
  }
  for (std::size_t i = 0; i < form_.conditions.size(); ++i) operands_.push_back(argument());
  if (words_.judges_expiry) now_ = argument();
  if (words_.changes_expiry) expiry_ = argument();
  if (words_.creates) record_ = argument();
  if (words_.creates && words_.sweeps) record_expiry_ = argument();
  if (words_.sweeps) due_ = argument();
  if (words_.sweeps) most_ = argument();
}

void script_writer::name_keys(const std::string& queue) {
  int keys = 1;
  if (words_.creates && form_.follows) record_key_ = "KEYS[" + std::to_string(++keys) + "]";
  const auto named = [&](const std::string& key) {
    return in_cluster_ ? "KEYS[" + std::to_string(++keys) + "]" : lua_string(key);
  };
  for (const mutation_shape::key& each : shape_.keys) {
    indexes_.push_back(each.index.empty() ? std::string() : named(each.index));
  }
  if (!queue.empty()) queue_ = named(queue);
}

// ---- creating -------------------------------------------------------------------------------------------------------

std::string script_writer::create() {
  const lua_components found_by(shape_, "n");
  std::string lua = "local " + found_by.names() + "=string.match(" + record_ + ",'^%*:k[^ ]* " + found_by.captures() +
                    ";',18)\nlocal k=" + record_key_ + "\nlocal f=string.sub(k," +
                    std::to_string(shape_.record_prefix.size() + 1) + ")\n";
  std::string taken = "k";
  std::string adds, puts;
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    const std::string unique = "u" + std::to_string(i);
    if (!key.unique_prefix.empty()) {
      lua += "local " + unique + "=" + found_by.unique_key(key) + "\n";
      taken += "," + unique + " or k";
      puts += "if " + unique + " then\n" + set(unique, "f", record_expiry_) + "end\n";
    }
    if (!key.index.empty()) adds += "redis.call('ZADD'," + indexes_[i] + ",0," + found_by.entry(key, "f") + ")\n";
  }
  lua += "if redis.call('EXISTS'," + taken + ")>0 then return 0 end\n" + adds;
  if (has_queue()) {
    lua += "if " + record_expiry_ + "~='' then redis.call('ZADD'," + queue_ + "," + record_expiry_ + "," +
           found_by.member() + ") end\n";
  }
  return lua + set("k", record_, record_expiry_) + puts + sweep() + "return 4\n";
}

// ---- finding and reading --------------------------------------------------------------------------------------------

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

// ---- erasing --------------------------------------------------------------------------------------------------------

void script_writer::erase() {
  const lua_components old(shape_, "c");
  std::string removes;
  std::string gone = "k";
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    if (!key.unique_prefix.empty()) gone += ",(" + old.unique_key(key) + ") or k";
    if (!key.index.empty()) removes += "redis.pcall('ZREM'," + indexes_[i] + "," + old.entry(key, "f") + ")\n";
  }
  lua_ += "redis.call('DEL'," + gone + ")\n" + removes;
  if (has_queue()) lua_ += "redis.pcall('ZREM'," + queue_ + "," + old.member() + ")\n" + sweep();
  lua_ += "return 3\n";
}

// ---- changing -------------------------------------------------------------------------------------------------------

// Null stays null.
std::string script_writer::sum_of(std::size_t change) {
  const std::uint32_t field = form_.changes[change].field;
  const std::string number = std::to_string(field);
  lua_ += "local w" + number + "=''\nif t" + number + " then\nlocal v=tonumber(t" + number + ")+tonumber(" +
          values_[change] + ")\nif v>2147483647 or v< -2147483648 then return 0 end\nw" + number + "=" +
          lua_string(shape_.fields[field].label + "i") + "..string.format('%d',v)..';'\nend\n";
  return "w" + number;
}

std::string script_writer::spliced(const std::vector<std::string>& values) const {
  std::string record = head_ + "..";
  std::string from = "18";
  if (!changed_components_.empty()) {
    record += lua_string(std::string(components_begin) + shape_.mark + ' ');
    for (std::uint32_t i = 0; i < shape_.component_count(); ++i) {
      record += (changed_components_.contains(i) ? "..n" : "..c") + std::to_string(i) + "..' '";
    }
    record += "..';'..";
    from = "q";
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const located& at = fields_[form_.changes[i].field];
    record += "string.sub(r," + from + "," + at.begin + ").." + values[i] + "..";
    from = at.end + "+1";
  }
  return record + "string.sub(r," + from + ")";
}

void script_writer::update() {
  if (!words_.changes) {
    lua_ += form_.answers ? "return r\n" : "return 2\n";
    return;
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < form_.changes.size(); ++i) {
    values.push_back(form_.changes[i].adds ? sum_of(i) : values_[i]);
  }
  for (const std::uint32_t each : changed_components_) {
    lua_ += "local n" + std::to_string(each) + "=" + components_[each] + "\n";
  }
  const std::string record = spliced(values);
  if (moves()) {
    lua_ += "local s=" + record + "\n";
    move_keys();
  } else if (form_.answers) {
    lua_ += "local s=" + record + "\nredis.call('SET',k,s" + (has_queue() ? ",'KEEPTTL'" : "") + ")\n" + sweep();
  } else {
    lua_ += "redis.call('SET',k," + record + (has_queue() ? ",'KEEPTTL'" : "") + ")\n" + sweep();
  }
  lua_ += form_.answers ? "return s\n" : "return 2\n";
}

void script_writer::move_keys() {
  const lua_components old(shape_, "c");
  for (std::uint32_t i = 0; i < shape_.component_count(); ++i) {
    if (!changed_components_.contains(i) && !changed_components_.empty()) {
      lua_ += "local n" + std::to_string(i) + "=c" + std::to_string(i) + "\n";
    }
  }
  const lua_components wanted(shape_, changed_components_.empty() ? "c" : "n");
  std::string expiry = "''";
  if (words_.changes_expiry) {
    expiry = expiry_;
  } else if (has_queue()) {
    lua_ += "local x=redis.call('PEXPIRETIME',k)\nx=x>0 and string.format('%.0f',x) or ''\n";
    expiry = "x";
  }
  std::string looks, adds, puts, frees, removes;
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    const std::string number = std::to_string(i);
    if (!key.index.empty() && is_moved(key, key.components.size())) {
      lua_ += "local o" + number + ",p" + number + "=" + old.entry(key, "f") + "," + wanted.entry(key, "f") + "\n";
      const std::string differs = "if o" + number + "~=p" + number + " then ";
      adds += differs + "redis.call('ZADD'," + indexes_[i] + ",0,p" + number + ") end\n";
      removes += differs + "redis.pcall('ZREM'," + indexes_[i] + ",o" + number + ") end\n";
    }
    if (key.unique_prefix.empty()) continue;
    const std::string before = "u" + number, after = "v" + number;
    const bool moved = is_moved(key, key.width);
    if (!moved && !words_.changes_expiry) continue;
    lua_ += "local " + before + "=" + old.unique_key(key) + "\n";
    if (in_cluster_) looks += "if " + before + " then redis.call('EXISTS'," + before + ") end\n";
    if (moved) {
      lua_ += "local " + after + "=" + wanted.unique_key(key) + "\nif " + after + " and " + after + "~=" + before +
              " and redis.call('EXISTS'," + after + ")==1 then return 0 end\n";
      puts += "if " + after + " and " + after + "~=" + before + " then\n" + set(after, "f", expiry) + "end\n";
      frees += "if " + before + " and " + before + "~=" + after + " then redis.call('DEL'," + before + ") end\n";
    }
    if (words_.changes_expiry) {
      // It need not be written anew.
      puts += "if " + before + (moved ? " and " + before + "==" + after : std::string()) + " then\n" + "if " + expiry +
              "=='' or redis.call('PEXPIREAT'," + before + "," + expiry + ")==0 then\n" + set(before, "f", expiry) +
              "end\nend\n";
    }
  }
  if (has_queue()) {
    lua_ += "local h=" + wanted.member() + "\n";
    std::string when = expiry + "~=''";
    std::string unlike = "false";
    if (!changed_components_.empty()) {
      lua_ += "local g=" + old.member() + "\n";
      unlike = "g~=h";
      removes += "if g~=h then redis.pcall('ZREM'," + queue_ + ",g) end\n";
    }
    if (words_.changes_expiry) {
      const mutation_shape::field& expires = shape_.fields[shape_.expires];
      const std::string& text = fields_[shape_.expires].text;
      std::string value;
      for (std::size_t i = 0; i < form_.changes.size(); ++i) {
        if (form_.changes[i].field == shape_.expires) value = values_[i];
      }
      unlike += " or not " + text + " or string.sub(" + value + "," + std::to_string(expires.label.size() + 2) +
                ",-2)<" + text;
    }
    adds += "if " + when + " and (" + unlike + ") then redis.call('ZADD'," + queue_ + "," + expiry + ",h) end\n";
  }
  std::string keep = "redis.call('SET',k,s,'KEEPTTL')\n";
  if (!has_queue()) keep = "redis.call('SET',k,s)\n";
  lua_ += looks + adds + (words_.changes_expiry ? set("k", "s", expiry) : keep) + puts + frees + removes + sweep();
}

}  // namespace

mutation_words::mutation_words(const mutation_form& form, bool has_queue)
    : changes((form.kind == mutation_kind::update || form.kind == mutation_kind::upsert) && !form.changes.empty()),
      judges_expiry(form.judges_expiry && form.kind != mutation_kind::insert),
      changes_expiry(has_queue && changes && form.changes_expiry()),
      creates(form.kind == mutation_kind::insert || form.kind == mutation_kind::upsert),
      sweeps(has_queue) {}

std::optional<std::string> mutation_lua(const mutation_form& form, const std::string& queue, bool in_cluster) {
  script_writer made(form, queue, in_cluster);
  if (made.is_too_large()) return std::nullopt;
  return made.text();
}

}  // namespace orm::redis
