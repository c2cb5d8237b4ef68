// Batches: each item on its own, all of them in one round trip.
//
// Items that only read share one sync: what follows a failure is skipped, and sent again. With writes among them each
// item has a sync of its own. In a transaction of the application a failure must not end that transaction, and nobody
// can say beforehand which item fails, so that every item is undone to the last of two savepoints of one name: to the
// second where it worked, which undoes nothing, else to the first. In a transaction of ours reads travel together too,
// with what begins it and, where it consists of nothing else, with what ends it.
#include <algorithm>

#include "call.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {
constexpr std::uint32_t most_at_once = 1000;
}

class session::batch_run {
 public:
  batch_run(session& owner, orm_batch_item* items, std::uint32_t count)
      : owner_(owner), items_(items), statements_(count), joins_(owner.in_clients_transaction()) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const orm_batch_item& each = item(i);
      statements_[i] =
          owner.make_statement(sdk::detail::plan_of(each.plan), each.parameters, each.parameter_count, *each.sink);
    }
  }

  bool only_reads() const {
    return !joins_ &&
           std::all_of(statements_.begin(), statements_.end(), [](const statement& each) { return each.of->reads; });
  }

  void read();
  void read_in_transaction();
  void run();

 private:
  orm_batch_item& item(std::uint32_t index) { return const_cast<orm_batch_item&>(sdk::detail::strided(items_, index)); }
  template <class Body>
  void guarded(std::uint32_t index, Body&& body) {
    orm_error* const error = item(index).error;
    const std::int32_t code = sdk::detail::guarded(error, body);
    if (error != nullptr) error->code = code;
  }
  std::uint32_t read_from(std::uint32_t first, bool repeats);
  bool read_within(bool repeats);
  void settle(std::exception_ptr why);
  void send(std::uint32_t index);
  void finish(std::uint32_t index);
  void send_from(std::uint32_t first, std::uint32_t last);
  bool connected(std::uint32_t first, std::uint32_t last);
  bool is_worth_another_try(const statement& done) const;

  session& owner_;
  orm_batch_item* items_;
  std::vector<statement> statements_;
  bool joins_;
  enum class state : unsigned char { sent, settled, again };
  std::vector<state> states_;
};

// ---- reads

void session::batch_run::read() {
  std::uint32_t done = 0;
  bool repeats = true;
  while (done < statements_.size()) {
    const std::uint32_t reached = read_from(done, repeats);
    repeats = reached != done;  // once without progress: a connection that was lost, a statement that was forgotten
    done = reached;
  }
}

// Answers with the first item that is still to be read. Each is shown as soon as it is here, and its memory is there
// for the next: a hundred results at once leave the processor's caches.
std::uint32_t session::batch_run::read_from(std::uint32_t first, bool repeats) {
  const auto last = std::min(first + most_at_once, static_cast<std::uint32_t>(statements_.size()));
  std::uint32_t refused = last, shown = first;
  const auto show = [&](std::size_t) {
    const statement& next = statements_[shown];
    const PGresult* const rows = owner_.exchange_.result_of(next.main);
    if (rows == nullptr || PQresultStatus(rows) != PGRES_TUPLES_OK) return false;
    guarded(shown++, [&] { owner_.deliver(next); });
    return true;
  };
  try {
    owner_.connect();
    owner_.exchange_.start(*owner_.connection_);
    for (std::uint32_t i = first; i < last && refused == last; ++i) {
      guarded(i, [&] { owner_.send(statements_[i]); });
      if (item(i).error->code != ORM_OK) refused = i;
    }
    owner_.exchange_.sync();
    owner_.exchange_.run(show);
  } catch (const interruption& why) {
    if (repeats && why.why == interruption::reason::lost && owner_.owner_.client() == nullptr) return shown;
    for (std::uint32_t i = shown; i < last; ++i) guarded(i, [&] { owner_.fail(why, false, false); });
    return last;
  }
  if (shown == refused) return refused == last ? last : refused + 1;
  const statement& failing = statements_[shown];
  const PGresult* const error = owner_.exchange_.first_error(failing.first, failing.end);
  if (wants_preparing(error)) {
    owner_.connection_->outdate_prepared();
    if (repeats) return shown;
  }
  guarded(shown, [&] { throw owner_.failed(error, owner_.context_of(failing)); });
  return shown + 1;
}

// ---- reads within a transaction of ours

// A transaction of which the server has not heard yet can begin a second time.
void session::batch_run::read_in_transaction() {
  const bool fresh = owner_.transaction_ == transaction_state::wanted;
  if (!read_within(fresh)) (void)read_within(false);
}

// False: nothing has happened, and it is worth another try.
bool session::batch_run::read_within(bool repeats) {
  const bool ends = owner_.one_batch_ && owner_.transaction_ == transaction_state::wanted;
  std::exception_ptr refused;
  try {
    owner_.connect();
    owner_.exchange_.start(*owner_.connection_);
    owner_.send_queued();
    try {
      for (statement& each : statements_) owner_.send(each);
      if (ends) owner_.exchange_.kept_control("orm commit", "COMMIT");
    } catch (const driver_error&) {  // a value that can't be sent; what went before it is brought to an end
      refused = std::current_exception();
    }
    owner_.exchange_.sync();
    owner_.exchange_.run();
  } catch (const interruption& why) {
    if (repeats && why.why == interruption::reason::lost) return false;
    for (std::uint32_t i = 0; i < statements_.size(); ++i) guarded(i, [&] { owner_.fail(why, false, false); });
    return true;
  }
  const PGresult* const error = owner_.exchange_.first_error();
  const bool forgotten = error != nullptr && wants_preparing(error);
  if (forgotten) owner_.connection_->outdate_prepared();
  if (error != nullptr && refused == nullptr) {
    const auto failing = std::find_if(statements_.begin(), statements_.end(), [&](const statement& each) {
      return owner_.exchange_.first_error(each.first, each.end) != nullptr;
    });
    const auto& told = failing == statements_.end() ? statements_.front() : *failing;
    refused = std::make_exception_ptr(owner_.failed(error, owner_.context_of(told)));
  }
  owner_.transaction_ = ends && refused == nullptr ? transaction_state::ended : transaction_state::open;
  owner_.queued_.clear();
  if (refused == nullptr) {
    for (std::uint32_t i = 0; i < statements_.size(); ++i) guarded(i, [&] { owner_.deliver(statements_[i]); });
    return true;
  }
  if (forgotten && repeats) {
    owner_.undo();
    owner_.transaction_ = transaction_state::wanted;
    return false;
  }
  owner_.failed_ = true;
  settle(refused);
  return true;
}

void session::batch_run::settle(std::exception_ptr why) {
  for (std::uint32_t i = 0; i < statements_.size(); ++i) guarded(i, [&] { std::rethrow_exception(why); });
}

// ---- reads and writes

void session::batch_run::send(std::uint32_t index) {
  statement& wanted = statements_[index];
  bool shown = true;
  guarded(index, [&] { shown = owner_.show_early(wanted); });
  if (!shown || item(index).error->code != ORM_OK) {
    states_[index] = state::settled;
    return;
  }
  const std::string savepoint = std::string("SAVEPOINT ") + own_savepoint;
  if (joins_) owner_.exchange_.control(savepoint);
  guarded(index, [&] { owner_.send(wanted); });
  if (joins_) owner_.exchange_.control(savepoint);
  owner_.exchange_.sync();
  if (joins_) {
    owner_.exchange_.control(std::string("ROLLBACK TO ") + own_savepoint);
    owner_.exchange_.control(std::string("RELEASE ") + own_savepoint);
    owner_.exchange_.sync();
  }
  if (item(index).error->code != ORM_OK) states_[index] = state::settled;  // what could not be sent
}

bool session::batch_run::is_worth_another_try(const statement& done) const {
  const PGresult* const error = owner_.exchange_.first_error(done.first, done.end);
  if (wants_preparing(error)) return true;
  return done.of->repeats && sqlstate(error) == "23505";
}

void session::batch_run::finish(std::uint32_t index) {
  const statement& done = statements_[index];
  const PGresult* const error = owner_.exchange_.first_error(done.first, done.end);
  if (error == nullptr) {
    guarded(index, [&] { owner_.deliver(done); });
  } else if (is_worth_another_try(done)) {
    if (wants_preparing(error)) owner_.connection_->outdate_prepared();
    states_[index] = state::again;
  } else {
    guarded(index, [&] { throw owner_.failed(error, owner_.context_of(done)); });
  }
}

// False: there is no connection for these items. Others before them may have been kept.
bool session::batch_run::connected(std::uint32_t first, std::uint32_t last) {
  try {
    owner_.connect();
    return true;
  } catch (const driver_error&) {
    for (std::uint32_t i = first; i < last; ++i) {
      guarded(i, [] { throw; });
      states_[i] = state::settled;
    }
    return false;
  }
}

void session::batch_run::send_from(std::uint32_t first, std::uint32_t last) {
  std::vector<std::size_t> syncs;  // that must be reached for an item to be settled
  std::size_t sent = 0;
  if (!connected(first, last)) return;
  try {
    owner_.exchange_.start(*owner_.connection_);
    for (std::uint32_t i = first; i < last; ++i) {
      const std::size_t before = owner_.exchange_.size();
      send(i);
      sent += owner_.exchange_.size() == before ? 0 : joins_ ? 2 : 1;
      syncs.push_back(sent);
    }
    owner_.exchange_.run();
  } catch (const interruption& why) {
    const std::size_t done = owner_.exchange_.syncs_done();
    for (std::uint32_t i = first; i < last; ++i) {
      if (states_[i] == state::settled) continue;
      if (i - first < syncs.size() && syncs[i - first] <= done) {
        finish(i);
      } else {
        guarded(i, [&] { owner_.fail(why, !statements_[i].of->reads, false); });
      }
    }
    return;
  }
  for (std::uint32_t i = first; i < last; ++i) {
    if (states_[i] == state::sent) finish(i);
  }
}

void session::batch_run::run() {
  const auto count = static_cast<std::uint32_t>(statements_.size());
  states_.assign(count, state::sent);
  for (std::uint32_t first = 0, next = 0; first < count; first = next) {
    std::uint32_t last = std::min(first + most_at_once, count);
    // What may have to be tried again is the last of those that travel together, or it would come after the others.
    const auto again = std::find_if(statements_.begin() + first, statements_.begin() + last,
                                    [](const statement& each) { return each.of->repeats; });
    if (again != statements_.begin() + last) last = static_cast<std::uint32_t>(again - statements_.begin()) + 1;
    next = last;
    send_from(first, last);
    for (std::uint32_t i = first; i < last; ++i) {
      if (states_[i] != state::again) continue;
      guarded(i, [&] {
        for (int number = 1; !owner_.attempt(statements_[i], number);) ++number;
      });
    }
  }
}

// Forgets what was prepared when the server did.
void session::check_prepared() {
  connect();
  const std::vector<std::string> names = connection_->prepared_names();
  if (names.empty()) return;
  const std::string one = "SELECT 1 FROM pg_prepared_statements WHERE name = '" + names.front() + "'";
  if (PQntuples(run_now(one)) == 0) connection_->forget_prepared();
}

void session::batch(orm_batch_item* items, std::uint32_t count) {
  if (in_own_transaction() && owner_.client() == nullptr && count > 1) {
    const call running(*this);
    if (batch_run batch(*this, items, count); batch.only_reads()) return batch.read_in_transaction();
  }
  bool one_by_one = in_own_transaction() || count < 2;
  for (std::uint32_t i = 0; i < count && !one_by_one; ++i) {
    const auto* const each = sdk::detail::strided(items, i).plan;
    one_by_one = begins_alone(in_clients_transaction()) && static_cast<const plan&>(sdk::detail::plan_of(each)).defers;
  }
  if (one_by_one) return driver_session::batch(items, count);
  const call running(*this);
  batch_run batch(*this, items, count);
  if (batch.only_reads()) return batch.read();
  // Who else uses the client may have dropped what was prepared on it. Found out item by item, that would change their
  // order.
  if (owner_.client() != nullptr) check_prepared();
  batch.run();
}

}  // namespace orm::postgres
