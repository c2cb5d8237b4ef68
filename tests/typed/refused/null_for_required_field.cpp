// expect: orm: this field is not nullable
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.update(p.id == "1", p.name = std::nullopt); }
