// Commands that travel together: sent in one go, their results read in order, up to the last sync. Between two syncs
// they are one transaction, unless they begin or end one by themselves: a failure undoes what the sync covers and skips
// what follows up to it. A command is prepared on its connection when it runs there for the first time.
#ifndef ORM_POSTGRES_EXCHANGE_HPP
#define ORM_POSTGRES_EXCHANGE_HPP

#include <orm/sdk/driver.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "connection.hpp"
#include "plan.hpp"

namespace orm::postgres {

// Around a transaction inside one of the application's, and around one statement.
inline constexpr const char* joined_savepoint = "\"orm transaction\"";
inline constexpr const char* own_savepoint = "\"orm statement\"";

class exchange {
 public:
  explicit exchange(bool prepares) : prepares_(prepares) {}

  // Starts anew on a connection that is alive.
  void start(connection& on);
  // The same, and takes everything that was prepared there away from the server; then run().
  void start_to_leave(connection& on);
  // The same for that one command, which is then run_alone(). False: it has to be prepared first, or there is something
  // that goes before it; start() then.
  bool start_alone(connection& on, const plan& of, const prepared_command& command);

  // Each answers with the number of the command, by which its result is asked for. Throws interruption.
  std::size_t command(const plan& of, const prepared_command& command, const bind_values& values);
  std::size_t once(const prepared_command& command, const bind_values& values);  // never prepared
  std::size_t control(const std::string& sql);                                   // without parameters or rows
  std::size_t kept_control(const char* name, const char* sql);                   // the same, prepared under that name
  void sync();

  // Sends all and reads everything up to the last sync. Throws interruption.
  void run() {
    run([](std::size_t) { return false; });
  }
  // The same, and tells seen(number) of each command as soon as it was read, so that what came needs not be kept until
  // all has come: true lets go of it.
  template <class Seen>
  void run(Seen&& seen) {
    on_->read_unread();
    for (const expected& each : expected_) {
      read(each);
      if (each.what == awaited::command && seen(std::size_t{each.command})) results_[each.command].reset();
    }
  }
  // Sends the one command, number 0, without pipeline mode, and reads its result. Throws interruption.
  void run_alone(const prepared_command& command, const bind_values& values);
  // Sends all; nobody waits for what comes. For commands that can't fail.
  void run_unread();

  // Of a command that was run: its rows, its command tag or its error; null for one that was skipped.
  const PGresult* result_of(std::size_t command) const { return results_[command].get(); }
  // The first error of the commands from one on to another; null: there is none.
  const PGresult* first_error(std::size_t from, std::size_t to) const;
  const PGresult* first_error() const { return first_error(0, results_.size()); }
  std::size_t size() const { return results_.size(); }

 private:
  enum class awaited : unsigned char { preparation, command, sync };
  struct expected {
    awaited what;
    std::uint32_t command;
    std::uint32_t slot = 0;  // of what is prepared
    std::uint64_t bit = 0;
    const char* control = nullptr;  // the name of a control that is prepared
  };

  void begin(connection& on);
  bool may_prepare(const prepared_command& command) const {
    return prepares_ && command.number < connection::prepared_numbers;
  }
  void send_prepared(const prepared_command& command);
  void send_text(const prepared_command& command);
  bool prepare(const plan& of, const prepared_command& command);
  bool is_outdated(std::string_view name) const;
  std::size_t expect_result();
  void deallocate(const std::string& name);
  void deallocate_outdated();
  void check(int code);
  void expect(awaited what, std::uint32_t slot = 0, std::uint64_t bit = 0);
  void read(const expected& next);
  void read_preparation(const expected& next);
  void read_command(const expected& next);

  bool prepares_;
  connection* on_ = nullptr;
  arguments arguments_;
  std::vector<expected> expected_;
  std::vector<result> results_;
};

}  // namespace orm::postgres

#endif
