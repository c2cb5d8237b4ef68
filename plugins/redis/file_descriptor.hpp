// Owns a file descriptor.
#ifndef ORM_REDIS_FILE_DESCRIPTOR_HPP
#define ORM_REDIS_FILE_DESCRIPTOR_HPP

#include <unistd.h>

#include <utility>

namespace orm::redis {

class file_descriptor {
 public:
  file_descriptor() = default;
  explicit file_descriptor(int descriptor) : descriptor_(descriptor) {}
  file_descriptor(file_descriptor&& other) noexcept : descriptor_(other.release()) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    if (this != &other) {
      close_now();
      descriptor_ = other.release();
    }
    return *this;
  }
  ~file_descriptor() { close_now(); }

  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  void close_now() {
    if (descriptor_ >= 0) close(std::exchange(descriptor_, -1));
  }

  int descriptor_ = -1;
};

}  // namespace orm::redis

#endif
