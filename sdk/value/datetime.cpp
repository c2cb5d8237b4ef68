// RFC 3339 date-times to and from microseconds since 1970.
#include <orm/sdk/value/datetime.hpp>

#include <chrono>

namespace orm::sdk {
namespace {

constexpr std::int64_t second = 1'000'000;

// Reads fixed-width fields from left to right; anything unexpected sticks.
class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  int number(std::size_t width) {
    if (rest_.size() < width) return fail();
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const char c = rest_[i];
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

  // Takes one character if it is one of those.
  char take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return 0;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void expect(std::string_view any_of) {
    if (take(any_of) == 0) fail();
  }

  // Digits of a fraction as microseconds; at least one.
  int microseconds() {
    int value = 0;
    int scale = 100'000;
    std::size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count, scale /= 10) {
      value += (rest_[count] - '0') * scale;
    }
    rest_.remove_prefix(count);
    return count > 0 ? value : fail();
  }

  bool complete() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

char* write_number(char* out, unsigned value, unsigned width) {
  for (unsigned i = width; i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
  return out + width;
}

}  // namespace

std::optional<std::int64_t> parse_datetime(std::string_view text) {
  reader in(text);
  const int year = in.number(4);
  in.expect("-");
  const int month = in.number(2);
  in.expect("-");
  const int day = in.number(2);
  in.expect("Tt");
  const int hours = in.number(2);
  in.expect(":");
  const int minutes = in.number(2);
  in.expect(":");
  const int seconds = in.number(2);
  const int microseconds = in.take(".") != 0 ? in.microseconds() : 0;
  int offset = 0;  // minutes
  if (in.take("Zz") == 0) {
    const char sign = in.take("+-");
    if (sign == 0) return std::nullopt;
    const int offset_hours = in.number(2);
    in.expect(":");
    const int offset_minutes = in.number(2);
    if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
    offset = (offset_hours * 60 + offset_minutes) * (sign == '-' ? -1 : 1);
  }
  if (!in.complete() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;

  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t instant =
      ((days * 24 + hours) * 60 + minutes - offset) * 60 * second + seconds * second + microseconds;
  if (instant < first_datetime || instant > last_datetime) return std::nullopt;
  return instant;
}

char* format_datetime(std::int64_t instant, char* out) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(instant)};
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const auto of_day = static_cast<std::uint64_t>((time - midnight).count());
  const auto seconds = static_cast<unsigned>(of_day / second);

  out = write_number(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  *out++ = '-';
  out = write_number(out, static_cast<unsigned>(date.month()), 2);
  *out++ = '-';
  out = write_number(out, static_cast<unsigned>(date.day()), 2);
  *out++ = 'T';
  out = write_number(out, seconds / 3600, 2);
  *out++ = ':';
  out = write_number(out, seconds / 60 % 60, 2);
  *out++ = ':';
  out = write_number(out, seconds % 60, 2);
  *out++ = '.';
  out = write_number(out, static_cast<unsigned>(of_day % second), 6);
  *out++ = 'Z';
  return out;
}

}  // namespace orm::sdk
