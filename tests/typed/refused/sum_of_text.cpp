// expect: orm: sum() and avg() are for numbers
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.aggregate(sum(p.name)); }
