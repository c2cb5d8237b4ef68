// expect: orm: select() names a field twice
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(select(p.id, p.id)); }
