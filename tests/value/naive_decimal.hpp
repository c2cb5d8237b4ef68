// Decimals digit by digit, as slow and plain as can be: what the real ones are compared with.
#ifndef ORM_TESTS_VALUE_NAIVE_DECIMAL_HPP
#define ORM_TESTS_VALUE_NAIVE_DECIMAL_HPP

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

namespace orm::tests {

// value = digits / 10^scale, digits an integer of any length with an optional '-'.
class naive_decimal {
 public:
  explicit naive_decimal(std::string text) {
    negative_ = text[0] == '-';
    if (negative_) text.erase(0, 1);
    const auto point = text.find('.');
    scale_ = point == std::string::npos ? 0 : text.size() - point - 1;
    if (point != std::string::npos) text.erase(point, 1);
    digits_ = text;
  }

  friend naive_decimal operator+(naive_decimal a, naive_decimal b) {
    align(a, b);
    if (a.negative_ == b.negative_) return {a.negative_, plus(a.digits_, b.digits_), a.scale_};
    if (a.digits_ < b.digits_) std::swap(a, b);
    return {a.negative_, minus(a.digits_, b.digits_), a.scale_};
  }
  naive_decimal operator-() const { return {!negative_, digits_, scale_}; }

  friend naive_decimal operator*(const naive_decimal& a, const naive_decimal& b) {
    naive_decimal total(false, "0", 0);
    std::string zeros;
    for (auto digit = b.digits_.rbegin(); digit != b.digits_.rend(); ++digit, zeros += '0') {
      for (char i = '0'; i < *digit; ++i) total = total + naive_decimal(false, a.digits_ + zeros, 0);
    }
    return {a.negative_ != b.negative_, total.digits_, a.scale_ + b.scale_};
  }

  friend int compare(naive_decimal a, naive_decimal b) {
    const std::string difference = (a + -b).text();
    return difference == "0" ? 0 : difference[0] == '-' ? -1 : 1;
  }

  // Normalised.
  std::string text() const {
    std::string whole = std::string(scale_ + 1, '0') + digits_;
    std::string fraction = whole.substr(whole.size() - scale_);
    whole.erase(whole.size() - scale_);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty()) whole += "." + fraction;
    return negative_ && whole != "0" ? "-" + whole : whole;
  }

 private:
  naive_decimal(bool negative, std::string digits, std::size_t scale)
      : negative_(negative), digits_(std::move(digits)), scale_(scale) {}

  static void align(naive_decimal& a, naive_decimal& b) {
    const std::size_t scale = std::max(a.scale_, b.scale_);
    for (naive_decimal* each : {&a, &b}) each->digits_.append(scale - each->scale_, '0');
    a.scale_ = b.scale_ = scale;
    const std::size_t length = std::max(a.digits_.size(), b.digits_.size());
    for (naive_decimal* each : {&a, &b}) each->digits_.insert(0, length - each->digits_.size(), '0');
  }
  static std::string plus(std::string a, const std::string& b) {
    int carry = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
      const int sum = (a[i] - '0') + (b[i] - '0') + carry;
      a[i] = static_cast<char>('0' + sum % 10);
      carry = sum / 10;
    }
    return carry != 0 ? "1" + a : a;
  }
  static std::string minus(std::string a, const std::string& b) {
    int borrow = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
      const int difference = (a[i] - '0') - (b[i] - '0') - borrow;
      borrow = difference < 0 ? 1 : 0;
      a[i] = static_cast<char>('0' + difference + 10 * borrow);
    }
    return a;
  }

  bool negative_;
  std::string digits_;
  std::size_t scale_;
};

// A text of up to so many digits on each side of the point, zeros at the ends likely.
inline std::string random_decimal(std::mt19937& random, unsigned most_digits) {
  const auto digits = [&](unsigned least) {
    std::string made;
    const unsigned count = least + random() % most_digits;
    for (unsigned i = 0; i < count; ++i) made += random() % 3 == 0 ? '0' : static_cast<char>('0' + random() % 10);
    return made;
  };
  std::string text = random() % 2 == 0 ? "-" : "";
  text += digits(1);
  if (random() % 3 != 0) text += "." + digits(1);
  return text;
}

}  // namespace orm::tests

#endif
