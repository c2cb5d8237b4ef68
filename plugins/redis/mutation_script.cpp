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

#include <orm/sdk/kv/record.hpp>

#include "script_writer.hpp"

namespace orm::redis {

using sdk::kv::components_begin;
using sdk::kv::mutation_form;
using sdk::kv::mutation_kind;
using sdk::kv::mutation_shape;
using sdk::kv::no_component;

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

// ---- what the record becomes ----------------------------------------------------------------------------------------

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

// ---- the whole ------------------------------------------------------------------------------------------------------

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
