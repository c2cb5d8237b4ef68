// expect: orm: update_many() needs a predicate, orm::all means every row
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.update_many(p.visits = 0); }
