// expect: orm: some(), every() and none() are for relations to many
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) { db.membership.count(m.person.some()); }
