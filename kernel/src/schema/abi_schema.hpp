// A schema in the form in which drivers read it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

// Owns an orm_schema with the same indexes of models, fields and relations as the schema that it was made from.
// Immutable: any thread may read it. Everything that view() leads to lives as long as this object, which stays where
// it is.
class abi_schema {
 public:
  // name: what drivers know a schema by that has no name of its own.
  explicit abi_schema(std::shared_ptr<const schema> from, std::string name = {});
  abi_schema(const abi_schema&) = delete;
  abi_schema& operator=(const abi_schema&) = delete;

  const orm_schema& view() const noexcept { return view_; }

 private:
  // The arrays that one orm_model points to.
  struct model_storage {
    std::vector<orm_field> fields;
    std::vector<std::vector<orm_text>> values;  // per field
    std::vector<orm_field_list> uniques, indexes;
  };

  orm_model convert(const model& from, model_storage& storage) const;

  std::shared_ptr<const schema> schema_;  // the texts and the lists of fields are its own
  std::string name_;
  std::vector<model_storage> storage_;
  std::vector<orm_model> models_;
  std::vector<orm_relation> relations_;
  orm_schema view_{};
};

}  // namespace orm::detail
