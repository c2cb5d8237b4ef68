// expect: orm: this field was not selected by the query
#include "club.hpp"
using namespace club;
using namespace orm;

void refused(const client<Club>& db) {
  const auto ada = db.person.find_unique(p.email == "a@x", select(p.id));
  const std::string name = ada->name;
}
