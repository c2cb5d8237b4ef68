// Bringing responses into a comparable form.
#include "differential/comparison.hpp"

#include <algorithm>
#include <ctime>

namespace orm_test {
namespace {

// Generated ids are UUIDs, generated times are of this year: neither is in the generator's pools.
bool is_generated(const std::string& text) {
  static const std::string year = [] {
    const std::time_t now = std::time(nullptr);
    return std::to_string(std::gmtime(&now)->tm_year + 1900) + "-";
  }();
  const bool uuid = text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
  return uuid || (text.size() == 27 && text.starts_with(year));
}

void set_generated_aside(json& value) {
  if (value.is(json::kind::string) && is_generated(value.text())) value = "(generated)";
  if (value.is(json::kind::array))
    for (json& item : value.items()) set_generated_aside(item);
  if (value.is(json::kind::object))
    for (auto& [key, inner] : value.members()) set_generated_aside(inner);
}

void sort_items(json& list) {
  std::sort(list.items().begin(), list.items().end(),
            [](const json& left, const json& right) { return left.dump() < right.dump(); });
}

// Object members in one order, so that sorting by text puts equal things side by side.
void sort_members(json& value) {
  if (value.is(json::kind::array))
    for (json& item : value.items()) sort_members(item);
  if (!value.is(json::kind::object)) return;
  for (auto& [key, inner] : value.members()) sort_members(inner);
  std::sort(value.members().begin(), value.members().end(),
            [](const json::member& left, const json::member& right) { return left.first < right.first; });
}

// Without orderBy a list has an order only where something in the request depends on one.
bool is_ordered(const json* args) {
  if (args == nullptr || !args->is(json::kind::object)) return false;
  for (const char* name : {"take", "skip", "cursor"})
    if (args->find(name)) return true;
  const auto names_fields = [&](const char* name) {
    const json* list = args->find(name);
    return list != nullptr && list->size() > 0;
  };
  return names_fields("orderBy") || names_fields("distinct");
}

void settle_related(const orm::schema& schema, std::uint32_t model, const json* args, json& record) {
  const json* select = args && args->is(json::kind::object) ? args->find("select") : nullptr;
  if (!select || !record.is(json::kind::object)) return;
  for (auto& [name, value] : record.members()) {
    const std::uint32_t index = schema.find_relation(model, name);
    if (index == orm::no_index) continue;
    const orm::relation& relation = schema.relations()[index];
    const json* inner = select->find(name);
    if (value.is(json::kind::array)) {
      for (json& row : value.items()) settle_related(schema, relation.to_model, inner, row);
      if (!is_ordered(inner)) sort_items(value);
    } else {
      settle_related(schema, relation.to_model, inner, value);
    }
  }
}

// Of rows that break several rules at once - keys, references, the range of a result - any may be named.
bool is_broken_rule(const json& failure) {
  const std::string& code = failure.at("code").text();
  const bool judged_by_store = failure.find("driver") != nullptr;
  return code == "UNIQUE_CONSTRAINT_VIOLATION" || code == "FOREIGN_KEY_VIOLATION" ||
         (code == "INVALID_VALUE" && judged_by_store);
}

json comparable_error(const json& failure) {
  json made = json::object({{"code", is_broken_rule(failure) ? json("a broken rule") : failure.at("code")}});
  if (const json* index = failure.find("index")) made.set("index", *index);
  return made;
}

json comparable_answer(const orm::schema& schema, const json& request, json answer) {
  const std::string& op = request.at("op").text();
  const json* args = request.find("args");
  if (op == "transaction" || op == "batch") {
    const auto& requests = args->at("requests").items();
    for (std::size_t i = 0; i < answer.size(); ++i)
      answer.items()[i] = op == "batch" ? comparable(schema, requests[i], answer.at(i))
                                        : comparable_answer(schema, requests[i], answer.at(i));
    return answer;
  }
  if (op == "push") return answer;
  set_generated_aside(answer);
  sort_members(answer);
  const std::uint32_t model = schema.find_model(request.at("model").text());
  if (!answer.is(json::kind::array)) {
    settle_related(schema, model, args, answer);
    return answer;
  }
  for (json& record : answer.items()) settle_related(schema, model, args, record);
  if (op != "createMany" && !is_ordered(args)) sort_items(answer);
  return answer;
}

}  // namespace

json comparable(const orm::schema& schema, const json& request, const json& response) {
  if (const json* failure = response.find("error")) return json::object({{"error", comparable_error(*failure)}});
  return json::object({{"ok", comparable_answer(schema, request, response.at("ok"))}});
}

}  // namespace orm_test
