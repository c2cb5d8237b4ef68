// expect: orm: this relation was not selected by the query
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) {
  const auto ada = db.person.find_unique(p.email == "a@x");
  for (const auto& each : ada->memberships) static_cast<void>(each);
}
