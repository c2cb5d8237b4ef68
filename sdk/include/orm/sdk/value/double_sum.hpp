/* The exact sum of doubles, rounded once: it depends neither on the order of the values nor on how large a sum became
 * on the way. */
#ifndef ORM_SDK_VALUE_DOUBLE_SUM_HPP
#define ORM_SDK_VALUE_DOUBLE_SUM_HPP

#include <cstdint>
#include <optional>
#include <vector>

namespace orm::sdk {

/* Not for several threads at once. */
class double_sum {
 public:
  /* value: finite. */
  void add(double value);

  /* The double nearest to the sum so far, ties to even, never -0; none where it is beyond the largest double. */
  std::optional<double> result() const;

 private:
  /* One fixed-point number, lowest digit first, in units of the smallest double (2^-1074): digits of 32 bits, each
   * signed, with carries left where they arise for as long as 64 bits hold them. */
  std::vector<std::int64_t> digits_;
  std::uint32_t pending_ = 0; /* additions since the carries were last passed on */
};

}  // namespace orm::sdk

#endif
