// How the connections of a store are made.
#ifndef ORM_REDIS_DIALER_HPP
#define ORM_REDIS_DIALER_HPP

#include <memory>

#include "connection.hpp"
#include "errors.hpp"
#include "interruption.hpp"
#include "options.hpp"

namespace orm::redis {

// Immutable: any thread may use it.
class dialer {
 public:
  // Throws driver_error INVALID_CONFIG for files of TLS that can't be used.
  explicit dialer(const options& settings);

  // Connects, gives the password and chooses the database. Throws driver_error: CONNECTION_FAILED, TIMEOUT,
  // NOT_AUTHORIZED, ..., of which the outcome is that nothing was sent.
  std::unique_ptr<connection> dial(const endpoint& to, const deadline& until, interruption& stop) const;

 private:
  std::unique_ptr<connection> connect(const endpoint& to, const deadline& until, interruption& stop) const;
  void introduce(connection& made, const deadline& until) const;

  server_url server_;
  std::chrono::milliseconds connect_timeout_;
  Poco::Net::Context::Ptr tls_;  // null: without
};

}  // namespace orm::redis

#endif
