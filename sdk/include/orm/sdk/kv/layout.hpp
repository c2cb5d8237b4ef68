/* Where the rows of a schema are kept: the names of keys and indexes. docs/kv-toolkit.md shows them as an operator
 * meets them. Immutable once made; borrows the schema. */
#ifndef ORM_SDK_KV_LAYOUT_HPP
#define ORM_SDK_KV_LAYOUT_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/kv/keyed_mutation.hpp>
#include <orm/sdk/kv/record.hpp>
#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/keys.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

/* What is kept together where a cluster places keys by the part in braces. */
enum class hash_tag : std::uint8_t { none, schema, model };

struct layout_options {
  std::string prefix; /* of every key; empty: the schema's name */
  hash_tag tag = hash_tag::none;
  bool indexed = true; /* keep an index for each key */
  /* By a model's name: the unique key that its records are stored under, its fields' names joined with '_'. By default
   * the id, or, of a model that expires and has exactly one other unique key, without nulls, that one. */
  std::map<std::string, std::string> stored_by;
};

/* What rows are found by. */
struct key_layout {
  std::string unique_prefix; /* of unique keys other than the one the model is stored by, else empty */
  std::string index;         /* empty where no index is kept */
};

class model_layout {
 public:
  /* Throws driver_error: INVALID_CONFIG for a stored_by that names no unique key without nulls. */
  model_layout(const orm_schema& schema, std::uint32_t model_index, const layout_options& options);

  const orm_model& model() const { return model_; }
  std::uint32_t model_index() const { return model_index_; }
  const record_codec& codec() const { return codec_; }

  /* The id first, then the declared keys, then fields that relations lead to. */
  std::span<const access_key> keys() const { return keys_; }
  const key_layout& key(std::uint32_t position) const { return names_[position]; }
  static constexpr std::uint32_t id_key = 0;
  std::uint32_t stored_key() const { return stored_key_; }
  bool is_stored_key(std::uint32_t position) const { return position == stored_key_; }

  const std::string& prefix() const { return prefix_; } /* of all that belongs to the model */
  const std::string& record_prefix() const { return record_prefix_; }
  const std::string& counter() const { return counter_; }
  const std::string& catalog() const { return catalog_; }
  /* Where a store that lets records vanish may keep when; it goes when the model no longer expires. */
  std::string expiry_queue() const { return prefix_ + "x"; }

  /* The name of a record among those of its model. */
  std::string reference(const orm_cell* row) const;
  void append_reference(const orm_cell* row, std::string& out) const;
  std::string record_key(const orm_cell* row) const { return record_prefix_ + reference(row); }

  /* Under which key a row holds a unique key: its record's, or one that leads there. Empty where a null is in it. */
  std::string unique_key(std::uint32_t position, const orm_cell* row) const;
  std::string unique_key(std::uint32_t position, std::span<const orm_cell> values) const;
  /* Of values one by one: what it begins with, then each value, which is not null. */
  const std::string& unique_key_prefix(std::uint32_t position) const {
    return is_stored_key(position) ? record_prefix_ : names_[position].unique_prefix;
  }

  /* A row's entry in an index, and what record an entry leads to. */
  std::string entry(std::uint32_t position, const orm_cell* row) const;
  std::string_view reference_in(std::uint32_t position, std::string_view entry) const;

  /* How records are written and found, for stores with mutations. */
  const mutation_shape& shape() const { return shape_; }

  /* Appends the record of a row that says by what it is found. others: see record_codec::decode(). */
  void append_record(const orm_cell* row, std::uint64_t stamp, std::string& record, std::string_view others = {}) const;

  /* The declared keys: those that have a greatest length. */
  std::span<const model_key> declared_keys() const { return declared_; }

  /* Throws INVALID_VALUE where a declared key of the row is too long. */
  void check_limits(const orm_cell* row) const { check_key_limits(model_, model_index_, declared_, row); }

 private:
  void add_key(std::vector<std::uint32_t> fields, bool unique, bool indexed);
  void choose_stored_key(const layout_options& options);
  void make_shape();
  bool never_null(const access_key& key) const;

  const orm_model& model_;
  std::uint32_t model_index_;
  record_codec codec_;
  std::vector<model_key> declared_;
  std::vector<access_key> keys_;
  std::vector<key_layout> names_;
  std::uint32_t stored_key_ = id_key;
  std::vector<std::uint32_t> component_fields_;  // by component
  mutation_shape shape_;
  std::string prefix_;
  std::string record_prefix_;
  std::string counter_;
  std::string catalog_;
};

/* Every model of a schema. Throws driver_error: as model_layout, UNSUPPORTED for a model with a namespace,
 * INVALID_CONFIG for a stored_by of a model that is not there. */
std::vector<model_layout> layout_of(const orm_schema& schema, const layout_options& options);

}  // namespace orm::sdk::kv

#endif
