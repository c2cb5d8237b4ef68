// How the script of a form is put together: each part appends its lines. One writer makes one script.
#ifndef ORM_REDIS_SCRIPT_WRITER_HPP
#define ORM_REDIS_SCRIPT_WRITER_HPP

#include <algorithm>
#include <cstdint>
#include <orm/sdk/kv/keyed_mutation.hpp>
#include <set>
#include <string>
#include <vector>

#include "expiring.hpp"
#include "lua.hpp"
#include "mutation_script.hpp"

namespace orm::redis {

class script_writer {
 public:
  script_writer(const sdk::kv::mutation_form& form, const std::string& queue, bool in_cluster)
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
    if (form_.kind == sdk::kv::mutation_kind::insert) return create();
    find_record();
    open_record();
    if (form_.kind == sdk::kv::mutation_kind::erase) {
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
  void locate_end(const sdk::kv::mutation_shape::field& field, const located& at);
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
  bool is_moved(const sdk::kv::mutation_shape::key& key, std::size_t components) const {
    return std::any_of(key.components.begin(), key.components.begin() + static_cast<std::ptrdiff_t>(components),
                       [&](std::uint32_t each) { return changed_components_.contains(each); });
  }
  bool moves() const { return words_.changes_expiry || !changed_components_.empty(); }
  bool has_queue() const { return !queue_.empty(); }
  // Where there is something to look at. A function has variables of its own, which count for nothing here.
  std::string sweep() const {
    if (!has_queue()) return {};
    return "if " + due_ + " then (function()\n" + sweep_of(shape_, {queue_, due_, most_, indexes_}) + "end)() end\n";
  }
  // A value that expires at `expiry`, an expression for milliseconds, '' for never.
  std::string set(const std::string& key, const std::string& value, const std::string& expiry) const {
    const std::string plain = "redis.call('SET'," + key + "," + value;
    if (!has_queue()) return plain + ")\n";
    return "if " + expiry + "=='' then " + plain + ") else " + plain + ",'PXAT'," + expiry + ") end\n";
  }

  const sdk::kv::mutation_form& form_;
  const sdk::kv::mutation_shape& shape_;
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

}  // namespace orm::redis

#endif
