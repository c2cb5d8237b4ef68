// A connection to the server, waited for without blocking: every wait ends by a deadline or by a cancellation. Not for
// several threads at once.
#ifndef ORM_POSTGRES_CONNECTION_HPP
#define ORM_POSTGRES_CONNECTION_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cancellation.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "waiting.hpp"

namespace orm::postgres {

// Why a wait ended without what was waited for. The connection is closed then.
struct interruption {
  enum class reason : unsigned char { lost, timed_out, cancelled } why;
  std::string detail;
  std::string state = {};  // SQLSTATE of the server's last words
};

class connection {
 public:
  // Connects. Throws driver_error CONNECTION_FAILED, NOT_AUTHORIZED, TIMEOUT or CANCELLED.
  connection(const options& options, const cancellation& cancel);
  // Borrows a client of the application; see adoption.hpp.
  connection(PGconn* client, const options& options, const cancellation& cancel);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  PGconn* handle() const { return client_; }
  bool is_borrowed() const { return borrowed_; }
  bool is_usable() const { return usable_; }

  // The connection is looked after by another session from now on.
  void watch(const cancellation& cancel);

  // Between calls: whether the server is still there, as far as can be told without asking it.
  bool is_alive();

  // Sets the deadline of the call that began then.
  void start_clock(clock::time_point began = clock::now());
  bool is_late() const { return timeout_.count() != 0 && clock::now() >= deadline_; }
  // Whether most of the time is over: tells the server's own timeout from a cancellation by others.
  bool used_its_time() const;

  // Switches libpq's pipeline mode on or off, which costs neither time nor a message. It stays on while something is to
  // come that nobody has read: false.
  void enter_pipeline();
  bool leave_pipeline();

  // The next result; null where libpq marks the end of a command's results. Throws interruption.
  result next();

  // Whether the server was asked to stop what this call does.
  bool is_interrupted() const { return interrupting_; }
  interruption::reason interrupted_for() const { return reason_; }

  // The results of one sync that nobody reads are thrown away when the next are read.
  void leave_unread() { ++unread_; }
  unsigned unread() const { return unread_; }
  void read_unread();

  void close() noexcept;

  // ---- prepared statements, by slot and generation of their plan

  static constexpr std::uint32_t prepared_numbers = 64;
  struct prepared {
    std::uint64_t generation = 0;
    std::uint64_t commands = 0;  // one bit for each command of the plan
    std::uint64_t fitting = 0;   // and one for each of these whose result was found to have the columns that it needs
  };
  prepared& prepared_at(std::uint32_t slot) {
    if (slot >= prepared_.size()) prepared_.resize(slot + 1);
    return prepared_[slot];
  }
  std::vector<std::string>& controls() { return controls_; }  // names of commands that belong to no plan
  std::vector<std::string>& outdated() { return outdated_; }  // names to be deallocated when there is a chance
  void forget_prepared();                                     // the server has
  void outdate_prepared();                                    // the server may have some of it
  std::vector<std::string> prepared_names() const;

 private:
  void connect(const options& options);
  void wait_while_connecting(clock::time_point deadline);
  void wait(bool write);
  void interrupt(interruption::reason why);
  static void hear_notice(void* self, const PGresult* notice);
  [[noreturn]] void hear_last_words();
  [[noreturn]] void lose();

  PGconn* client_ = nullptr;
  bool borrowed_ = false;
  bool usable_ = false;
  bool dismissed_ = false;  // the server said that it ends the connection
  const cancellation* cancel_;
  std::optional<waiting> waiting_;  // not of a client of the application, who may connect it anew
  std::chrono::milliseconds timeout_;
  clock::time_point started_;
  clock::time_point deadline_;
  unsigned unread_ = 0;
  std::string last_state_;  // SQLSTATE of the last error that came
  // While the server is asked to stop what it does.
  bool interrupting_ = false;
  interruption::reason reason_ = interruption::reason::lost;
  std::vector<prepared> prepared_;
  std::vector<std::string> controls_;
  std::vector<std::string> outdated_;
};

}  // namespace orm::postgres

#endif
