// Batches: each item on its own, all of them in one round trip.
//
// Items that only read share one sync: what follows a failure is skipped, and sent again. With writes among them each
// item has a sync of its own. In a transaction of the application a failure must not end that transaction, and nobody
// can say beforehand which item fails, so that every item is undone to the last of two savepoints of one name: to the
// second where it worked, which undoes nothing, else to the first.
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
    return !joins_ && std::all_of(statements_.begin(), statements_.end(),
                                  [](const statement& each) { return each.of->reads; });
  }

  void read();
  void run();

 private:
  orm_batch_item& item(std::uint32_t index) {
    return const_cast<orm_batch_item&>(sdk::detail::strided(items_, index));
  }
  template <class Body>
  void guarded(std::uint32_t index, Body&& body) {
    orm_error* const error = item(index).error;
    const std::int32_t code = sdk::detail::guarded(error, body);
    if (error != nullptr) error->code = code;
  }
  std::uint32_t read_from(std::uint32_t first, bool repeats);
  void send(std::uint32_t index);
  void finish(std::uint32_t index);
  void send_from(std::uint32_t first, std::uint32_t last);
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

// Answers with the first item that is still to be read.
std::uint32_t session::batch_run::read_from(std::uint32_t first, bool repeats) {
  const auto last = std::min(first + most_at_once, static_cast<std::uint32_t>(statements_.size()));
  std::uint32_t refused = last;
  try {
    owner_.connect();
    owner_.exchange_.start(*owner_.connection_);
    for (std::uint32_t i = first; i < last && refused == last; ++i) {
      guarded(i, [&] { owner_.send(statements_[i]); });
      if (item(i).error->code != ORM_OK) refused = i;
    }
    owner_.exchange_.sync();
    owner_.exchange_.run();
  } catch (const interruption& why) {
    if (repeats && why.why == interruption::reason::lost && owner_.owner_.client() == nullptr) return first;
    for (std::uint32_t i = first; i < last; ++i) guarded(i, [&] { owner_.fail(why, false, false); });
    return last;
  }
  for (std::uint32_t i = first; i < refused; ++i) {
    const statement& done = statements_[i];
    const PGresult* const error = owner_.exchange_.first_error(done.first, done.end);
    if (error == nullptr) {
      guarded(i, [&] { owner_.deliver(done); });
      continue;
    }
    if (wants_preparing(error)) {
      owner_.connection_->outdate_prepared();
      if (repeats) return i;
    }
    guarded(i, [&] { throw owner_.failed(error, owner_.context_of(done)); });
    return i + 1;
  }
  return refused == last ? last : refused + 1;
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

void session::batch_run::send_from(std::uint32_t first, std::uint32_t last) {
  std::vector<std::size_t> syncs;  // that must be reached for an item to be settled
  std::size_t sent = 0;
  try {
    owner_.connect();
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
  for (std::uint32_t first = 0; first < count; first += most_at_once) {
    const std::uint32_t last = std::min(first + most_at_once, count);
    send_from(first, last);
    for (std::uint32_t i = first; i < last; ++i) {
      if (states_[i] != state::again) continue;
      guarded(i, [&] {
        for (int number = 1; !owner_.attempt(statements_[i], number);) ++number;
      });
    }
  }
}

void session::batch(orm_batch_item* items, std::uint32_t count) {
  if (in_own_transaction() || count < 2) return driver_session::batch(items, count);
  const call running(*this);
  batch_run batch(*this, items, count);
  if (batch.only_reads()) return batch.read();
  // Who else uses the client may have dropped what was prepared on it. Found out item by item, that would change their
  // order.
  if (owner_.client() != nullptr) run_now("SELECT 1");
  batch.run();
}

}  // namespace orm::postgres
