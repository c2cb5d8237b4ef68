// What can be seen of a client that others use, too.
#include "adoption.hpp"

#include <orm/sdk/driver.hpp>

#include <string>
#include <string_view>

namespace orm::postgres {

namespace {

[[noreturn]] void refuse(orm_code code, const std::string& what) {
  throw sdk::driver_error(code, "the adopted client " + what).outcome(ORM_OUTCOME_NOT_SENT);
}

void check(PGconn* client, bool ours) {
  if (PQstatus(client) != CONNECTION_OK) {
    refuse(ORM_CONNECTION_FAILED, "has lost its connection, or never had one: connect it again and adopt it anew");
  }
  if (PQpipelineStatus(client) != PQ_PIPELINE_OFF) {
    refuse(ORM_INVALID_QUERY, "is in pipeline mode: leave it before the client is used here");
  }
  switch (PQtransactionStatus(client)) {
    case PQTRANS_ACTIVE:
      refuse(ORM_INVALID_QUERY, "is in the middle of a query: read its results to the end first");
    case PQTRANS_INERROR:
      if (!ours) refuse(ORM_INVALID_QUERY, "is in a transaction that has failed: roll it back first");
      break;
    case PQTRANS_UNKNOWN:
      refuse(ORM_CONNECTION_FAILED, "has lost its connection: connect it again and adopt it anew");
    case PQTRANS_IDLE:
    case PQTRANS_INTRANS:
      break;
  }
  const char* const encoding = PQparameterStatus(client, "client_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    refuse(ORM_INVALID_QUERY, "does not speak UTF-8: call PQsetClientEncoding(client, \"UTF8\")");
  }
}

}  // namespace

client_visit::client_visit(PGconn* client, bool ours) : client_(client) {
  if (client_ == nullptr) return;
  check(client_, ours);
  was_nonblocking_ = PQisnonblocking(client_) != 0;
  if (PQsetnonblocking(client_, 1) != 0 || PQenterPipelineMode(client_) != 1) {
    refuse(ORM_INVALID_QUERY, "has results that were not read: read them to the end first");
  }
}

client_visit::~client_visit() {
  if (client_ == nullptr) return;
  PQexitPipelineMode(client_);
  PQsetnonblocking(client_, was_nonblocking_ ? 1 : 0);
}

}  // namespace orm::postgres
