// expect: orm: += -= *= are for numbers
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.update(p.email == "a@x", p.name += "b"); }
