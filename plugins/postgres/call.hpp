// The frame of every call: it can be cancelled, and an adopted client is looked after.
#ifndef ORM_POSTGRES_CALL_HPP
#define ORM_POSTGRES_CALL_HPP

#include "adoption.hpp"
#include "session.hpp"

namespace orm::postgres {

class session::call {
 public:
  explicit call(session& owner) : running_(owner.cancel_), visit_(owner.owner_.client(), owner.in_own_transaction()) {}

 private:
  cancellation::running running_;
  client_visit visit_;
};

}  // namespace orm::postgres

#endif
