// Waiting for the server, a cancellation and the end of the time at once. What is waited for is told to the system
// beforehand, and the clock is set only now and then: a wait costs no more than one for the server alone.
#ifndef ORM_POSTGRES_WAITING_HPP
#define ORM_POSTGRES_WAITING_HPP

#include "cancellation.hpp"

namespace orm::postgres {

// A descriptor that is closed at the end.
class owned_descriptor {
 public:
  owned_descriptor(int descriptor, const char* made_by);  // throws driver_error CONNECTION_FAILED for a negative one
  ~owned_descriptor();
  owned_descriptor(const owned_descriptor&) = delete;
  owned_descriptor& operator=(const owned_descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// Rings at a deadline, or before. Deadlines that only move on cost nothing: it is set again when it has rung.
class alarm_clock {
 public:
  alarm_clock();
  int descriptor() const { return timer_.get(); }  // readable when it rings
  void ring_by(clock::time_point deadline);
  void stop();  // once it has rung

 private:
  owned_descriptor timer_;
  clock::time_point set_for_ = clock::time_point::max();
};

// Of one socket that stays the same and one session.
class waiting {
 public:
  waiting(int socket, const cancellation& cancel);

  // Returns when the socket can be read, the session was cancelled, or for no reason: true; when the time may be over:
  // false. No deadline: time_point::max().
  bool until(clock::time_point deadline);
  // Whether the socket can be read, or was hung up.
  bool is_readable() const;

 private:
  void add(int descriptor) const;

  template <class Each>
  void take(int timeout, Each&& each) const;

  owned_descriptor events_;
  alarm_clock alarm_;
  int socket_;
  const cancellation& cancel_;
};

}  // namespace orm::postgres

#endif
