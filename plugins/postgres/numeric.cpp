// Decimals to and from numeric.
#include "numeric.hpp"

#include <orm/sdk/value/decimal.hpp>

#include <algorithm>

#include "wire.hpp"

namespace orm::postgres {

namespace {
constexpr std::uint16_t positive = 0x0000;
constexpr std::uint16_t negative = 0x4000;
}  // namespace

char* write_numeric(std::string_view decimal, char* to) {
  const bool below_zero = decimal.starts_with('-');
  if (below_zero) decimal.remove_prefix(1);
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  const std::string_view whole = decimal.substr(0, point);
  const std::string_view fraction = point == decimal.size() ? std::string_view() : decimal.substr(point + 1);
  const auto whole_groups = static_cast<std::int64_t>((whole.size() + 3) / 4);
  const auto fraction_groups = static_cast<std::int64_t>((fraction.size() + 3) / 4);

  // The decimal digit at a place of the groups, counted from the first group's first.
  const std::size_t lead = static_cast<std::size_t>(whole_groups) * 4 - whole.size();
  const auto digit = [&](std::size_t place) -> std::uint16_t {
    if (place < lead) return 0;
    place -= lead;
    if (place < whole.size()) return static_cast<std::uint16_t>(whole[place] - '0');
    place -= whole.size();
    return place < fraction.size() ? static_cast<std::uint16_t>(fraction[place] - '0') : std::uint16_t{0};
  };
  const auto group = [&](std::int64_t index) {
    const auto place = static_cast<std::size_t>(index) * 4;
    return static_cast<std::uint16_t>(digit(place) * 1000 + digit(place + 1) * 100 + digit(place + 2) * 10 +
                                      digit(place + 3));
  };

  std::int64_t first = 0;
  std::int64_t last = whole_groups + fraction_groups;
  while (first < last && group(first) == 0) ++first;
  while (last > first && group(last - 1) == 0) --last;
  const std::int64_t weight = first == last ? 0 : whole_groups - 1 - first;
  to = put(to, static_cast<std::uint16_t>(last - first));
  to = put(to, static_cast<std::uint16_t>(weight));
  to = put(to, below_zero ? negative : positive);
  to = put(to, static_cast<std::uint16_t>(fraction.size()));
  for (std::int64_t i = first; i < last; ++i) to = put(to, group(i));
  return to;
}

numeric_status read_numeric(std::string_view bytes, std::string& out) {
  if (bytes.size() < 8) return numeric_status::not_a_number;
  const auto count = get<std::uint16_t>(bytes.data());
  const auto weight = static_cast<std::int16_t>(get<std::uint16_t>(bytes.data() + 2));
  const auto sign = get<std::uint16_t>(bytes.data() + 4);
  if ((sign != positive && sign != negative) || bytes.size() < 8 + std::size_t{count} * 2) {
    return numeric_status::not_a_number;
  }
  out.clear();
  if (sign == negative) out += '-';
  const auto append_group = [&](std::int32_t index) {
    unsigned value = index < 0 || index >= count ? 0u : get<std::uint16_t>(bytes.data() + 8 + index * 2);
    char digits[4];
    for (int i = 3; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
    out.append(digits, 4);
  };
  // Group 0 stands weight groups left of the last one before the point.
  for (std::int32_t i = std::min<std::int32_t>(0, weight); i <= weight; ++i) append_group(i);
  if (weight < 0) out += '0';
  if (count > weight + 1) {
    out += '.';
    for (std::int32_t i = weight + 1; i < count; ++i) append_group(i);
  }
  std::string normalised;
  if (sdk::normalise_decimal(out, normalised) != sdk::decimal_status::ok) return numeric_status::too_long;
  out = std::move(normalised);
  return numeric_status::ok;
}

}  // namespace orm::postgres
