// A write, alone in its process and all or nothing: one statement is so by itself, several need a transaction, or a
// savepoint where a transaction is open.
#ifndef ORM_SQLITE_WRITE_SCOPE_HPP
#define ORM_SQLITE_WRITE_SCOPE_HPP

#include "session.hpp"

namespace orm::sqlite {

class session::write_scope {
 public:
  write_scope(session& owner, bool several)
      : owner_(owner),
        inside_(owner.connection_->in_transaction()),
        several_(several),
        entered_(!inside_ && !owner.in_gate_) {
    if (owner.connection_->client() != nullptr) check_client();
    if (entered_) owner_.enter_gate();
    if (!several_) return;
    try {
      owner_.connection_->run_kept(inside_ ? "SAVEPOINT \"orm statement\"" : "BEGIN IMMEDIATE", context());
    } catch (...) {
      if (entered_) owner_.leave_gate();
      throw;
    }
  }

  // What was written stays; without this it is undone.
  void keep() {
    if (several_) owner_.connection_->run_kept(inside_ ? "RELEASE \"orm statement\"" : "COMMIT", context());
    kept_ = true;
  }

  ~write_scope() {
    if (several_ && !kept_ && owner_.connection_->in_transaction()) {
      sqlite3_exec(owner_.connection_->handle(),
                   inside_ ? "ROLLBACK TO \"orm statement\"; RELEASE \"orm statement\"" : "ROLLBACK", nullptr, nullptr,
                   nullptr);
    }
    if (entered_) owner_.leave_gate();
  }
  write_scope(const write_scope&) = delete;
  write_scope& operator=(const write_scope&) = delete;

 private:
  void check_client() {
    connection& connection = *owner_.connection_;
    connection.client()->require_no_unfinished_write();
    if (inside_ && connection.kept_integer("PRAGMA defer_foreign_keys") != 0) {
      throw sdk::driver_error(ORM_UNSUPPORTED,
                              "the application deferred the foreign keys of its transaction, so that a violation would "
                              "show at its COMMIT only: run \"PRAGMA defer_foreign_keys = off\" before writing")
          .outcome(ORM_OUTCOME_NOT_SENT);
    }
  }

  failed_call context() const { return {&owner_.owner_.schema(), ORM_NONE, true, true}; }

  session& owner_;
  bool inside_;
  bool several_;
  bool entered_;
  bool kept_ = false;
};

}  // namespace orm::sqlite

#endif
