// expect: orm: create() misses a required field
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.upsert(p.email == "a@x", create(), update()); }
