// Near names, and the words of the schema file.
#include <boost/test/unit_test.hpp>
#include <string>

#include "orm/schema.hpp"
#include "schema/names.hpp"
#include "text/nearest.hpp"

using orm::detail::did_you_mean;
using orm::detail::nearest;

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(near) {
  BOOST_TEST(nearest("uniqe", {"type", "unique"}).value() == "unique");
  BOOST_TEST(nearest("emial", {"email", "mail"}).value() == "email");
  BOOST_TEST(nearest("ON_DELETE", {"onDelete"}).value() == "onDelete");
  BOOST_TEST(nearest("desc", {"default", "description"}).value() == "description");
  BOOST_TEST(nearest("usr", {"use", "user"}).value() == "use");
}

BOOST_AUTO_TEST_CASE(far) {
  BOOST_TEST(!nearest("x", {"y"}).has_value());
  BOOST_TEST(!nearest("id", {"of"}).has_value());
  BOOST_TEST(!nearest("email", {"settings"}).has_value());
  BOOST_TEST(!nearest("", {"a"}).has_value());
  BOOST_TEST(!nearest("email", {"email"}).has_value());
  BOOST_TEST(!nearest(std::string(100, 'a'), {std::string_view("aaaa")}).has_value());
  BOOST_TEST(!nearest("aaaa", {std::string_view()}).has_value());
}

BOOST_AUTO_TEST_CASE(wording) {
  BOOST_TEST(did_you_mean("uniqe", {"unique"}) == ", did you mean \"unique\"?");
  BOOST_TEST(did_you_mean("x", {"unique"}) == "");
  BOOST_TEST(orm::detail::suggest("x", {"aa", "bb"}) == ", expected one of aa, bb");
  BOOST_TEST(orm::detail::suggest("x", {}) == "");
  BOOST_TEST(orm::detail::in_quotes("a\n") == "\"a?\"");
}

BOOST_AUTO_TEST_CASE(words_and_meanings) {
  for (const std::string_view word : orm::detail::field_type_words()) {
    const auto type = orm::detail::find_field_type(word);
    BOOST_TEST(type.has_value() == (word != "id"));
    if (type) BOOST_TEST(to_string(*type) == word);
  }
  for (const std::string_view word : orm::detail::relation_kind_words())
    BOOST_TEST(to_string(orm::detail::find_relation_kind(word).value()) == word);
}

BOOST_AUTO_TEST_SUITE_END()
