// JSON into values.
#include "protocol/value_reader.hpp"

#include <charconv>

#include "json/canonical.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/base64.hpp"
#include "orm/sdk/value/datetime.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "orm/sdk/value/json.hpp"

namespace orm::detail {
namespace {

class reader {
 public:
  reader(const model& model, const field& field, const json::node& node) : model_(model), field_(field), node_(node) {}

  value read() const {
    if (node_.is(json::kind::null)) {
      if (!field_.nullable) refuse("is never null");
      return {};
    }
    switch (field_.type) {
      case field_type::string:
      case field_type::enumeration:
        return value::of_text(string("a string"));
      case field_type::boolean:
        if (!node_.is(json::kind::boolean)) refuse_type("true or false");
        return value::of_boolean(node_.boolean());
      case field_type::integer:
        if (!node_.is(json::kind::number)) refuse_type("a number");
        return integer();
      case field_type::bigint:
        return integer();
      case field_type::decimal:
        return value::of_decimal(std::string(number_text()));
      case field_type::real:
        return real();
      case field_type::json:
        return json_value();
      case field_type::bytes:
        return bytes();
      case field_type::datetime:
        return datetime();
    }
    return {};
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw error(error_code::invalid_value, model_.name + "." + field_.name + ": " + what)
        .at_model(model_.name)
        .at_field(field_.name);
  }
  [[noreturn]] void refuse_type(std::string_view wanted) const {
    static constexpr std::string_view found[] = {"null", "a boolean", "a number", "a string", "an array", "an object"};
    refuse("expected " + std::string(wanted) + ", found " + std::string(found[static_cast<std::size_t>(node_.kind())]));
  }

  std::string string(std::string_view wanted) const {
    if (!node_.is(json::kind::string)) refuse_type(wanted);
    return std::string(node_.text());
  }

  // Of a number or of a string that spells one; as a string it has no exponent.
  std::string_view number_text() const {
    if (!node_.is(json::kind::number) && !node_.is(json::kind::string)) refuse_type("a number, or a string of one");
    if (node_.is(json::kind::string) && node_.text().find_first_of("eE") != std::string_view::npos)
      refuse("\"" + std::string(node_.text().substr(0, 60)) + "\" is not a number: text has no exponent");
    return node_.text();
  }

  // Exactly as it is written: 1.0 and 1e2 are integers.
  value integer() const {
    const std::string_view text = number_text();
    std::string normalised;
    if (sdk::normalise_decimal(text, normalised) == sdk::decimal_status::malformed)
      refuse("\"" + std::string(text.substr(0, 60)) + "\" is not an integer");
    std::int64_t number = 0;
    const char* const end = normalised.data() + normalised.size();
    const auto [stop, problem] = std::from_chars(normalised.data(), end, number);
    if (normalised.empty() || problem == std::errc::result_out_of_range) refuse("is outside 64 bits");
    if (stop != end) refuse("\"" + std::string(text.substr(0, 60)) + "\" is not an integer");
    return value::of_integer(number);
  }

  value real() const {
    if (!node_.is(json::kind::number)) refuse_type("a number");
    const std::optional<double> number = sdk::parse_json_real(node_.text());
    if (!number) refuse("is beyond the range of a double");
    return value::of_real(*number);
  }

  value json_value() const {
    try {
      return value::of_canonical_json(canonical_json(node_));
    } catch (const error& problem) {
      refuse(problem.what());
    }
  }

  value bytes() const {
    if (!node_.is(json::kind::string)) refuse_type("a string of base64");
    std::string decoded;
    if (!sdk::decode_base64(node_.text(), decoded)) refuse("is not padded base64");
    return value::of_bytes(std::move(decoded));
  }

  value datetime() const {
    if (!node_.is(json::kind::string)) refuse_type("an RFC 3339 string");
    const auto instant = sdk::parse_datetime(node_.text());
    if (!instant)
      refuse("\"" + std::string(node_.text().substr(0, 60)) +
             "\" is not an RFC 3339 date and time in the years 0001 to 9999");
    return value::of_datetime(*instant);
  }

  const model& model_;
  const field& field_;
  const json::node& node_;
};

}  // namespace

value read_value(const model& model, const field& field, const json::node& node) {
  return reader(model, field, node).read();
}

}  // namespace orm::detail
