// A client that the application owns: looked at before each call, put back as it was after it.
#ifndef ORM_POSTGRES_ADOPTION_HPP
#define ORM_POSTGRES_ADOPTION_HPP

#include <libpq-fe.h>

namespace orm::postgres {

class client_visit {
 public:
  // client: null, and nothing happens, or one that is ours until the end of the scope. Throws driver_error
  // CONNECTION_FAILED or INVALID_QUERY for one that can't be used; ours: a transaction that failed is ours to end.
  client_visit(PGconn* client, bool ours);
  ~client_visit();
  client_visit(const client_visit&) = delete;
  client_visit& operator=(const client_visit&) = delete;

 private:
  PGconn* client_;
  bool was_nonblocking_ = false;
};

}  // namespace orm::postgres

#endif
