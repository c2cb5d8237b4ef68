// expect: orm: find_unique() needs an id, a unique field or a declared compound unique
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_unique(p.name == "Ada"); }
