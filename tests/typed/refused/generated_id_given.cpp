// expect: orm: the store generates this id
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Desk>& db) { db.ticket.create(tickets.id = 1, tickets.title = "x"); }
