// UUIDv7: 48 bits of milliseconds, 12 bits of their fraction (RFC 9562, section 6.2, method 3), 62 random bits.
//
// A thread never makes two equal or falling timestamps. Random bits come from the kernel's generator in blocks; a
// block is thrown away in a forked child, which would otherwise repeat its parent's.
#include "engine/generate_id.hpp"

#include <pthread.h>
#include <sys/random.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace orm::detail {
namespace {

std::atomic<unsigned> forks{0};

unsigned watched_forks() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
  (void)registered;
  return forks.load(std::memory_order_relaxed);
}

class generator {
 public:
  void next(std::uint64_t& high, std::uint64_t& low) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    const auto milliseconds = static_cast<std::uint64_t>(nanoseconds / 1'000'000);
    const auto fraction = static_cast<std::uint64_t>(nanoseconds % 1'000'000) * 4096 / 1'000'000;
    const std::uint64_t stamp = milliseconds << 12 | fraction;
    last_ = stamp > last_ ? stamp : last_ + 1;
    high = (last_ >> 12) << 16 | 0x7000 | (last_ & 0xfff);
    low = (random() & 0x3fffffffffffffffull) | 0x8000000000000000ull;
  }

 private:
  std::uint64_t random() {
    const unsigned forks_now = watched_forks();
    if (used_ == block_size || forks_ != forks_now) refill(forks_now);
    return block_[used_++];
  }

  void refill(unsigned forks_now) {
    std::size_t filled = 0;
    while (filled < sizeof block_) {
      const ssize_t got = getrandom(reinterpret_cast<char*>(block_) + filled, sizeof block_ - filled, 0);
      if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    used_ = 0;
    forks_ = forks_now;
  }

  static constexpr std::size_t block_size = 32;  // 256 bytes: what getrandom gives without interruption
  std::uint64_t block_[block_size];
  std::size_t used_ = block_size;
  unsigned forks_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace

std::string generate_id() {
  thread_local generator mine;
  std::uint64_t high = 0, low = 0;
  mine.next(high, low);
  constexpr char digits[] = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t at = 0;
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (at == 8 || at == 13 || at == 18 || at == 23) ++at;
    const std::uint64_t half = nibble < 16 ? high : low;
    text[at++] = digits[half >> (60 - nibble % 16 * 4) & 15];
  }
  return text;
}

}  // namespace orm::detail
