// expect: orm: rows can't be ordered by a json field
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(order_by(p.settings)); }
