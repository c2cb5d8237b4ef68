// expect: orm: contains(), starts_with() and ends_with() are for text fields
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.person.count(p.visits.contains("1")); }
