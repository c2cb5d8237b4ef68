// expect: orm: default_to<> does not fit the field's type
#include <orm/orm.hpp>

template <class Q>
struct Car {
  orm::pk<Q, "id"> id;
  orm::col<Q, "seats", orm::integer, orm::default_to<"four">> seats;
};
constexpr auto field = decltype(orm::fields<Car>::seats)::info;
