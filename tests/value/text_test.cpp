// UTF-8 and comparison of texts.
#include <orm/sdk/value/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace orm::tests {
namespace {

using sdk::text_case;
using sdk::text_status;

// The plain rule: decode, then look at what came out.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return false;
    unsigned point = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if (next >> 6 != 2) return false;
      point = point << 6 | (next & 0x3f);
    }
    const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += length;
  }
  return true;
}

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(every_two_and_many_four_bytes) {
  for (unsigned a = 1; a < 256; ++a) {
    for (unsigned b = 1; b < 256; ++b) {
      const std::string pair{static_cast<char>(a), static_cast<char>(b)};
      for (const std::string& text : {pair, pair + "\x80", pair + "\x80\x80",
                                      "12345678" + pair +
                                          "\xbf\xbf"
                                          "12345678"}) {
        BOOST_TEST((sdk::check_text(text) == text_status::ok) == is_utf8(text));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(nul_is_told_apart) {
  using namespace std::string_view_literals;
  for (const auto text : {"\0"sv, "a\0b"sv, "12345678\0"sv,
                          "1234\0"
                          "5678"sv,
                          "1234567\0"sv}) {
    BOOST_TEST((sdk::check_text(text) == text_status::has_nul));
  }
  BOOST_TEST((sdk::check_text("") == text_status::ok));
  BOOST_TEST((sdk::check_text("12345678 \x7f~") == text_status::ok));
}

BOOST_AUTO_TEST_CASE(cutting_between_characters) {
  const std::string text = "a\xc3\xa4\xf0\x9f\x98\x80z";
  const std::size_t expected[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
  for (std::size_t i = 0; i < std::size(expected); ++i) BOOST_TEST(sdk::cut_text(text, i).size() == expected[i]);
}

BOOST_AUTO_TEST_CASE(cases_fold_in_ascii_only) {
  BOOST_TEST(sdk::text_equals("Ada", "aDA", text_case::insensitive));
  BOOST_TEST(!sdk::text_equals("Ada", "aDA", text_case::sensitive));
  BOOST_TEST(!sdk::text_equals("\xc3\x84", "\xc3\xa4", text_case::insensitive));
  BOOST_TEST(!sdk::text_equals("@[`{", "`{@[", text_case::insensitive));
}

BOOST_AUTO_TEST_CASE(parts) {
  for (const auto mode : {text_case::sensitive, text_case::insensitive}) {
    BOOST_TEST(sdk::text_contains("a%b", "%", mode));
    BOOST_TEST(sdk::text_contains("abc", "", mode));
    BOOST_TEST(sdk::text_contains("", "", mode));
    BOOST_TEST(!sdk::text_contains("", "a", mode));
    BOOST_TEST(!sdk::text_contains("ab", "abc", mode));
    BOOST_TEST(sdk::text_starts_with("abc", "ab", mode));
    BOOST_TEST(sdk::text_ends_with("abc", "bc", mode));
    BOOST_TEST(!sdk::text_ends_with("bc", "abc", mode));
  }
  BOOST_TEST(sdk::text_contains("xxABCxx", "abc", text_case::insensitive));
  BOOST_TEST(!sdk::text_contains("xxABCxx", "abc", text_case::sensitive));
  BOOST_TEST(sdk::text_starts_with("ABc", "aB", text_case::insensitive));
  BOOST_TEST(sdk::text_ends_with("abC", "BC", text_case::insensitive));
}

BOOST_AUTO_TEST_CASE(long_parts_do_not_cost_the_product) {
  const std::string text(1 << 20, 'a');
  const std::string part = std::string(1 << 19, 'A') + "b";
  BOOST_TEST(!sdk::text_contains(text, part, text_case::insensitive));
  BOOST_TEST(sdk::text_contains(text + "B", part, text_case::insensitive));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
