// expect: orm: find_many() got a clause of another model
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(where(g.slug == "x")); }
