// An application of its own: one model, a few lines.
#include <iostream>
#include <orm/orm.hpp>

using namespace orm;

template <class Q>
struct Guest {
  pk<Q, "id"> id;
  col<Q, "name", text, unique> name;
};

template <class C>
struct Guestbook {
  model_of<C, Guest> guest;
};

inline constexpr fields<Guest> g;

int main() try {
  auto db = orm::open<Guestbook>("guestbook");
  bootstrap(db);
  for (const char* name : {"Grace", "Ada"}) db.guest.upsert(g.name == name, create(), update());
  const auto guests = db.guest.find_many(order_by(g.name), select(g.name));
  std::cout << guests.size() << " guests, the first one " << guests.front().name << '\n';
} catch (const error& failure) {
  std::cout << to_string(failure.code()) << ": " << failure.what() << '\n';
  return 1;
}
