// Deletes whose references are judged when all cascades are done. PostgreSQL judges a reference without action as soon
// as its turn comes, although a cascade that comes later may take the referring row away.
#ifndef ORM_POSTGRES_DEFERRAL_HPP
#define ORM_POSTGRES_DEFERRAL_HPP

#include <orm/sdk/driver.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orm::postgres {

// The references without action, as the referring model and the other, between models whose rows a delete can reach.
// Empty: nothing has to be deferred.
std::vector<std::pair<std::uint32_t, std::uint32_t>> references_within(const orm_schema& schema, std::uint32_t deleted);

// Commands before and after the delete.
struct deferral {
  std::string begin;
  std::string end;
};
inline const deferral defer_all = {"SET CONSTRAINTS ALL DEFERRED", "SET CONSTRAINTS ALL IMMEDIATE"};
// Of those references alone, whatever the constraints' names are in the database.
deferral defer_by_name(const orm_schema& schema, std::uint32_t deleted);

}  // namespace orm::postgres

#endif
