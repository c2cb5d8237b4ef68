// expect: orm: no field has this type
#include <orm/orm.hpp>

template <class Q>
struct Car {
  orm::pk<Q, "id"> id;
  orm::col<Q, "seats", float> seats;
};
constexpr auto field = decltype(orm::fields<Car>::seats)::info;
