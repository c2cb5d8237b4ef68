// expect: orm: an enum field needs its names
#include <orm/orm.hpp>

enum class colour { red };
template <class Q>
struct Car {
  orm::pk<Q, "id"> id;
  orm::col<Q, "colour", colour> paint;
};
constexpr auto field = decltype(orm::fields<Car>::paint)::info;
