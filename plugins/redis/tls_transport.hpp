// Sockets with TLS.
#ifndef ORM_REDIS_TLS_TRANSPORT_HPP
#define ORM_REDIS_TLS_TRANSPORT_HPP

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <string>

#include "socket.hpp"

namespace orm::redis {

struct tls_files {
  std::string authorities;  // a file or a directory of certificates; empty: those of the system
  std::string certificate;  // of this client, with those that vouch for it
  std::string key;
};

// Throws driver_error INVALID_CONFIG for files that can't be used.
Poco::Net::Context::Ptr make_tls_context(const tls_files& files);

class tls_transport final : public transport {
 public:
  // Shakes hands and makes sure that the server is who `host` says. Throws stream_failure.
  tls_transport(file_descriptor connected, const std::string& host, const Poco::Net::Context::Ptr& context,
                const deadline& until, interruption& stop);

  void send(std::string_view bytes, const deadline& until) override;
  std::size_t receive(char* to, std::size_t size, const deadline& until) override;
  bool is_stale() override;

 private:
  void shake_hands(const deadline& until);
  // Waits for what TLS needs next. False: it needs nothing, `result` is one.
  bool awaits(int result, const deadline& until) const;

  interruption& stop_;
  Poco::Net::SecureStreamSocket socket_;
};

}  // namespace orm::redis

#endif
