// expect: orm: an id never changes
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.update(p.email == "a@x", p.id = "2"); }
