// expect: orm: find_first() takes where, order_by, skip and select
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_first(take(1)); }
