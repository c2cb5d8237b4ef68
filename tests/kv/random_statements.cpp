// Drawing statements.
#include "random_statements.hpp"

#include <algorithm>

namespace orm_test {
namespace {

constexpr std::int64_t far = 253'000'000'000'000'000;  // beyond what a store's own clock lets expire

}  // namespace

const char* random_statements::any(const char* kind, std::uint32_t end) {
  return texts_.emplace_back(kind + std::to_string(below(end))).c_str();
}

orm_cell random_statements::name() { return below(5) == 0 ? text(nullptr) : text(any("n ", 3)); }

random_request random_statements::next() {
  const std::uint32_t kind = below(10);
  if (kind < 4) return change_of_users();
  if (kind < 6) return change_of_sessions();
  return kind < 9 ? look_at_users() : look_at_sessions();
}

random_request random_statements::change_of_users() {
  const auto by_id = compare(ORM_NODE_EQ, user::id, 0);
  const auto by_email = compare(ORM_NODE_EQ, user::email, 0);
  const std::vector<std::uint32_t> whole = {user::id, user::email, user::name, user::score};
  const auto score = [&] { return number(below(9) == 0 ? 2147483647 : static_cast<std::int64_t>(below(7)) - 3); };
  switch (below(9)) {
    case 8: {
      constexpr orm_node_kind kinds[] = {ORM_NODE_EQ, ORM_NODE_LT, ORM_NODE_LE, ORM_NODE_GT, ORM_NODE_GE};
      return {statement(ORM_UPDATE, user_model)
                  .where({by_email, compare(kinds[below(5)], user::score, 1), {ORM_NODE_AND, 0, 3, 2, ORM_NONE}})
                  .assign({{user::name, ORM_ASSIGN_SET, 2}})
                  .output(whole),
              {text(any("e", ids_)), score(), below(4) == 0 ? text(";score:i9;") : name()}};
    }
    case 0:
    case 1:
      return {statement(ORM_INSERT, user_model).columns(whole),
              {text(any("u", ids_)), text(any("e", ids_)), name(), score()}};
    case 2:
      return {statement(ORM_UPDATE, user_model)
                  .where({below(2) == 0 ? by_id : by_email})
                  .assign({{user::email, ORM_ASSIGN_SET, 1}, {user::name, ORM_ASSIGN_SET, 2}})
                  .output(whole),
              {text(any(below(2) == 0 ? "u" : "e", ids_)), text(any("e", ids_)), name()}};
    case 3:
      return {statement(ORM_UPDATE, user_model)
                  .where({by_email})
                  .assign({{user::score, below(2) == 0 ? ORM_ASSIGN_ADD : ORM_ASSIGN_SUBTRACT, 1}})
                  .output(whole),
              {text(any("e", ids_)), score()}};
    case 4:
      return {statement(ORM_UPDATE, user_model)
                  .where({compare(ORM_NODE_EQ, user::name, 0)})
                  .assign({{user::score, ORM_ASSIGN_SET, 1}}),
              {text(any("n ", 3)), score()}};
    case 5:
      return {statement(ORM_UPSERT, user_model)
                  .columns(whole)
                  .conflict({user::email})
                  .assign({{user::name, ORM_ASSIGN_SET, 4}})
                  .output(whole),
              {text(any("u", ids_)), text(any("e", ids_)), name(), score(), name()}};
    case 6:
      return {statement(ORM_DELETE, user_model).where({below(2) == 0 ? by_id : by_email}),
              {text(any(below(2) == 0 ? "u" : "e", ids_))}};
    default:
      return {statement(ORM_DELETE, user_model).where({compare(ORM_NODE_EQ, user::name, 0)}).flag(ORM_STATEMENT_FIRST),
              {text(any("n ", 3))}};
  }
}

random_request random_statements::change_of_sessions() {
  const auto by_token = compare(ORM_NODE_EQ, session::token, 0);
  const auto hour = [&] { return instant(far + below(6)); };
  const std::vector<std::uint32_t> whole = {session::id, session::token, session::user, session::expires};
  switch (below(5)) {
    case 0:
      return {statement(ORM_INSERT, session_model).columns(whole).clock(4),
              {text(any("s", 8)), text(any("t", 8)), text(any("u", ids_)), hour(), hour()}};
    case 1:
      return {statement(ORM_UPDATE, session_model)
                  .where({by_token})
                  .assign({{session::expires, ORM_ASSIGN_SET, 1}, {session::user, ORM_ASSIGN_SET, 2}})
                  .clock(3)
                  .output(whole),
              {text(any("t", 8)), hour(), text(any("u", ids_)), hour()}};
    case 2:
      return {statement(ORM_UPDATE, session_model)
                  .where({compare(ORM_NODE_EQ, session::id, 0)})
                  .assign({{session::user, ORM_ASSIGN_SET, 1}})
                  .clock(2)
                  .output(whole),
              {text(any("s", 8)), below(3) == 0 ? text(nullptr) : text(any("u", ids_)), hour()}};
    case 3:
      return {statement(ORM_UPSERT, session_model)
                  .columns(whole)
                  .conflict({session::token})
                  .assign({{session::expires, ORM_ASSIGN_SET, 4}})
                  .clock(5)
                  .output(whole),
              {text(any("s", 8)), text(any("t", 8)), text(any("u", ids_)), hour(), hour(), hour()}};
    default:
      return {statement(ORM_DELETE, session_model).where({by_token}).clock(1), {text(any("t", 8)), hour()}};
  }
}

random_request random_statements::look_at_users() {
  const std::vector<std::uint32_t> whole = {user::id, user::email, user::name, user::score};
  const std::uint32_t direction = below(2);
  switch (below(5)) {
    case 0:
      return {statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::id, 0)}).output(whole),
              {text(any("u", ids_))}};
    case 1:
      return {statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::email, 0)}).output(whole),
              {text(any("e", ids_))}};
    case 2:
      return {statement(ORM_FIND, user_model)
                  .where({compare(ORM_NODE_EQ, user::name, 0)})
                  .order({{user::score, direction}, {user::id, direction}})
                  .take(1)
                  .output(whole),
              {text(any("n ", 3)), number(1 + below(4))}};
    case 3:
      return {statement(ORM_FIND, user_model)
                  .where({compare(below(2) == 0 ? ORM_NODE_GT : ORM_NODE_LE, user::email, 0)})
                  .order({{user::email, direction}, {user::id, direction}})
                  .take(1)
                  .output(whole),
              {text(any("e", ids_)), number(1 + below(6))}};
    default:
      return {statement(ORM_FIND, user_model).order({{user::id, direction}}).take(0).output(whole),
              {number(1 + below(8))}};
  }
}

random_request random_statements::look_at_sessions() {
  return {statement(ORM_FIND, session_model)
              .where({compare(ORM_NODE_EQ, session::user, 0)})
              .order({{session::id, 0}})
              .clock(1)
              .output({session::id, session::token, session::user, session::expires}),
          {text(any("u", ids_)), instant(far + below(6))}};
}

std::string outcome_of(test_session& on, const random_request& request) {
  try {
    std::uint64_t affected = 0;
    std::string line;
    for (const std::string& row : on.run(request.what, request.parameters, &affected)) line += row + '\n';
    return line + std::to_string(affected);
  } catch (const orm::sdk::driver_error& error) {
    return "error " + std::to_string(error.code());
  }
}

}  // namespace orm_test
