// Connecting and waiting.
#include "connection.hpp"

#include <poll.h>

#include <algorithm>

#include "plan.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {

// What began so short a time ago and was answered needs not be looked at: it would hardly tell more.
constexpr std::chrono::milliseconds fresh(1);
// How long a server that was asked to stop has for its answer.
constexpr std::chrono::milliseconds patience(250);

int milliseconds_until(clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

}  // namespace

connection::connection(const options& options, const cancellation& cancel)
    : cancel_(&cancel), timeout_(options.timeout) {
  try {
    connect(options);
  } catch (...) {
    PQfinish(client_);
    throw;
  }
  usable_ = true;
}

void connection::watch(const cancellation& cancel) {
  if (!borrowed_) waiting_.emplace(PQsocket(client_), cancel);
  cancel_ = &cancel;
}

connection::connection(PGconn* client, const options& options, const cancellation& cancel)
    : client_(client), borrowed_(true), usable_(true), cancel_(&cancel), timeout_(options.timeout) {}

connection::~connection() {
  if (!borrowed_) PQfinish(client_);
}

void connection::connect(const options& options) {
  std::vector<const char*> keywords, values;
  const auto pairs = connection_keywords(options);
  for (const auto& [keyword, value] : pairs) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  client_ = PQconnectStartParams(keywords.data(), values.data(), 1);
  if (client_ == nullptr) throw std::bad_alloc();
  if (PQstatus(client_) == CONNECTION_BAD) {
    throw connection_failure(PQerrorMessage(client_), "", ORM_OUTCOME_NOT_SENT);
  }
  PQsetNoticeReceiver(client_, hear_notice, this);
  wait_while_connecting(clock::now() + std::chrono::milliseconds(options.connect_timeout));
  if (PQsetnonblocking(client_, 1) != 0) throw connection_failure(PQerrorMessage(client_), "", ORM_OUTCOME_NOT_SENT);
  watch(*cancel_);
}

// The descriptor may change from one poll to the next: several hosts, several addresses.
void connection::wait_while_connecting(clock::time_point deadline) {
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK) {
    if (wanted == PGRES_POLLING_FAILED) {
      const std::string message = PQerrorMessage(client_);
      // libpq keeps no SQLSTATE of a refused connection; its own words are always the same.
      const bool refused = message.find("authentication failed") != std::string::npos ||
                           message.find("pg_hba.conf") != std::string::npos ||
                           message.find("no password supplied") != std::string::npos;
      throw connection_failure(message, refused ? "28000" : "", ORM_OUTCOME_NOT_SENT);
    }
    pollfd watched[2] = {{PQsocket(client_), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0},
                         {cancel_->descriptor(), POLLIN, 0}};
    poll(watched, 2, milliseconds_until(deadline));
    if (cancel_->is_wanted()) {
      throw driver_error(ORM_CANCELLED, "cancelled while connecting").outcome(ORM_OUTCOME_NOT_SENT);
    }
    if (clock::now() >= deadline) {
      throw driver_error(ORM_TIMEOUT, "the server did not let us in within the connect_timeout")
          .retryable()
          .outcome(ORM_OUTCOME_NOT_SENT);
    }
    if (watched[1].revents != 0) cancel_->forget_late_call();
    if (watched[0].revents != 0) wanted = PQconnectPoll(client_);
  }
}

// Words to which nobody has asked for an answer: of these only the last ones matter.
void connection::hear_notice(void* self, const PGresult* notice) {
  const char* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr) return;
  const std::string_view said = severity;
  if (said == "FATAL" || said == "PANIC") static_cast<connection*>(self)->dismissed_ = true;
}

// A server that has gone away has hung up, or has said that it will: there is something to read.
bool connection::is_alive() {
  if (usable_ && !dismissed_ && clock::now() - started_ < fresh) return true;
  while (usable_ && !dismissed_) {
    pollfd watched = {PQsocket(client_), POLLIN, 0};
    if (waiting_ ? !waiting_->is_readable() : poll(&watched, 1, 0) == 0) return true;
    if (PQconsumeInput(client_) != 1 || PQstatus(client_) == CONNECTION_BAD) break;
    PQisBusy(client_);  // looks at what came
  }
  close();
  return false;
}

void connection::start_clock(clock::time_point began) {
  started_ = began;
  deadline_ = started_ + timeout_;
  interrupting_ = false;
  last_state_.clear();
}

bool connection::used_its_time() const { return timeout_.count() != 0 && clock::now() - started_ >= timeout_ * 9 / 10; }

void connection::close() noexcept {
  usable_ = false;
  unread_ = 0;
  forget_prepared();
}

void connection::forget_prepared() {
  prepared_.clear();
  controls_.clear();
  outdated_.clear();
}

void connection::outdate_prepared() {
  std::vector<std::string> names = prepared_names();
  forget_prepared();
  outdated_ = std::move(names);
}

std::vector<std::string> connection::prepared_names() const {
  std::vector<std::string> names = controls_;
  names.insert(names.end(), outdated_.begin(), outdated_.end());
  for (const prepared& each : prepared_) {
    for (std::uint32_t i = 0; i < prepared_numbers; ++i) {
      if ((each.commands >> i & 1) != 0) names.push_back(prepared_name(each.generation, i));
    }
  }
  return names;
}

// What the server said before it hung up may still be there to be read.
void connection::hear_last_words() {
  PQconsumeInput(client_);
  for (int results = 0; results < 16 && PQisBusy(client_) == 0; ++results) {
    const result last(PQgetResult(client_));
    if (last != nullptr && !sqlstate(last.get()).empty()) last_state_ = sqlstate(last.get());
  }
  lose();
}

void connection::lose() {
  const std::string detail = PQerrorMessage(client_);
  close();
  if (interrupting_) throw interruption{reason_, detail, {}};
  throw interruption{interruption::reason::lost, detail, last_state_};
}

// Once: the server is asked to stop, and gets a little more time to say that it has.
void connection::interrupt(interruption::reason why) {
  interrupting_ = true;
  reason_ = why;
  deadline_ = clock::now() + patience;
  const cancel_request request(client_);
  if (request.has_arrived_by(deadline_)) return;
  close();
  throw interruption{why, "the server did not react", {}};
}

void connection::wait(bool write) {
  const bool bounded = timeout_.count() != 0 || interrupting_;
  if (cancel_->is_wanted() && !interrupting_) return interrupt(interruption::reason::cancelled);
  if (waiting_ && !write && !interrupting_) {
    if (waiting_->until(bounded ? deadline_ : clock::time_point::max())) return;
  }
  if (bounded && clock::now() >= deadline_) {
    if (!interrupting_) return interrupt(interruption::reason::timed_out);
    close();
    throw interruption{reason_, "the server did not react", {}};
  }
  pollfd watched[2] = {{PQsocket(client_), static_cast<short>(write ? POLLIN | POLLOUT : POLLIN), 0},
                       {interrupting_ ? -1 : cancel_->descriptor(), POLLIN, 0}};
  poll(watched, 2, bounded ? milliseconds_until(deadline_) : 60'000);
  if (watched[1].revents != 0) cancel_->forget_late_call();
}

void connection::enter_pipeline() {
  if (PQpipelineStatus(client_) == PQ_PIPELINE_OFF) PQenterPipelineMode(client_);
}

bool connection::leave_pipeline() {
  if (PQpipelineStatus(client_) == PQ_PIPELINE_OFF) return true;
  return unread_ == 0 && PQexitPipelineMode(client_) == 1;
}

result connection::next() {
  for (;;) {
    const int unsent = PQflush(client_);
    if (unsent < 0) hear_last_words();
    if (PQisBusy(client_) == 0) {
      result next(PQgetResult(client_));
      if (next != nullptr && PQresultStatus(next.get()) == PGRES_FATAL_ERROR) last_state_ = sqlstate(next.get());
      if (PQstatus(client_) == CONNECTION_BAD) lose();
      return next;
    }
    wait(unsent == 1);
    if (PQconsumeInput(client_) != 1) hear_last_words();
  }
}

void connection::read_unread() {
  while (unread_ != 0) {
    const result skipped = next();
    if (skipped != nullptr && PQresultStatus(skipped.get()) == PGRES_PIPELINE_SYNC) --unread_;
  }
}

}  // namespace orm::postgres
