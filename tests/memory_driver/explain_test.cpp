// The chosen paths, as explain() names them.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(explain)

BOOST_AUTO_TEST_CASE(paths) {
  store in;
  const auto plan = [&](std::uint32_t model, std::initializer_list<orm_node> nodes,
                        std::initializer_list<orm_order> order) {
    statement what(ORM_FIND, model);
    what.where(nodes).order(order);
    return in.explain(what);
  };
  BOOST_TEST(plan(user_model, {}, {}) == "scan user");
  BOOST_TEST(plan(user_model, {equals(user::id, 0)}, {}) == "unique index user(id)");
  BOOST_TEST(plan(user_model, {equals(user::email, 0), equals(user::name, 1), all_of(2, 3)}, {{user::id, 0}}) ==
             "unique index user(email); filter user");
  BOOST_TEST(plan(user_model, {}, {{user::id, 0}}) == "index user(id) as a whole");
  BOOST_TEST(plan(user_model, {}, {{user::score, 1}, {user::id, 1}}) == "index user(score) as a whole backward");
  BOOST_TEST(plan(user_model, {}, {{user::score, 1}, {user::id, 0}}) == "scan user; sort user by score desc, id");
  BOOST_TEST(plan(user_model, {}, {{user::email, 1}}) == "index user(email) as a whole backward");
  BOOST_TEST(plan(user_model, {equals(user::name, 0)}, {}) == "scan user; filter user");
  BOOST_TEST(plan(user_model, {compare(ORM_NODE_EQ, user::email, 0, ORM_NODE_INSENSITIVE)}, {}) ==
             "scan user; filter user");
  BOOST_TEST(plan(member_model, {equals(member::user, 0), equals(member::team, 1), all_of(2, 3)}, {}) ==
             "unique index member(user, team)");
  BOOST_TEST(plan(member_model, {equals(member::team, 0)}, {{member::role, 0}, {member::id, 0}}) ==
             "index member(team, role); filter member");
  BOOST_TEST(plan(member_model, {equals(member::team, 0)}, {{member::id, 1}}) ==
             "index member(team) backward; filter member");
  BOOST_TEST(plan(member_model, {equals(member::team, 0), equals(member::role, 1), all_of(2, 3)}, {{member::id, 0}}) ==
             "index member(team, role); filter member");
}

BOOST_AUTO_TEST_CASE(writes) {
  store in;
  BOOST_TEST(in.explain(statement(ORM_DELETE, user_model).where({equals(user::id, 0)})) ==
             "unique index user(id); delete from user");
  statement first(ORM_UPDATE, user_model);
  first.where({equals(user::name, 1)}).assign({{user::score, ORM_ASSIGN_SET, 0}}).flag(ORM_STATEMENT_FIRST);
  BOOST_TEST(in.explain(first) == "index user(id) as a whole; filter user; update user");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
