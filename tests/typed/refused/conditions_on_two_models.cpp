// expect: orm: && joins conditions on one model
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.find_many(p.name == "x" && g.slug == "x"); }
