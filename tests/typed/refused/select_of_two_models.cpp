// expect: orm: select() got a field of another model
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(select(p.id, g.slug)); }
