// Base64 by the examples of RFC 4648, and what is refused.
#include <orm/sdk/value/base64.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(base64)

BOOST_AUTO_TEST_CASE(examples) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"},
                                                       {"\xff\xfe", "//4="},
                                                       {"\xfb\xf0", "+/A="}};
  for (const auto& [bytes, text] : cases) {
    std::string out;
    sdk::encode_base64(bytes, out);
    BOOST_TEST(out == text);
    BOOST_TEST(sdk::decode_base64(text, out));
    BOOST_TEST(out == bytes);
  }
}

BOOST_AUTO_TEST_CASE(refused) {
  std::string out;
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zg==Zg==", "Zm=v", "Zm9v\n", "Zm 9v",
                           "Zm9-", "Zm9_", "Zh==", "Zm9=", "Z\xc3\xa4=="}) {
    BOOST_TEST(!sdk::decode_base64(text, out), text);
  }
}

BOOST_AUTO_TEST_CASE(there_and_back) {
  std::mt19937 random(9);
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 100, ' ');
    for (char& c : bytes) c = static_cast<char>(random());
    std::string text;
    std::string back;
    sdk::encode_base64(bytes, text);
    BOOST_TEST(sdk::decode_base64(text, back));
    BOOST_TEST(back == bytes);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
