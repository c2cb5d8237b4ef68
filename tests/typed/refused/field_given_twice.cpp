// expect: orm: a field is given twice
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.update(p.email == "a@x", p.name = "a", p.name = "b"); }
