// expect: orm: order_by(), take() and skip() are for relations to many
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.membership.find_many(select(m.person.take(1).select(p.id))); }
