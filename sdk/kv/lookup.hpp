// Finding one row by a unique key: what most finds are, in fewer steps than a walk takes.
#ifndef ORM_KV_LOOKUP_HPP
#define ORM_KV_LOOKUP_HPP

#include "rows.hpp"

#include <optional>
#include <string>

namespace orm::sdk::kv {

// Of a plan that is_lookup().
class lookup {
 public:
  explicit lookup(const execution& run) : run_(run) {}

  // Reads the row and pushes it.
  void find() const;

  // In steps, for several at once: the key to read, empty where no row can be answered; and what to do with the record
  // that was found. False: it no longer has the key by which it was found, so that another may have it by now.
  std::string key() const;
  bool push(const std::string& key, std::optional<std::string>& record) const;

 private:
  const execution& run_;
};

}  // namespace orm::sdk::kv

#endif
