// expect: orm: this field does not hold values of that type
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.count(p.email == 42); }
