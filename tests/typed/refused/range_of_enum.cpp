// expect: orm: < <= > >= are for text, numbers and datetime
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.count(p.standing < level::patron); }
