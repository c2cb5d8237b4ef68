// expect: orm: cursor() needs an id, a unique field or a declared compound unique
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(cursor(p.name == "a")); }
