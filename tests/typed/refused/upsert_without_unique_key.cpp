// expect: orm: upsert() needs an id, a unique field or a declared compound unique
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) {
  db.membership.upsert(m.role == "owner", create(m.person_id = "1", m.group_id = "1"), update());
}
