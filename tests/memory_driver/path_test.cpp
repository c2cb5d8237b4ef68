// Random finds on random rows: whatever path is chosen, the answer is the one of plain loops.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <set>

namespace orm::tests {
namespace {

struct person {
  std::string id;
  std::string email;
  std::int64_t score;
  std::optional<std::string> boss;
};

// One term of a filter, and whether a person meets it.
struct term {
  orm_node node;
  std::vector<orm_cell> parameter;  // none or one
  std::function<bool(const person&)> holds;
};

class world {
 public:
  explicit world(unsigned seed) : random_(seed), on_(in_) {
    for (int i = 0; i < 40; ++i) {
      person made{"u" + std::to_string(10 + i), "", static_cast<std::int64_t>(random_() % 6), std::nullopt};
      made.email = std::string(1, static_cast<char>('a' + random_() % 3)) + std::to_string(i);
      if (i > 0 && random_() % 3 != 0) made.boss = people_[random_() % std::min(i, 5)].id;
      on_.add_user(made.id.c_str(), made.email.c_str(), made.score, made.boss ? made.boss->c_str() : nullptr);
      people_.push_back(made);
    }
    for (int i = 0; i < 25; ++i) change();
  }

  // Updates and deletes on both sides.
  void change() {
    person& any = people_[random_() % people_.size()];
    any.score = static_cast<std::int64_t>(random_() % 6);
    any.email = std::string(1, static_cast<char>('a' + random_() % 3)) + any.id;
    statement update(ORM_UPDATE, user_model);
    update.where({equals(user::id, 0)}).assign({{user::score, ORM_ASSIGN_SET, 1}, {user::email, ORM_ASSIGN_SET, 2}});
    BOOST_TEST(on_.run(update, {text(any.id.c_str()), number(any.score), text(any.email.c_str())}).affected == 1);
    if (random_() % 4 != 0) return;
    const std::string gone = people_[random_() % people_.size()].id;
    BOOST_TEST(on_.run(statement(ORM_DELETE, user_model).where({equals(user::id, 0)}), {text(gone.c_str())}).affected ==
               1);
    people_.erase(std::find_if(people_.begin(), people_.end(), [&](const person& each) { return each.id == gone; }));
    for (person& each : people_) {
      if (each.boss == gone) each.boss.reset();
    }
  }

  void find() {
    std::vector<term> terms;
    for (unsigned i = random_() % 4; i > 0; --i) terms.push_back(random_term());
    std::vector<orm_node> nodes;
    std::vector<orm_cell> parameters;
    for (const term& each : terms) {
      nodes.push_back(each.node);
      if (each.parameter.empty()) continue;
      nodes.back().parameter = static_cast<std::uint32_t>(parameters.size());
      parameters.push_back(each.parameter[0]);
    }
    if (terms.size() > 1) {
      const auto count = static_cast<std::uint32_t>(terms.size());
      nodes.push_back(all_of(count, count + 1));
    }
    const auto direction = static_cast<std::uint32_t>(random_() % 2);
    std::vector<orm_order> order{{user::id, direction}};
    const std::uint32_t by[] = {user::id, user::score, user::boss, user::email};
    const std::uint32_t first = by[random_() % 4];
    if (first != user::id) order.insert(order.begin(), {first, random_() % 4 == 0 ? 1 - direction : direction});

    statement what(ORM_FIND, user_model);
    what.of.filter = nodes.data();
    what.of.filter_count = static_cast<std::uint32_t>(nodes.size());
    what.of.order = order.data();
    what.of.order_count = static_cast<std::uint32_t>(order.size());
    what.output({user::id});
    const person* cursor = random_() % 2 == 0 ? nullptr : &people_[random_() % people_.size()];
    if (cursor != nullptr) {
      what.cursor(user::id, static_cast<std::uint32_t>(parameters.size()));
      parameters.push_back(text(cursor->id.c_str()));
    }
    const bool distinct = random_() % 4 == 0;
    if (distinct) what.distinct({user::score});
    const auto skip = static_cast<std::size_t>(random_() % 3);
    const auto take = static_cast<std::size_t>(random_() % 12);
    what.of.skip = static_cast<std::uint32_t>(parameters.size());
    what.of.take = what.of.skip + 1;
    parameters.push_back(number(static_cast<std::int64_t>(skip)));
    parameters.push_back(number(static_cast<std::int64_t>(take)));
    BOOST_TEST(on_.run(what, parameters).rows == expected(terms, order, cursor, distinct, skip, take),
               boost::test_tools::per_element());
  }

 private:
  term random_term() {
    const auto low = static_cast<std::int64_t>(random_() % 7) - 1;
    const person& any = people_[random_() % people_.size()];
    switch (random_() % 9) {
      case 0:
        return {equals(user::score, 0), {number(low)}, [=](const person& p) { return p.score == low; }};
      case 1:
        return {compare(ORM_NODE_GT, user::score, 0), {number(low)}, [=](const person& p) { return p.score > low; }};
      case 2:
        return {compare(ORM_NODE_LE, user::score, 0), {number(low)}, [=](const person& p) { return p.score <= low; }};
      case 3:
        return {compare(ORM_NODE_STARTS_WITH, user::email, 0), {text("b")}, [](const person& p) {
                  return p.email[0] == 'b';
                }};
      case 4:
        return {{ORM_NODE_IS_NULL, 0, 1, user::boss, ORM_NONE}, {}, [](const person& p) { return !p.boss; }};
      case 5:
        return {equals(user::boss, 0), {text(keep(any.id))}, [id = any.id](const person& p) { return p.boss == id; }};
      case 6:
        return {compare(ORM_NODE_GE, user::id, 0), {text(keep(any.id))}, [id = any.id](const person& p) {
                  return p.id >= id;
                }};
      case 7: {
        const auto other = static_cast<std::int64_t>(random_() % 6);
        lists_.push_back({number(other), number(low), number(other)});
        return {compare(ORM_NODE_IN, user::score, 0), {sdk::list_cell(lists_.back())}, [=](const person& p) {
                  return p.score == other || p.score == low;
                }};
      }
      default: {
        const person& second = people_[random_() % people_.size()];
        lists_.push_back({text(keep(second.id)), text(keep(any.id)), text("nobody")});
        return {compare(ORM_NODE_IN, user::id, 0),
                {sdk::list_cell(lists_.back())},
                [a = any.id, b = second.id](const person& p) { return p.id == a || p.id == b; }};
      }
    }
  }

  std::vector<std::string> expected(const std::vector<term>& terms, const std::vector<orm_order>& order,
                                    const person* cursor, bool distinct, std::size_t skip, std::size_t take) const {
    std::vector<const person*> sorted;
    for (const person& each : people_) {
      if (std::all_of(terms.begin(), terms.end(), [&](const term& t) { return t.holds(each); }))
        sorted.push_back(&each);
    }
    const auto before = [&](const person* a, const person* b) { return compare_people(order, *a, *b) < 0; };
    std::sort(sorted.begin(), sorted.end(), before);
    std::vector<std::string> ids;
    std::set<std::int64_t> seen;
    for (const person* each : sorted) {
      if (distinct && !seen.insert(each->score).second) continue;
      if (cursor == nullptr || before(cursor, each)) ids.push_back(each->id);
    }
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(skip, ids.size())));
    if (ids.size() > take) ids.resize(take);
    return ids;
  }

  static int compare_people(const std::vector<orm_order>& order, const person& a, const person& b) {
    for (const orm_order& by : order) {
      int result = 0;
      if (by.field == user::id) result = a.id.compare(b.id);
      if (by.field == user::email) result = a.email.compare(b.email);
      if (by.field == user::score) result = static_cast<int>(a.score - b.score);
      if (by.field == user::boss) result = a.boss < b.boss ? -1 : b.boss < a.boss ? 1 : 0;  // none comes first
      if (result != 0) return by.descending != 0 ? -result : result;
    }
    return 0;
  }

  const char* keep(const std::string& value) { return kept_.emplace_back(value).c_str(); }

  std::mt19937 random_;
  store in_;
  connection on_;
  std::vector<person> people_;
  std::deque<std::string> kept_;
  std::deque<std::vector<orm_cell>> lists_;
};

BOOST_AUTO_TEST_SUITE(paths)

BOOST_AUTO_TEST_CASE(every_path_gives_the_same_rows) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    world here(seed);
    for (int i = 0; i < 150; ++i) here.find();
    here.change();
    for (int i = 0; i < 50; ++i) here.find();
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
