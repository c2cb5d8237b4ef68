// Requests that a key or an index serves, and how many rows of the large tables each may touch.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orm_test {

// schema.toml. Of the people 1 to N each has the id "p000001", the email "ep000001", the team "t" and the last digit,
// the score i % 1000, the rank i, or none where i ends with 0, and, where i is odd, the handle "hp000001". Of the posts
// 1 to N, each with its number as weight and the person of that number as reviewer, the first half are the first
// person's; of the others each has its own. The session of each number is its person's, and lasts. The group of each
// number has the id "g000001" and the label "l000001"; a person of an odd number is in the group of that number, one of
// an even number in group 2, by two memberships.
inline constexpr int row_count = 100'000;
std::string access_schema_file();

struct access_path {
  std::string name;
  std::string request;  // "{n}": the number of the repetition, of three digits
  std::int64_t rows;    // that it may touch, those that it answers included
  // The store that can't start where this has to: SQLite always at the rows themselves, Redis always at what a relation
  // in their filter leads to.
  std::string_view not_on = {};

  std::string repetition(int number) const;
};
const std::vector<access_path>& access_paths();

}  // namespace orm_test
