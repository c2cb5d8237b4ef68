// expect: orm: upsert() can't change its key
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) {
  db.person.upsert(p.email == "a@x", create(p.name = "Ada"), update(p.email = "b@x"));
}
