// expect: orm: create() sets values, arithmetic is for updates
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) {
  db.group.create(g.slug = "x");
  db.person.create(p.name = "a", p.email = "b", p.visits += 1);
}
