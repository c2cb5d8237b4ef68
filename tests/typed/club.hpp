// The models of the typed API's tests: every type of field, every kind of relation, every kind of id.
#pragma once

#include <optional>

#include <orm/orm.hpp>

namespace club {

enum class level { guest, regular, patron };
constexpr auto orm_names(level) { return orm::names("guest", "regular", "patron"); }

template <class Q>
struct Group;
template <class Q>
struct Membership;
template <class Q>
struct Profile;

template <class Q>
struct Person {
  static constexpr auto table = "people";
  static constexpr auto description = "Who may come in.";

  orm::pk<Q, "id"> id;
  orm::col<Q, "email", orm::text, orm::unique, orm::column<"email_address">, orm::described_as<"Login">> email;
  orm::col<Q, "name", orm::text> name;
  orm::col<Q, "nick", std::optional<orm::text>, orm::unique> nick;
  orm::col<Q, "visits", orm::integer, orm::default_to<0>> visits;
  orm::col<Q, "points", orm::bigint, orm::default_to<0>> points;
  orm::col<Q, "balance", orm::decimal, orm::default_to<"0.00">> balance;
  orm::col<Q, "ratio", std::optional<double>> ratio;
  orm::col<Q, "active", bool, orm::default_to<true>> active;
  orm::col<Q, "level", level, orm::default_to<level::guest>> standing;
  orm::col<Q, "settings", std::optional<orm::json>> settings;
  orm::col<Q, "avatar", std::optional<orm::bytes>> avatar;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::col<Q, "touchedAt", orm::datetime, orm::default_now, orm::update_now> touched_at;
  orm::many<Q, "memberships", Membership, "personId"> memberships;
  orm::has_one<Q, "profile", Profile, "personId"> profile;
  orm::many_through<Q, "groups", Group, Membership, "personId", "groupId"> groups;
};

template <class Q>
struct Group {
  orm::pk<Q, "id"> id;
  orm::col<Q, "slug", orm::text, orm::unique> slug;
  orm::many<Q, "memberships", Membership, "groupId"> memberships;
};

template <class Q>
struct Membership {
  static constexpr auto table = "memberships";
  using keys = orm::uniques<orm::unique_on<"personId", "groupId">>;
  using indexes = orm::indexed<orm::index_on<"groupId", "role">>;

  orm::pk<Q, "id"> id;
  orm::col<Q, "personId", orm::uuid, orm::references<Person, "id", orm::on_delete::cascade>> person_id;
  orm::col<Q, "groupId", orm::uuid, orm::references<Group>> group_id;
  orm::col<Q, "role", orm::text, orm::default_to<"member">> role;
  orm::one<Q, "person", Person, "personId"> person;
  orm::one<Q, "group", Group, "groupId"> group;
};

template <class Q>
struct Profile {
  orm::pk<Q, "id"> id;
  orm::col<Q, "personId", orm::uuid, orm::unique, orm::references<Person, "id", orm::on_delete::cascade>> person_id;
  orm::col<Q, "about", orm::text> about;
  orm::one<Q, "person", Person, "personId"> person;
};

// An id that the application gives.
template <class Q>
struct Room {
  orm::pk<Q, "number", orm::integer> number;
  orm::col<Q, "name", orm::text> name;
};

// Rows that end by themselves. Its columns are named like what a model may declare.
template <class Q>
struct Pass {
  static constexpr auto model = "dayPass";
  static constexpr auto expires = "validUntil";

  orm::pk<Q, "id"> id;
  orm::col<Q, "table", orm::text> table;
  orm::col<Q, "validUntil", orm::datetime> valid_until;
};

template <class C>
struct Club {
  static constexpr auto schema = "club";

  orm::model_of<C, Person> person;
  orm::model_of<C, Group> group;
  orm::model_of<C, Membership> membership;
  orm::model_of<C, Profile> profile;
  orm::model_of<C, Room> room;
  orm::model_of<C, Pass> pass;
};

// The same models in another order: indexes of models and relations belong to an application, not to a model.
template <class C>
struct Annex {
  orm::model_of<C, Room> room;
  orm::model_of<C, Profile> profile;
  orm::model_of<C, Membership> membership;
  orm::model_of<C, Group> group;
  orm::model_of<C, Person> person;
};

// Ids that the store counts up; where a driver can.
template <class Q>
struct Ticket {
  orm::pk<Q, "id", orm::integer, orm::increment> id;
  orm::col<Q, "title", orm::text> title;
};

template <class C>
struct Desk {
  orm::model_of<C, Ticket> ticket;
};

inline constexpr orm::fields<Person> p;
inline constexpr orm::fields<Group> g;
inline constexpr orm::fields<Membership> m;
inline constexpr orm::fields<Profile> profiles;
inline constexpr orm::fields<Room> rooms;
inline constexpr orm::fields<Pass> passes;
inline constexpr orm::fields<Ticket> tickets;

}  // namespace club
