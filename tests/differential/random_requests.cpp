// Random requests.
#include <algorithm>

#include "differential/request_generator.hpp"

namespace orm_test {

json request_generator::next() {
  const std::size_t kind = dice_.below(100);
  json request;
  if (kind < 5)
    request = transaction();
  else if (kind < 8)
    request = json::object({{"op", "batch"}, {"args", json::object({{"requests", many_requests(6)}})}});
  else if (dice_.below(500) == 0)
    return json::object({{"op", "push"}, {"schema", name_}});
  else
    request = model_request(kind);
  for (auto& [key, args] : request.members())
    if (key == "args" && dice_.percent(3)) spoil(args);
  return request.set("schema", name_);
}

json request_generator::dump_of(const orm::model& model) const {
  json select = json::object();
  for (const orm::field& field : model.fields)
    if (!hidden(field)) select.set(field.name, true);
  const json order = json::object({{model.fields[model.id].name, "asc"}});
  return json::object({{"schema", name_},
                       {"model", model.name},
                       {"op", "findMany"},
                       {"args", json::object({{"select", select}, {"orderBy", order}})}});
}

json request_generator::transaction() {
  json args = json::object({{"requests", many_requests(5)}});
  if (!can_.transactions || dice_.percent(25)) args.set("atomic", can_.transactions && dice_.percent(50));
  if (!can_.isolations.empty() && dice_.percent(20)) args.set("isolation", dice_.one_of(can_.isolations));
  return json::object({{"op", "transaction"}, {"args", args}});
}

json request_generator::many_requests(std::size_t most) {
  json list = json::array();
  for (std::size_t count = 1 + dice_.below(most); count > 0; --count) list.push(model_request(dice_.below(100)));
  return list;
}

json request_generator::model_request(std::size_t kind) {
  static const std::vector<std::pair<std::size_t, std::string>> shares = {
      {18, "create"},   {24, "createMany"}, {33, "update"},     {39, "updateMany"}, {48, "upsert"},
      {52, "delete"},   {54, "deleteMany"}, {60, "findUnique"}, {65, "findFirst"},  {66, "findOne"},
      {88, "findMany"}, {92, "count"},      {100, "aggregate"}};
  const auto chosen = std::find_if(shares.begin(), shares.end(), [&](const auto& share) { return kind < share.first; });
  const orm::model& model = dice_.one_of(schema_.models());
  return json::object({{"model", model.name}, {"op", chosen->second}, {"args", args_of(chosen->second, model)}});
}

json request_generator::args_of(const std::string& op, const orm::model& model) {
  json args = json::object();
  if (op == "aggregate") return aggregate_args(model);
  if (op == "create") {
    args.set("data", record_of(model));
  } else if (op == "createMany") {
    json rows = json::array();
    for (std::size_t count = dice_.below(dice_.percent(10) ? 40 : 5); count > 0; --count) rows.push(record_of(model));
    args.set("data", rows);
    if (dice_.percent(40)) args.set("skipDuplicates", dice_.percent(90));
  } else if (op == "upsert") {
    json key = unique_key_of(model, false);
    json created = record_of(model);
    for (const auto& [name, value] : key.members())
      if (dice_.percent(70))
        created.set(name, value);
      else
        std::erase_if(created.members(), [&, &field = name](const json::member& each) { return each.first == field; });
    args.set("where", key).set("create", created).set("update", changes_of(model, false, key));
  } else if (op == "findUnique") {
    args.set("where", unique_key_of(model, true));
  } else if (op == "delete" || op == "update") {
    args.set("where", dice_.percent(60) ? unique_key_of(model, false) : filter_of(model, 2));
  } else if (op == "count" || op == "updateMany" || op == "deleteMany" || dice_.percent(75)) {
    args.set("where", filter_of(model, dice_.percent(10) ? 6 : 3));
  }
  if (op == "update") args.set("data", changes_of(model, false, {}));
  if (op == "updateMany") args.set("data", changes_of(model, true, {}));
  if (op == "updateMany" && dice_.percent(50)) add_circular_update(args, model);
  if (op == "findMany" || op == "findFirst" || op == "findOne") {
    add_page(args, model);
    if (op != "findMany")
      std::erase_if(args.members(), [](const json::member& each) {
        return each.first == "take" || each.first == "cursor" || each.first == "distinct";
      });
  }
  const bool records =
      op == "create" || op == "createMany" || op == "update" || op == "upsert" || op.starts_with("find");
  if (records && (hides(model) || dice_.percent(60))) args.set("select", selection_of(model, 3));
  return args;
}

void request_generator::add_page(json& args, const orm::model& model) {
  if (dice_.percent(60)) args.set("orderBy", order_of(model));
  if (dice_.percent(35)) args.set("take", dice_.below(dice_.percent(20) ? 100 : 5));
  if (dice_.percent(20)) args.set("skip", dice_.below(dice_.percent(20) ? 30 : 4));
  if (dice_.percent(20)) args.set("cursor", unique_key_of(model, true));
  if (dice_.percent(15)) args.set("distinct", field_names(model, 2, false));
}

json request_generator::order_of(const orm::model& model) {
  json order = json::array();
  for (std::size_t count = 1 + dice_.below(3); count > 0; --count) {
    const orm::field& field = dice_.percent(10) ? model.fields[model.id] : any_field(model);
    if (field.type == orm::field_type::json) continue;
    order.push(json::object({{field.name, dice_.percent(50) ? "asc" : "desc"}}));
  }
  return order.size() == 1 && dice_.percent(50) ? order.at(0) : order;
}

json request_generator::field_names(const orm::model& model, std::size_t most, bool with_json) {
  json names = json::array();
  for (std::size_t count = 1 + dice_.below(most); count > 0; --count) {
    const orm::field& field = any_field(model);
    if (field.type == orm::field_type::json && !with_json) continue;
    const auto& items = names.items();
    if (std::find(items.begin(), items.end(), json(field.name)) == items.end()) names.push(field.name);
  }
  if (names.size() == 0) names.push(any_field(model).name);
  return names;
}

json request_generator::selection_of(const orm::model& model, int depth) {
  json select = json::object();
  for (const orm::field& field : model.fields)
    if (!hidden(field) && dice_.percent(50)) select.set(field.name, dice_.percent(95));
  if (depth > 0)
    for (const std::uint32_t index : model.relations) {
      const orm::relation& relation = schema_.relations()[index];
      if (dice_.percent(relation.singular() ? 40 : 20))  // singular ones may be joined: one level is met in many ways
        select.set(relation.name, related_selection(relation, depth - 1));
    }
  return select;
}

json request_generator::related_selection(const orm::relation& relation, int depth) {
  const orm::model& target = schema_.models()[relation.to_model];
  if (!hides(target) && dice_.percent(25)) return true;
  json args = json::object();
  if (hides(target) || dice_.percent(70)) args.set("select", selection_of(target, depth));
  if (dice_.percent(40)) args.set("where", filter_of(target, 1));
  if (!relation.singular()) {
    add_page(args, target);
    std::erase_if(args.members(),
                  [](const json::member& each) { return each.first == "cursor" || each.first == "distinct"; });
  }
  return args;
}

json request_generator::aggregate_args(const orm::model& model) {
  json args = json::object();
  if (dice_.percent(60)) args.set("where", filter_of(model, 2));
  measures asked;
  const auto ask = [&](const std::string& kind, const json& names) {
    args.set(kind, names);
    for (const json& name : names.items()) asked.emplace_back(kind, name.text());
  };
  json counted = field_names(model, 2, true);
  if (dice_.percent(60)) ask("count", dice_.percent(50) ? json::array({"_all"}) : counted.push("_all"));
  json numbers = json::array();
  for (const orm::field& field : model.fields) {
    const bool number = field.type == orm::field_type::integer || field.type == orm::field_type::bigint ||
                        field.type == orm::field_type::decimal || field.type == orm::field_type::real;
    if (number && !hidden(field)) numbers.push(field.name);
  }
  if (numbers.size() > 0 && dice_.percent(60)) ask("sum", json::array({dice_.one_of(numbers.items())}));
  if (numbers.size() > 0 && dice_.percent(40)) ask("avg", json::array({dice_.one_of(numbers.items())}));
  if (dice_.percent(40)) ask("min", field_names(model, 2, false));
  if (dice_.percent(40)) ask("max", field_names(model, 2, false));
  if (asked.empty()) ask("count", json::array({"_all"}));
  if (!dice_.percent(60)) return args;

  const json group = field_names(model, 2, false);
  args.set("groupBy", group);
  if (dice_.percent(40)) args.set("having", having_of(model, asked, group, 2));
  if (dice_.percent(70)) {
    // Groups that tie have no order among themselves: the group's fields end every tie.
    json order = json::array();
    const auto direction = [&] { return dice_.percent(50) ? "asc" : "desc"; };
    if (dice_.percent(60)) {
      const auto& [kind, field] = dice_.one_of(asked);
      order.push(json::object({{kind, json::object({{field, direction()}})}}));
    }
    for (const json& name : group.items()) order.push(json::object({{name.text(), direction()}}));
    args.set("orderBy", order);
  }
  return args;
}

json request_generator::having_of(const orm::model& model, const measures& asked, const json& group, int depth) {
  if (depth > 0 && dice_.percent(25)) {
    static const std::vector<std::string> names = {"AND", "OR", "NOT"};
    json list = json::array();
    for (std::size_t count = dice_.below(3); count > 0; --count) list.push(having_of(model, asked, group, depth - 1));
    return json::object({{dice_.one_of(names), list}});
  }
  if (dice_.percent(25)) {
    const orm::field& field = model.fields[model.find_field(dice_.one_of(group.items()).text())];
    return json::object({{field.name, condition_on(field)}});
  }
  const auto& [kind, field] = dice_.one_of(asked);
  static const std::vector<std::string> names = {"gt", "gte", "lt", "lte", "not", "eq"};
  const bool counts = kind == "count" || kind == "sum";
  const orm::field* typed = counts ? nullptr : &model.fields[model.find_field(field)];
  const json operand = typed && kind != "avg" ? value_of(*typed) : json(static_cast<int>(dice_.below(4)));
  const json condition = json::object({{dice_.one_of(names), operand}});
  return json::object({{kind, json::object({{field, condition}})}});
}

void request_generator::spoil(json& value) {
  static const std::vector<json> wrong = {json(),
                                          "x",
                                          7,
                                          json::number("1.5"),
                                          json::array(),
                                          true,
                                          json::object({{"nope", 1}}),
                                          json::number("99999999999999999999")};
  if (value.size() == 0 || dice_.percent(15)) {
    value = dice_.one_of(wrong);
  } else if (value.is(json::kind::array)) {
    spoil(value.items()[dice_.below(value.size())]);
  } else {
    auto& [key, inner] = value.members()[dice_.below(value.size())];
    // A selection might show what the store chose, and not every driver has atomic transactions.
    if (key == "op" || key == "model" || key == "select" || key == "atomic") return;
    if (dice_.percent(10))
      key += "x";
    else
      spoil(inner);
  }
}

}  // namespace orm_test
