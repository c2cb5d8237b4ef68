// A module that keeps guests, and leaves the store to the application that embeds it.
#pragma once

#include <orm/orm.hpp>

#include <string>

namespace guestbook {

template <class Q>
struct Guest {
  static constexpr auto table = "guests";
  orm::pk<Q, "id"> id;
  orm::col<Q, "name", orm::text, orm::unique> name;
  orm::col<Q, "visits", orm::integer, orm::default_to<0>> visits;
};

template <class C>
struct Guestbook {
  static constexpr auto schema = "guestbook";
  orm::model_of<C, Guest> guest;
};

inline constexpr orm::fields<Guest> g;

// Writes a guest down; answers how often he has come.
inline int welcome(const orm::client<Guestbook>& book, const std::string& name) {
  return book.guest
      .upsert(g.name == name, orm::create(g.name = name, g.visits = 1), orm::update(g.visits += 1),
              orm::select(g.visits))
      .visits;
}

inline int visits_of(const orm::client<Guestbook>& book, const std::string& name) {
  const auto guest = book.guest.find_unique(g.name == name, orm::select(g.visits));
  return guest ? guest->visits : 0;
}

}  // namespace guestbook
