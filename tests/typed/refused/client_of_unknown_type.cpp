// expect: orm: this type of clients is not known
#include "club.hpp"
using namespace club;

struct desk {};
void refused(desk* mine) { orm::adopt<Club>(mine); }
