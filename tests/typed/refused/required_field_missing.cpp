// expect: orm: create() misses a required field
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.create(p.name = "no e-mail"); }
