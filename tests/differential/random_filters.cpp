// Random filters and unique keys.
#include "differential/request_generator.hpp"

namespace orm_test {
namespace {

using orm::field_type;

bool is_text(const orm::field& field) {
  return field.type == field_type::string || field.type == field_type::enumeration;
}
bool is_ordered(const orm::field& field) {
  return field.type != field_type::boolean && field.type != field_type::json && field.type != field_type::bytes;
}

}  // namespace

const orm::field& request_generator::any_field(const orm::model& model) {
  for (;;)
    if (const orm::field& field = dice_.one_of(model.fields); !hidden(field)) return field;
}

json request_generator::filter_of(const orm::model& model, int depth) {
  json filter = json::object();
  if (dice_.percent(12)) return filter;
  add_condition(filter, model, depth);
  if (dice_.percent(30)) add_condition(filter, model, depth);
  return filter;
}

void request_generator::add_condition(json& filter, const orm::model& model, int depth) {
  const std::size_t choice = depth > 0 ? dice_.below(10) : 0;
  if (choice == 1 || choice == 2) {
    static const std::vector<std::string> names = {"AND", "OR", "NOT"};
    const std::string& name = dice_.one_of(names);
    if (name != "OR" && dice_.percent(50)) {
      filter.set(name, filter_of(model, depth - 1));
      return;
    }
    json list = json::array();
    for (std::size_t count = dice_.below(4); count > 0; --count) list.push(filter_of(model, depth - 1));
    filter.set(name, list);
  } else if ((choice == 3 || choice == 4) && !model.relations.empty()) {
    const orm::relation& relation = schema_.relations()[dice_.one_of(model.relations)];
    filter.set(relation.name, related_condition(relation, depth));
  } else {
    const orm::field& field = any_field(model);
    filter.set(field.name, condition_on(field));
  }
}

json request_generator::related_condition(const orm::relation& relation, int depth) {
  const orm::model& target = schema_.models()[relation.to_model];
  if (relation.singular()) {
    const char* const name = dice_.percent(60) ? "is" : "isNot";
    return json::object({{name, dice_.percent(25) ? json() : filter_of(target, depth - 1)}});
  }
  static const std::vector<std::string> names = {"some", "every", "none"};
  return json::object({{dice_.one_of(names), filter_of(target, depth - 1)}});
}

// What a statement has changed must not decide which rows it finds next: seldom met by chance, for which one field
// would have to stand on both sides and the rows before and after to differ in it.
void request_generator::add_circular_update(json& args, const orm::model& model) {
  std::vector<std::vector<const orm::relation*>> ways;  // of one step or two, back to the model
  for (const std::uint32_t first : model.relations) {
    const orm::relation& out = schema_.relations()[first];
    const orm::model& between = schema_.models()[out.to_model];
    if (&between == &model) ways.push_back({&out});
    for (const std::uint32_t second : between.relations) {
      const orm::relation& back = schema_.relations()[second];
      if (&schema_.models()[back.to_model] == &model) ways.push_back({&out, &back});
    }
  }
  if (ways.empty()) return;
  const orm::field& field = any_field(model);
  if (field.id || field.unique) return;
  const json change = change_of(field, model.uniques.empty());
  const json* const value = change.find("set") != nullptr ? change.find("set") : &change;
  const bool differs = dice_.percent(70) && field.type != field_type::json && !value->is(json::kind::object);
  const json condition = !differs            ? condition_on(field)
                         : dice_.percent(50) ? json::object({{"not", *value}})
                                             : json::object({{"eq", *value}});
  json filter = json::object({{field.name, condition}});
  const auto& way = dice_.one_of(ways);
  for (auto step = way.rbegin(); step != way.rend(); ++step) {
    static const std::vector<std::string> one = {"is", "isNot"}, many = {"some", "every", "none"};
    filter = json::object({{(*step)->name, json::object({{dice_.one_of((*step)->singular() ? one : many), filter}})}});
  }
  if (dice_.percent(20)) filter = json::object({{"OR", json::array({filter, filter_of(model, 1)})}});
  args.set("where", filter);
  json data = *args.find("data");
  args.set("data", data.set(field.name, change));
}

json request_generator::condition_on(const orm::field& field) {
  if (dice_.percent(40)) return value_of(field);
  return operators_on(field);
}

json request_generator::list_of(const orm::field& field) {
  json list = json::array();
  for (std::size_t count = dice_.below(5); count > 0; --count) list.push(value_of(field));
  return list;
}

json request_generator::operators_on(const orm::field& field) {
  std::vector<std::string> names = {"eq", "not", "in", "notIn"};
  if (is_ordered(field)) names.insert(names.end(), {"gt", "gte", "lt", "lte"});
  if (is_text(field)) names.insert(names.end(), {"contains", "startsWith", "endsWith"});
  json made = json::object();
  bool range = false;
  for (std::size_t count = field.type != field_type::json && dice_.percent(25) ? 2 : 1; count > 0; --count) {
    const std::string& name = dice_.one_of(names);
    const bool equality = name == "eq" || name == "not";
    range = range || name[0] == 'g' || name[0] == 'l';
    made.set(name, name == "in" || name == "notIn" ? list_of(field) : equality ? value_of(field) : some_value(field));
  }
  if (is_text(field) && !range && dice_.percent(30)) made.set("mode", "insensitive");
  return made;
}

json request_generator::unique_key_of(const orm::model& model, bool may_name) {
  std::vector<std::vector<std::uint32_t>> keys = model.unique_keys();
  std::erase_if(keys, [&](const auto& fields) { return fields.size() == 1 && hidden(model.fields[fields[0]]); });
  const auto& fields = dice_.one_of(keys);
  json key = json::object();
  std::string name;
  for (const std::uint32_t index : fields) {
    const orm::field& field = model.fields[index];
    name += (name.empty() ? "" : "_") + field.name;
    const json value = some_value(field);
    key.set(field.name, may_name && dice_.percent(10) ? json::object({{"eq", value}}) : value);
  }
  if (may_name && fields.size() > 1 && dice_.percent(50)) return json::object({{name, key}});
  return key;
}

}  // namespace orm_test
