// Counts what malloc hands out to this process, libraries included: what a client library allocates counts for
// everybody.
#include <dlfcn.h>

#include <atomic>
#include <cstddef>

#include "rounds.hpp"

namespace {

std::atomic<std::size_t> counted{0};

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_realloc(void* block, std::size_t size);

void* malloc(std::size_t size) {
  counted.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}

void* realloc(void* block, std::size_t size) {
  counted.fetch_add(1, std::memory_order_relaxed);
  return __libc_realloc(block, size);
}
}

namespace bench {

std::size_t allocations() { return counted.load(std::memory_order_relaxed); }

}  // namespace bench
