// Sending and reading, in libpq's pipeline mode but for what goes alone.
#include "exchange.hpp"

#include <algorithm>

namespace orm::postgres {

namespace {
constexpr int binary = 1;
}  // namespace

void exchange::begin(connection& on) {
  on_ = &on;
  expected_.clear();
  results_.clear();
}

void exchange::start(connection& on) {
  begin(on);
  on.enter_pipeline();
  if (!on.outdated().empty() && PQtransactionStatus(on.handle()) == PQTRANS_IDLE) deallocate_outdated();
}

bool exchange::start_alone(connection& on, const plan& of, const prepared_command& command) {
  begin(on);
  if (may_prepare(command)) {
    const connection::prepared& known = on.prepared_at(of.slot);
    if (known.generation != of.generation || (known.commands >> command.number & 1) == 0) return false;
  }
  return on.outdated().empty() && on.leave_pipeline();
}

void exchange::deallocate(const std::string& name) { control("DEALLOCATE \"" + name + "\""); }

// Whatever becomes of these concerns nobody; a sync of their own for each keeps it that way.
void exchange::deallocate_outdated() {
  for (const std::string& name : on_->outdated()) {
    deallocate(name);
    check(PQpipelineSync(on_->handle()));
    on_->leave_unread();
  }
  on_->outdated().clear();
  expected_.clear();
  results_.clear();
}

// A transaction of the application goes on, although the application may have taken a name away already: what was
// deallocated is not given back by a savepoint.
void exchange::start_to_leave(connection& on) {
  on.outdate_prepared();
  if (PQtransactionStatus(on.handle()) == PQTRANS_IDLE) {
    start(on);
    return sync();
  }
  begin(on);
  on.enter_pipeline();
  for (const std::string& name : on.outdated()) {
    control(std::string("SAVEPOINT ") + own_savepoint);
    deallocate(name);
    sync();
    control(std::string("ROLLBACK TO ") + own_savepoint);
    control(std::string("RELEASE ") + own_savepoint);
    sync();
  }
  on.outdated().clear();
}

void exchange::check(int code) {
  if (code == 1) return;
  const std::string detail = PQerrorMessage(on_->handle());
  on_->close();
  throw interruption{interruption::reason::lost, detail, {}};
}

void exchange::expect(awaited what, std::uint32_t slot, std::uint64_t bit) {
  expected_.push_back({what, static_cast<std::uint32_t>(results_.size()), slot, bit, nullptr});
}

// Whether the server may still have something else, or the same, under that name: it is taken away outside
// transactions.
bool exchange::is_outdated(std::string_view name) const {
  const auto& names = on_->outdated();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// False: the command goes without.
bool exchange::prepare(const plan& of, const prepared_command& command) {
  if (!may_prepare(command)) return false;
  connection::prepared& known = on_->prepared_at(of.slot);
  if (known.generation != of.generation) {
    for (std::uint32_t i = 0; i < connection::prepared_numbers; ++i) {
      if ((known.commands >> i & 1) != 0) on_->outdated().push_back(prepared_name(known.generation, i));
    }
    known = {of.generation};
  }
  const std::uint64_t bit = std::uint64_t{1} << command.number;
  if ((known.commands & bit) != 0) return true;
  if (is_outdated(command.name)) return false;
  check(PQsendPrepare(on_->handle(), command.name.c_str(), command.text.sql.c_str(),
                      static_cast<int>(command.types.size()), command.types.data()));
  known.commands |= bit;
  expect(awaited::preparation, of.slot, bit);
  return true;
}

void exchange::send_prepared(const prepared_command& command) {
  check(PQsendQueryPrepared(on_->handle(), command.name.c_str(), arguments_.count(), arguments_.values(),
                            arguments_.lengths(), arguments_.formats(), binary));
}

void exchange::send_text(const prepared_command& command) {
  check(PQsendQueryParams(on_->handle(), command.text.sql.c_str(), arguments_.count(), command.types.data(),
                          arguments_.values(), arguments_.lengths(), arguments_.formats(), binary));
}

std::size_t exchange::command(const plan& of, const prepared_command& command, const bind_values& values) {
  arguments_.assign(command.text.binds, values);
  if (prepare(of, command)) {
    send_prepared(command);
  } else {
    send_text(command);
  }
  return expect_result();
}

std::size_t exchange::once(const prepared_command& command, const bind_values& values) {
  arguments_.assign(command.text.binds, values);
  send_text(command);
  return expect_result();
}

void exchange::run_alone(const prepared_command& command, const bind_values& values) {
  arguments_.assign(command.text.binds, values);
  if (may_prepare(command)) {
    send_prepared(command);
  } else {
    send_text(command);
  }
  results_.emplace_back();
  while (result part = on_->next()) results_.front() = std::move(part);
}

std::size_t exchange::expect_result() {
  expect(awaited::command);
  results_.emplace_back();
  return results_.size() - 1;
}

std::size_t exchange::control(const std::string& sql) {
  check(PQsendQueryParams(on_->handle(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, binary));
  return expect_result();
}

// On a client of the application others may have the same names, or take ours away, and what ends a transaction must
// not depend on that.
std::size_t exchange::kept_control(const char* name, const char* sql) {
  if (!prepares_ || on_->is_borrowed() || is_outdated(name)) return control(sql);
  auto& known = on_->controls();
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    check(PQsendPrepare(on_->handle(), name, sql, 0, nullptr));
    known.emplace_back(name);
    expect(awaited::preparation);
    expected_.back().control = name;
  }
  check(PQsendQueryPrepared(on_->handle(), name, 0, nullptr, nullptr, nullptr, binary));
  return expect_result();
}

void exchange::sync() {
  check(PQpipelineSync(on_->handle()));
  expect(awaited::sync);
}

void exchange::read(const expected& next) {
  switch (next.what) {
    case awaited::preparation:
      return read_preparation(next);
    case awaited::command:
      return read_command(next);
    case awaited::sync:
      while (on_->next() == nullptr) {
      }
  }
}

void exchange::run_unread() {
  check(PQflush(on_->handle()) < 0 ? 0 : 1);
  for (const expected& each : expected_) {
    if (each.what == awaited::sync) on_->leave_unread();
  }
}

// An error here is that of the command for which it was prepared.
void exchange::read_preparation(const expected& next) {
  for (result part = on_->next(); part != nullptr; part = on_->next()) {
    if (PQresultStatus(part.get()) == PGRES_COMMAND_OK) continue;
    if (next.bit != 0) {
      on_->prepared_at(next.slot).commands &= ~next.bit;
    } else {
      std::erase(on_->controls(), next.control);
    }
    if (PQresultStatus(part.get()) == PGRES_FATAL_ERROR) results_[next.command] = std::move(part);
  }
}

void exchange::read_command(const expected& next) {
  for (result part = on_->next(); part != nullptr; part = on_->next()) {
    if (PQresultStatus(part.get()) != PGRES_PIPELINE_ABORTED) results_[next.command] = std::move(part);
  }
}

const PGresult* exchange::first_error(std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to; ++i) {
    if (results_[i] != nullptr && PQresultStatus(results_[i].get()) == PGRES_FATAL_ERROR) return results_[i].get();
  }
  return nullptr;
}

}  // namespace orm::postgres
