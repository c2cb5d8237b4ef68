// Batches: each item on its own, all of them in one round trip.
//
// They share one sync, so that what follows a failure is skipped, and sent again: an item that has to be prepared
// again, or tried again, still comes before those behind it. Items that write are each a transaction of their own, and
// follow one another with COMMIT AND CHAIN; in a transaction of the application each stands within a savepoint. In a
// transaction of ours reads travel with what begins it and, where it consists of nothing else, with what ends it.
#include <algorithm>

#include "call.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {
constexpr std::uint32_t most_at_once = 1000;
// After a failure; more with every item that works.
constexpr std::uint32_t fewest_at_once = 16;

driver_error not_sent(orm_code code) {
  const bool late = code == ORM_TIMEOUT;
  driver_error out(code, late ? "the timeout of the batch was over before this was sent"
                              : "the batch was cancelled before this was sent");
  if (late) out.retryable();
  return out.outcome(ORM_OUTCOME_NOT_SENT);
}

template <class Body>
void guarded_item(orm_batch_item& item, Body&& body) {
  const std::int32_t code = sdk::detail::guarded(item.error, body);
  if (item.error != nullptr) item.error->code = code;
}

orm_batch_item& item_of(orm_batch_item* items, std::uint32_t index) {
  return const_cast<orm_batch_item&>(sdk::detail::strided(items, index));
}

std::string with_own_savepoint(const char* action) { return std::string(action) + own_savepoint; }
}  // namespace

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
  orm_batch_item& item(std::uint32_t index) { return item_of(items_, index); }
  template <class Body>
  void guarded(std::uint32_t index, Body&& body) {
    guarded_item(item(index), body);
  }
  bool is_over(std::uint32_t rest);
  std::uint32_t read_from(std::uint32_t first, bool repeats);
  bool read_within(bool repeats);
  void settle(std::exception_ptr why);
  bool connected(std::uint32_t first, std::uint32_t last);
  void begin_item();
  void end_item(bool another);
  void send(std::uint32_t index);
  bool was_kept(std::uint32_t index) const;
  void fail(std::uint32_t index, const PGresult* error);
  std::uint32_t settle_group(std::uint32_t first, std::uint32_t last);
  std::uint32_t run_from(std::uint32_t first, std::uint32_t last);
  void undo_failed();

  session& owner_;
  orm_batch_item* items_;
  std::vector<statement> statements_;
  bool joins_;
  std::vector<bool> settled_;
  // Where the server is: what is sent next begins a transaction or savepoint, ends that of an item, or undoes one.
  enum class state : unsigned char { outside, in_item, failed } state_ = state::outside;
  std::uint32_t open_ = 0;  // the item that is ended next
};

// The time of the batch, or the batch: what is left of it is not sent any more.
bool session::batch_run::is_over(std::uint32_t rest) {
  const bool cancelled = owner_.cancel_.is_wanted();
  if (!cancelled && owner_.has_time()) return false;
  for (std::uint32_t i = rest; i < statements_.size(); ++i) {
    guarded(i, [&] { throw not_sent(cancelled ? ORM_CANCELLED : ORM_TIMEOUT); });
  }
  return true;
}

// ---- reads

void session::batch_run::read() {
  std::uint32_t done = 0;
  bool repeats = true;
  while (done < statements_.size() && !is_over(done)) {
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

// False: there is no connection for these items. Others before them may have been kept.
bool session::batch_run::connected(std::uint32_t first, std::uint32_t last) {
  try {
    owner_.connect();
    return true;
  } catch (const driver_error&) {
    for (std::uint32_t i = first; i < last; ++i) guarded(i, [] { throw; });
    return false;
  }
}

void session::batch_run::end_item(bool another) {
  exchange& to = owner_.exchange_;
  if (state_ == state::failed) {
    to.control(joins_ ? with_own_savepoint("ROLLBACK TO ") : another ? "ROLLBACK AND CHAIN" : "ROLLBACK");
    if (joins_ && !another) to.control(with_own_savepoint("RELEASE "));
  } else if (state_ == state::in_item) {
    if (joins_) {
      to.control(with_own_savepoint("RELEASE "));
    } else if (another) {
      to.kept_control("orm commit and chain", "COMMIT AND CHAIN");
    } else {
      to.kept_control("orm commit", "COMMIT");
    }
    statements_[open_].end = to.size();
    if (joins_ && another) to.control(with_own_savepoint("SAVEPOINT "));
  }
  if (!another) state_ = state::outside;
}

// As it begins for a statement that is sent alone, so that what the session or the server is set to holds.
void session::batch_run::begin_item() {
  if (state_ != state::outside) return end_item(true);
  if (joins_) {
    owner_.exchange_.control(with_own_savepoint("SAVEPOINT "));
  } else {
    owner_.exchange_.kept_control("orm begin", "BEGIN");
  }
}

void session::batch_run::send(std::uint32_t index) {
  statement& wanted = statements_[index];
  bool shown = true;
  guarded(index, [&] { shown = owner_.show_early(wanted); });
  if (!shown || item(index).error->code != ORM_OK) {
    settled_[index] = true;
    return;
  }
  begin_item();
  guarded(index, [&] { owner_.send(wanted); });
  settled_[index] = item(index).error->code != ORM_OK;  // what could not be sent
  state_ = settled_[index] ? state::failed : state::in_item;
  open_ = index;
}

// Whether the server said that it ended the item.
bool session::batch_run::was_kept(std::uint32_t index) const {
  const PGresult* const end = owner_.exchange_.result_of(statements_[index].end - 1);
  return end != nullptr && PQresultStatus(end) == PGRES_COMMAND_OK;
}

void session::batch_run::undo_failed() {
  if (state_ != state::failed) return;
  owner_.exchange_.start(*owner_.connection_);
  end_item(false);
  owner_.exchange_.sync();
  owner_.exchange_.run();
}

// Of an item behind which nothing has happened yet.
void session::batch_run::fail(std::uint32_t index, const PGresult* error) {
  statement& failing = statements_[index];
  const bool forgotten = wants_preparing(error);
  if (!forgotten && !(failing.of->repeats && sqlstate(error) == "23505")) {
    return guarded(index, [&] { throw owner_.failed(error, owner_.context_of(failing)); });
  }
  if (forgotten) owner_.connection_->outdate_prepared();
  guarded(index, [&] {
    try {
      undo_failed();
    } catch (const interruption& why) {
      state_ = state::outside;
      owner_.fail(why, false, false);
    }
    for (int number = 1; !owner_.attempt(failing, number);) ++number;
  });
}

// Answers with the first item that is still to be sent.
std::uint32_t session::batch_run::settle_group(std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t i = first; i < last; ++i) {
    if (settled_[i]) continue;
    if (was_kept(i)) {
      guarded(i, [&] { owner_.deliver(statements_[i]); });
      continue;
    }
    const bool in_error = PQtransactionStatus(owner_.connection_->handle()) == PQTRANS_INERROR;
    state_ = in_error ? state::failed : state::outside;
    const statement& failing = statements_[i];
    // What could not be sent may have been refused before: nothing of this one was looked at then.
    if (i != first && owner_.exchange_.first_error(failing.first, failing.end) == nullptr) return i;
    fail(i, owner_.exchange_.first_error());
    return i + 1;
  }
  return last;
}

std::uint32_t session::batch_run::run_from(std::uint32_t first, std::uint32_t last) {
  if (!connected(first, last)) return last;
  if (PQtransactionStatus(owner_.connection_->handle()) != PQTRANS_INERROR) state_ = state::outside;  // another one
  owner_.joins_client_ = joins_;  // whatever failed in it
  try {
    owner_.exchange_.start(*owner_.connection_);
    for (std::uint32_t i = first; i < last; ++i) {
      statements_[i].end = 0;
      send(i);
    }
    end_item(false);
    owner_.exchange_.sync();
    owner_.exchange_.run();
  } catch (const interruption& why) {
    state_ = state::outside;
    for (std::uint32_t i = first; i < last; ++i) {
      if (settled_[i]) continue;
      if (statements_[i].end != 0 && was_kept(i)) {
        guarded(i, [&] { owner_.deliver(statements_[i]); });
      } else {
        guarded(i, [&] { owner_.fail(why, !statements_[i].of->reads, false); });
      }
    }
    return last;
  }
  return settle_group(first, last);
}

void session::batch_run::run() {
  const auto count = static_cast<std::uint32_t>(statements_.size());
  settled_.assign(count, false);
  std::uint32_t at_once = most_at_once;
  for (std::uint32_t first = 0; first < count && !is_over(first);) {
    const std::uint32_t last = std::min(first + at_once, count);
    const std::uint32_t reached = run_from(first, last);
    at_once = reached == last ? most_at_once : std::clamp(2 * (reached - first), fewest_at_once, most_at_once);
    first = reached;
  }
  if (state_ != state::failed) return;
  try {
    undo_failed();
  } catch (const interruption&) {  // the server has undone it
  }
}

bool session::has_time() const {
  const std::chrono::milliseconds limit(owner_.settings().timeout);
  return limit.count() == 0 || !batch_began_ || clock::now() - *batch_began_ < limit;
}

// Each is a call of its own.
void session::batch_one_by_one(orm_batch_item* items, std::uint32_t count) {
  std::int32_t over = ORM_OK;
  for (std::uint32_t i = 0; i < count; ++i) {
    orm_batch_item& each = item_of(items, i);
    if (over == ORM_OK && i != 0 && !has_time()) over = ORM_TIMEOUT;
    if (over != ORM_OK) {
      guarded_item(each, [&] { throw not_sent(static_cast<orm_code>(over)); });
      continue;
    }
    driver_session::batch(&each, 1);
    if (each.error->code == ORM_TIMEOUT || each.error->code == ORM_CANCELLED) over = each.error->code;
  }
}

void session::batch(orm_batch_item* items, std::uint32_t count) {
  struct clocked {
    std::optional<clock::time_point>& began;
    ~clocked() { began.reset(); }
  };
  batch_began_ = clock::now();
  const clocked until_the_end{batch_began_};
  run_batch(items, count);
}

void session::run_batch(orm_batch_item* items, std::uint32_t count) {
  if (in_own_transaction() && owner_.client() == nullptr && count > 1) {
    const call running(*this);
    if (batch_run batch(*this, items, count); batch.only_reads()) return batch.read_in_transaction();
  }
  bool one_by_one = in_own_transaction() || count < 2;
  for (std::uint32_t i = 0; i < count && !one_by_one; ++i) {
    const auto* const each = sdk::detail::strided(items, i).plan;
    one_by_one = begins_alone(in_clients_transaction()) && static_cast<const plan&>(sdk::detail::plan_of(each)).defers;
  }
  if (one_by_one) return batch_one_by_one(items, count);
  const call running(*this);
  batch_run batch(*this, items, count);
  if (batch.only_reads()) return batch.read();
  batch.run();
}

}  // namespace orm::postgres
