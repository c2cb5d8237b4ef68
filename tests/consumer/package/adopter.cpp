// An application that owns its clients: one of a library that orm knows, one that only the driver beside it knows.
#include <iostream>
#include <orm/clients/sqlite.hpp>
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

struct paper_desk {};

template <>
struct orm::client_traits<paper_desk*> {
  static raw_client view(paper_desk* desk) { return {"paper", desk, "1.0", nullptr}; }
};

int main() try {
  sqlite3* connection = nullptr;
  sqlite3_open(":memory:", &connection);
  {
    auto db = orm::adopt<Guestbook>(connection);
    bootstrap(db);
    db.guest.create(g.name = "Ada");
    paper_desk desk;
    auto paper = orm::adopt<Guestbook>(&desk);
    std::cout << db.guest.count() << " guest on " << capabilities(db).driver << ", "
              << paper.guest.find_many(all).size() << " on " << capabilities(paper).driver << '\n';
  }
  return sqlite3_close(connection);
} catch (const error& failure) {
  std::cout << to_string(failure.code()) << ": " << failure.what() << '\n';
  return 1;
}
