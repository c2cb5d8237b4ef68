// Poco's secure socket, never blocking: connect() with a timeout hangs there on a server that says nothing, a slow
// handshake skips the check of the name, and receive timeouts take double. So every wait is ours.
#include "tls_transport.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <orm/sdk/driver.hpp>

namespace orm::redis {
namespace {

using cause = stream_failure::cause;
using Poco::Net::Context;
using Poco::Net::SecureStreamSocket;

Poco::Net::StreamSocket wrap(file_descriptor connected) {
  Poco::Net::StreamSocket made(new Poco::Net::StreamSocketImpl(connected.release()));
  made.setBlocking(false);
  return made;
}

}  // namespace

Context::Ptr make_tls_context(const tls_files& files) {
  static const struct library {
    library() { Poco::Net::initializeSSL(); }
  } initialized;
  Context::Params params;
  params.caLocation = files.authorities;
  params.loadDefaultCAs = files.authorities.empty();
  params.certificateFile = files.certificate;
  params.privateKeyFile = files.key.empty() ? files.certificate : files.key;
  params.verificationMode = Context::VERIFY_STRICT;  // the relaxed one does not look at the name of a local server
  try {
    Context::Ptr made = new Context(Context::TLS_CLIENT_USE, params);
    made->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    return made;
  } catch (const Poco::Exception& failure) {
    throw sdk::driver_error(ORM_INVALID_CONFIG, "the files for TLS can't be used (" + failure.message() +
                                                    "): check tls_ca, tls_cert and tls_key");
  }
}

tls_transport::tls_transport(file_descriptor connected, const std::string& host, const Context::Ptr& context,
                             const deadline& until, interruption& stop)
    : stop_(stop), socket_(SecureStreamSocket::attach(wrap(std::move(connected)), host, context)) {
  shake_hands(until);
  try {
    socket_.verifyPeerCertificate(host);
  } catch (const Poco::Exception&) {
    throw stream_failure(cause::refused_peer, "the server's certificate is not for \"" + host +
                                                  "\": use a name that it has, or give the server one for this name");
  }
}

void tls_transport::shake_hands(const deadline& until) {
  try {
    for (int result = 0; result != 1;) {
      result = socket_.completeHandshake();
      if (result != 1 && !awaits(result, until)) throw_closed(0);
    }
  } catch (const Poco::Net::CertificateValidationException& failure) {
    throw stream_failure(cause::refused_peer, "the server's certificate is not trusted (" + failure.message() +
                                                  "): name the one that vouches for it in tls_ca");
  } catch (const Poco::TimeoutException&) {
    throw_timed_out("answer");
  } catch (const Poco::Exception& failure) {
    throw stream_failure(cause::refused_peer, "TLS failed: " + failure.displayText());
  }
}

bool tls_transport::awaits(int result, const deadline& until) const {
  if (result != SecureStreamSocket::ERR_SSL_WANT_READ && result != SecureStreamSocket::ERR_SSL_WANT_WRITE) return false;
  await_events(socket_.impl()->sockfd(), result == SecureStreamSocket::ERR_SSL_WANT_READ ? POLLIN : POLLOUT, until,
               stop_);
  return true;
}

void tls_transport::send(std::string_view bytes, const deadline& until) {
  constexpr std::size_t at_once = std::size_t{1} << 20;
  try {
    while (!bytes.empty()) {
      const int sent = socket_.sendBytes(bytes.data(), static_cast<int>(std::min(bytes.size(), at_once)));
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (!awaits(sent, until)) {
        throw_closed(0);
      }
    }
  } catch (const Poco::Exception& failure) {
    throw stream_failure(cause::closed, "the server closed the connection: " + failure.displayText());
  }
}

std::size_t tls_transport::receive(char* to, std::size_t size, const deadline& until) {
  try {
    for (;;) {
      const int got = socket_.receiveBytes(to, static_cast<int>(size));
      if (got > 0) return static_cast<std::size_t>(got);
      if (!awaits(got, until)) throw_closed(0);
    }
  } catch (const Poco::Exception& failure) {
    throw stream_failure(cause::closed, "the server closed the connection: " + failure.displayText());
  }
}

// What is there to read may be TLS's own, such as tickets for another session: reading takes it.
bool tls_transport::is_stale() {
  if (!has_unread(socket_.impl()->sockfd())) return false;
  try {
    char byte;
    return socket_.receiveBytes(&byte, 1) != SecureStreamSocket::ERR_SSL_WANT_READ;
  } catch (const Poco::Exception&) {
    return true;
  }
}

}  // namespace orm::redis
