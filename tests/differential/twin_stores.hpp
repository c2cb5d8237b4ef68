// The same schema on two drivers, asked the same requests.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "orm/schema.hpp"
#include "support/json.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {

struct disagreement {
  std::size_t request = 0;  // its place in the sequence
  json left, right;         // the responses
};

class twin_stores {
 public:
  // Where one of the drivers has no foreign keys, the schema is taken without its references: a store that enforces
  // them can't be compared with one that doesn't.
  twin_stores(const std::string& name, const std::string& schema_file, const driver_under_test& left,
              const driver_under_test& right);

  const orm::schema& schema() const noexcept { return *schema_; }
  const std::string& schema_file() const noexcept { return schema_file_; }  // gone with this object
  bool have_transactions() const;
  std::vector<std::string> common_isolations() const;  // that both declare

  void renew();
  // Asks both; the responses when they differ.
  std::optional<disagreement> ask(const json& request);

  // The first disagreement of a sequence that starts on empty stores.
  std::optional<disagreement> replay(const std::vector<json>& requests);

  // Leaves out of a sequence that ends in a disagreement whatever it still happens without.
  std::vector<json> minimise(std::vector<json> requests);

  // Makes of the right store's responses others, from now on: how a store would be found out that answers those.
  using distortion = std::function<json(const json& request, json response)>;
  void distort(distortion made) { distortion_ = std::move(made); }

 private:
  void open(const std::string& name, const std::string& schema_file);

  std::string schema_file_;
  std::shared_ptr<const orm::schema> schema_;
  store_fixture left_, right_;
  distortion distortion_ = [](const json&, json response) { return response; };
};

}  // namespace orm_test
