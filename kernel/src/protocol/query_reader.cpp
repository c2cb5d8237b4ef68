// Reading requests: every operation's arguments.
#include "protocol/query_reader.hpp"

#include <algorithm>
#include <charconv>

#include "check/query_rules.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "protocol/aggregate_reader.hpp"
#include "protocol/filter_reader.hpp"
#include "protocol/request_shape.hpp"
#include "protocol/value_reader.hpp"

namespace orm::detail {
namespace {

using ast::operation;

std::uint64_t read_count(const json::node& node, std::string_view what) {
  const auto refuse = [&] { refuse_query(std::string(what) + " must be an integer, 0 or more"); };
  if (!node.is(json::kind::number)) refuse();
  std::string normalised;
  if (sdk::normalise_decimal(node.text(), normalised) != sdk::decimal_status::ok) refuse();
  std::uint64_t number = 0;
  const char* const end = normalised.data() + normalised.size();
  const auto [stop, problem] = std::from_chars(normalised.data(), end, number);
  if (problem != std::errc{} || stop != end || number > INT64_MAX) refuse();
  return number;
}

bool read_flag(const json::node& node, std::string_view what) {
  if (!node.is(json::kind::boolean)) refuse_query(std::string(what) + " must be true or false");
  return node.boolean();
}

class query_reader {
 public:
  query_reader(const schema& schema, std::uint32_t model_index)
      : schema_(schema), index_(model_index), model_(schema.models()[model_index]) {}

  ast::query read(operation operation, const std::optional<json::node>& args) const {
    ast::query query;
    query.operation = operation;
    query.model = index_;
    if (args) expect_object(*args, "args");
    const auto member = [&](std::string_view key) { return args ? find_member(*args, key) : std::nullopt; };
    const auto required = [&](std::string_view key) {
      const auto found = member(key);
      if (!found) refuse_query(std::string(key) + " is required");
      return *found;
    };
    const auto allow = [&](std::initializer_list<std::string_view> keys) {
      if (args) expect_keys(*args, "args", keys);
    };
    const auto select = [&] { query.select = read_selection(schema_, index_, member("select")); };
    const auto where = [&] {
      if (const auto node = member("where")) query.where = read_filter(schema_, index_, *node);
    };
    switch (operation) {
      case operation::find_unique:
        allow({"where", "select"});
        query.key = read_unique_key(schema_, index_, required("where"), "where");
        select();
        break;
      case operation::find_first:
        allow({"where", "orderBy", "skip", "select"});
        where();
        read_page(member, query);
        select();
        break;
      case operation::find_many:
        allow({"where", "orderBy", "take", "skip", "cursor", "distinct", "select"});
        where();
        read_page(member, query);
        select();
        break;
      case operation::count:
        allow({"where"});
        where();
        break;
      case operation::aggregate:
        allow({"where", "count", "sum", "avg", "min", "max", "groupBy", "having", "orderBy"});
        where();
        read_aggregate(model_, args, query);
        break;
      case operation::create:
        allow({"data", "select"});
        query.rows.push_back(read_row(required("data"), "data"));
        select();
        break;
      case operation::create_many:
        allow({"data", "select", "skipDuplicates"});
        read_create_many(required("data"), query);
        if (const auto skip = member("skipDuplicates")) query.skip_duplicates = read_flag(*skip, "skipDuplicates");
        select();
        break;
      case operation::update:
        allow({"where", "data", "select"});
        query.where = read_filter(schema_, index_, required("where"));
        query.assignments = read_assignments(required("data"), "data");
        select();
        break;
      case operation::update_many:
        allow({"where", "data"});
        query.where = read_filter(schema_, index_, required("where"));
        query.assignments = read_assignments(required("data"), "data");
        break;
      case operation::upsert:
        allow({"where", "create", "update", "select"});
        query.key = read_unique_key(schema_, index_, required("where"), "where");
        query.rows.push_back(read_row(required("create"), "create"));
        query.assignments = read_assignments(required("update"), "update");
        select();
        break;
      case operation::remove:
      case operation::remove_many:
        allow({"where"});
        query.where = read_filter(schema_, index_, required("where"));
        break;
    }
    return query;
  }

  std::vector<ast::order_key> read_order(const json::node& node) const {
    std::vector<ast::order_key> keys;
    const auto read_keys = [&](const json::node& object) {
      expect_object(object, "orderBy");
      for (const json::node member : object) keys.push_back(read_order_key(member));
    };
    if (node.is(json::kind::object)) return read_keys(node), keys;
    if (!node.is(json::kind::array)) refuse_query("orderBy must be an object or an array of objects");
    for (const json::node item : node) read_keys(item);
    return keys;
  }

  ast::selection read_select(const json::node& node) const {
    expect_object(node, "select");
    ast::selection select;
    for (const json::node member : node) {
      const std::uint32_t field = model_.find_field(member.key());
      if (field != no_index) {
        if (read_flag(member, "select: " + std::string(member.key()))) select.fields.push_back(field);
        continue;
      }
      const std::uint32_t relation = schema_.find_relation(index_, member.key());
      if (relation == no_index) refuse_name(schema_, index_, member.key(), "select");
      if (member.is(json::kind::boolean) && !member.boolean()) continue;
      select.relations.push_back(read_related(relation, member));
    }
    return select;
  }

  ast::selection every_scalar() const {
    ast::selection select;
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i) select.fields.push_back(i);
    return select;
  }

 private:
  std::uint32_t field_of(std::string_view name, std::string_view where) const {
    const std::uint32_t field = model_.find_field(name);
    if (field == no_index) refuse_name(schema_, index_, name, where);
    return field;
  }

  ast::order_key read_order_key(const json::node& member) const {
    const std::uint32_t field = field_of(member.key(), "orderBy");
    const bool ascending = member.is(json::kind::string) && member.text() == "asc";
    const bool descending = member.is(json::kind::string) && member.text() == "desc";
    if (!ascending && !descending)
      refuse_query("orderBy: " + std::string(member.key()) + " must be \"asc\" or \"desc\"");
    return {field, descending};
  }

  template <class Member>
  void read_page(const Member& member, ast::query& query) const {
    if (const auto order = member("orderBy")) query.order = read_order(*order);
    if (const auto take = member("take")) query.take = read_count(*take, "take");
    if (const auto skip = member("skip")) query.skip = read_count(*skip, "skip");
    if (const auto cursor = member("cursor")) query.cursor = read_unique_key(schema_, index_, *cursor, "cursor");
    if (const auto distinct = member("distinct")) {
      expect_array(*distinct, "distinct");
      for (const json::node item : *distinct) {
        if (!item.is(json::kind::string)) refuse_query("distinct must be a list of fields");
        query.distinct.push_back(field_of(item.text(), "distinct"));
      }
    }
  }

  ast::related read_related(std::uint32_t relation_index, const json::node& node) const {
    const relation& relation = schema_.relations()[relation_index];
    const query_reader target(schema_, relation.to_model);
    ast::related level;
    level.relation = relation_index;
    if (node.is(json::kind::boolean)) {
      level.select = target.every_scalar();
      return level;
    }
    const std::string what = "select: " + relation.name;
    if (relation.singular())
      expect_keys(node, what, {"select", "where"});
    else
      expect_keys(node, what, {"select", "where", "orderBy", "take", "skip"});
    if (const auto where = find_member(node, "where")) level.where = read_filter(schema_, relation.to_model, *where);
    if (const auto order = find_member(node, "orderBy")) level.order = target.read_order(*order);
    if (const auto take = find_member(node, "take")) level.take = read_count(*take, "take");
    if (const auto skip = find_member(node, "skip")) level.skip = read_count(*skip, "skip");
    const auto select = find_member(node, "select");
    level.select = select ? target.read_select(*select) : target.every_scalar();
    return level;
  }

  ast::row read_row(const json::node& node, std::string_view what) const {
    expect_object(node, what);
    ast::row row(model_.fields.size(), value::absent());
    for (const json::node member : node) {
      const std::uint32_t field = field_of(member.key(), what);
      row[field] = read_value(model_, model_.fields[field], member);
    }
    return row;
  }

  void read_create_many(const json::node& node, ast::query& query) const {
    expect_array(node, "data");
    query.rows.reserve(node.size());
    for (const json::node item : node) query.rows.push_back(read_row(item, "data"));
  }

  std::vector<ast::assignment> read_assignments(const json::node& node, std::string_view what) const {
    expect_object(node, what);
    std::vector<ast::assignment> changes;
    for (const json::node member : node) changes.push_back(read_assignment(member, what));
    return changes;
  }

  ast::assignment read_assignment(const json::node& member, std::string_view what) const {
    const std::uint32_t index = field_of(member.key(), what);
    const field& field = model_.fields[index];
    ast::assignment change{index, ast::assignment_kind::set, {}};
    // For a json field an object is data unless it is exactly {"set": …}.
    const bool operation = member.is(json::kind::object) &&
                           (field.type != field_type::json || (member.size() == 1 && find_member(member, "set")));
    if (!operation) {
      change.operand = read_value(model_, field, member);
      return change;
    }
    const std::string name = std::string(what) + ": " + field.name;
    expect_keys(member, name, {"set", "increment", "decrement", "multiply"});
    if (member.size() != 1) refuse_query(name + " takes one of set, increment, decrement, multiply");
    const json::node operand = *member.begin();
    if (operand.key() == "increment") change.kind = ast::assignment_kind::add;
    if (operand.key() == "decrement") change.kind = ast::assignment_kind::subtract;
    if (operand.key() == "multiply") change.kind = ast::assignment_kind::multiply;
    if (change.kind != ast::assignment_kind::set && !is_number(field.type))
      refuse_query(name + ": " + std::string(operand.key()) + " is for numbers");
    change.operand = read_value(model_, field, operand);
    return change;
  }

  const schema& schema_;
  std::uint32_t index_;
  const model& model_;
};

}  // namespace

std::optional<operation> find_operation(std::string_view name) noexcept {
  static constexpr std::pair<std::string_view, operation> names[] = {
      {"findUnique", operation::find_unique},
      {"findFirst", operation::find_first},
      {"findOne", operation::find_first},
      {"findMany", operation::find_many},
      {"count", operation::count},
      {"aggregate", operation::aggregate},
      {"create", operation::create},
      {"createMany", operation::create_many},
      {"update", operation::update},
      {"updateMany", operation::update_many},
      {"upsert", operation::upsert},
      {"delete", operation::remove},
      {"deleteMany", operation::remove_many},
  };
  for (const auto& [spelling, found] : names)
    if (spelling == name) return found;
  return std::nullopt;
}

bool writes(operation operation) noexcept { return operation >= ast::operation::create; }

ast::query read_query(const schema& schema, std::uint32_t model, operation operation,
                      const std::optional<json::node>& args) {
  return query_reader(schema, model).read(operation, args);
}

ast::selection read_selection(const schema& schema, std::uint32_t model, const std::optional<json::node>& select) {
  const query_reader reader(schema, model);
  return select ? reader.read_select(*select) : reader.every_scalar();
}

}  // namespace orm::detail
