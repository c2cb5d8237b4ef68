// Random requests on a schema: every operation, filter, order, page, selection and assignment of the query protocol,
// with values from small pools, so that rows, keys and nulls meet.
//
// What the stores choose for themselves is kept out: ids and default times are given, increment ids are neither
// selected nor compared with.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "differential/dice.hpp"
#include "orm/schema.hpp"
#include "support/json.hpp"

namespace orm_test {

class request_generator {
 public:
  // What both stores can do: atomic transactions, and at which isolation levels.
  struct abilities {
    bool transactions;
    std::vector<std::string> isolations;
  };

  request_generator(std::string name, const orm::schema& schema, abilities can, dice& dice)
      : name_(std::move(name)), schema_(schema), can_(std::move(can)), dice_(dice), many_ids_(dice.percent(30)) {}

  // A model request, transaction or batch, `schema` included.
  json next();
  // Every row of a model, ordered by its id.
  json dump_of(const orm::model& model) const;

 private:
  json model_request(std::size_t kind);
  json args_of(const std::string& op, const orm::model& model);
  json transaction();
  json many_requests(std::size_t most);
  void spoil(json& value);  // one thing somewhere in it becomes wrong

  // Values.
  json value_of(const orm::field& field);
  json some_value(const orm::field& field);  // never null
  json some_id(const orm::field& root);
  const orm::field& root_of(const orm::field& field) const;
  json record_of(const orm::model& model);
  json changes_of(const orm::model& model, bool many, const json& key);
  json change_of(const orm::field& field, bool arithmetic);

  // Filters.
  json filter_of(const orm::model& model, int depth);
  void add_condition(json& filter, const orm::model& model, int depth);
  json condition_on(const orm::field& field);
  json operators_on(const orm::field& field);
  json list_of(const orm::field& field);
  json related_condition(const orm::relation& relation, int depth);
  // An update of all rows that finds them by related rows of the same model, in a field that it changes.
  void add_circular_update(json& args, const orm::model& model);
  json unique_key_of(const orm::model& model, bool may_name);

  // Reading.
  json selection_of(const orm::model& model, int depth);
  json related_selection(const orm::relation& relation, int depth);
  void add_page(json& args, const orm::model& model);
  json order_of(const orm::model& model);
  json aggregate_args(const orm::model& model);
  // Measures that an aggregate asks for: kind and field.
  using measures = std::vector<std::pair<std::string, std::string>>;
  json having_of(const orm::model& model, const measures& asked, const json& group, int depth);
  json field_names(const orm::model& model, std::size_t most, bool with_json);

  bool hidden(const orm::field& field) const noexcept { return field.default_from == orm::default_kind::increment; }
  bool hides(const orm::model& model) const noexcept { return hidden(model.fields[model.id]); }
  const orm::field& any_field(const orm::model& model);

  std::string name_;
  const orm::schema& schema_;
  abilities can_;
  dice& dice_;
  bool many_ids_;  // so many that pages and indexes have something to leave out
};

}  // namespace orm_test
