// expect: orm: adopt() takes a client that lives on, not a temporary object
#include "club.hpp"
using namespace club;

struct desk {};
template <>
struct orm::client_traits<desk> {
  static raw_client view(desk& mine) { return {"paper", &mine, {}, nullptr}; }
};
void refused() { orm::adopt<Club>(desk()); }
