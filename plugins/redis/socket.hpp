// Plain sockets: making them, and waiting for them.
#ifndef ORM_REDIS_SOCKET_HPP
#define ORM_REDIS_SOCKET_HPP

#include "deadline.hpp"
#include "endpoint.hpp"
#include "file_descriptor.hpp"
#include "interruption.hpp"
#include "transport.hpp"

namespace orm::redis {

// A connected, non-blocking socket. Tries every address of a name until the deadline. Throws stream_failure.
file_descriptor connect_socket(const endpoint& to, const deadline& until, const interruption& stop);

// Until the socket has one of the events of poll(). Throws stream_failure: timed_out, cancelled.
void await_events(int socket, short events, const deadline& until, const interruption& stop);

// Whether a socket that owes nothing has something to read, if only the end.
bool has_unread(int socket);

// Sends everything, waiting with poll(). Throws stream_failure.
void send_all(int socket, std::string_view bytes, const deadline& until, const interruption& stop);

// "the server closed the connection", from what recv() or send() said. Throws.
[[noreturn]] void throw_closed(int error);
[[noreturn]] void throw_timed_out(const char* doing);
[[noreturn]] void throw_cancelled();

}  // namespace orm::redis

#endif
