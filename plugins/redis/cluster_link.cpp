// Rounds of sending, until every command has an answer that counts: some move to another node, some wait until a
// failed node is replaced.
#include "cluster_link.hpp"

#include <algorithm>
#include <charconv>

#include "exchange.hpp"
#include "socket.hpp"

namespace orm::redis {

using sdk::driver_error;

// What is left to do, and what the last round has taught.
struct cluster_link::round {
  std::vector<std::size_t> open;             // commands without an answer
  std::map<std::size_t, endpoint> asked_at;  // those that another node wants to be asked for, this once
  std::optional<driver_error> failure;       // the last one that may pass
  bool stale_map = false;
  bool wait = false;  // nothing changes at once
};

namespace {

// "MOVED 3999 127.0.0.1:6381"; the host is empty where it is the same as that of the node that says so.
std::optional<std::pair<std::uint32_t, endpoint>> read_redirection(std::string_view text, const std::string& host) {
  const std::size_t slot_at = text.find(' ') + 1;
  const std::size_t node_at = text.find(' ', slot_at) + 1;
  const std::size_t colon = text.rfind(':');
  if (slot_at == 0 || node_at == 0 || colon == std::string_view::npos || colon < node_at) return std::nullopt;
  std::uint32_t slot = 0;
  endpoint node;
  std::from_chars(text.data() + slot_at, text.data() + text.size(), slot);
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), node.port);
  node.host = text.substr(node_at, colon - node_at);
  if (node.host.empty()) node.host = host;
  return std::pair(slot, node);
}

bool may_pass(std::string_view word) {
  return word == "TRYAGAIN" || word == "CLUSTERDOWN" || word == "LOADING" || word == "MASTERDOWN" || word == "READONLY";
}

}  // namespace

std::vector<cluster_link::part> cluster_link::split(const pipeline& commands, const round& now) const {
  std::vector<part> parts;
  for (const std::size_t position : now.open) {
    const auto asked = now.asked_at.find(position);
    const bool asking = asked != now.asked_at.end();
    endpoint node = asking ? asked->second : map_.node_of(commands.slot(position));
    auto found = std::find_if(parts.begin(), parts.end(),
                              [&](const part& each) { return each.asking == asking && each.node == node; });
    if (found == parts.end()) found = parts.insert(found, part{std::move(node), asking, {}});
    found->positions.push_back(position);
  }
  return parts;
}

void cluster_link::send(part& each, const pipeline& commands, effect what, const deadline& until) {
  std::unique_ptr<connection>& with = connections_[each.node];
  if (with != nullptr && what == effect::write && with->is_stale()) with.reset();
  each.is_new = with == nullptr;
  if (each.is_new) with = how_.dial(each.node, until, stop_);
  pipeline wires;
  for (const std::size_t position : each.positions) {
    if (each.asking) wires.add({"ASKING"});
    wires.add_wire(commands.wire(position));
  }
  with->send(wires.wire(), until);
  each.sent = true;
}

void cluster_link::receive(part& each, pipeline& commands, const deadline& until) {
  connection& with = *connections_.at(each.node);
  for (const std::size_t position : each.positions) {
    if (each.asking) with.receive(until);
    commands.set_reply(position, with.receive(until));
  }
}

// Asks node after node who has what.
void cluster_link::learn(const deadline& until) {
  pipeline question;
  question.add({"CLUSTER", "SLOTS"});
  for (const endpoint& node : map_.nodes()) {
    try {
      std::unique_ptr<connection>& with = connections_[node];
      if (with == nullptr) with = how_.dial(node, until.earlier(std::chrono::seconds(1)), stop_);
      with->send(question.wire(), until);
      const reply slots = with->receive(until);
      if (map_.read(*slots, node)) return;
    } catch (const stream_failure&) {
      drop(node);
    } catch (const driver_error& error) {
      drop(node);
      if (error.code() == ORM_CANCELLED || error.code() == ORM_NOT_AUTHORIZED) throw;
    }
  }
}

// Which commands are done, now that replies are there.
void cluster_link::judge(pipeline& commands, effect what, round& now) {
  std::vector<std::size_t> open;
  const std::map<std::size_t, endpoint> asked_at = std::exchange(now.asked_at, {});
  for (const std::size_t position : now.open) {
    if (!commands.has_reply(position)) {
      open.push_back(position);
      continue;
    }
    const std::string_view word = error_word(commands[position]);
    if (word.empty()) continue;
    const auto asked = asked_at.find(position);
    const std::string host = asked != asked_at.end() ? asked->second.host : map_.node_of(commands.slot(position)).host;
    if (word == "MOVED" || word == "ASK") {
      const auto to = read_redirection(text_of(commands[position]), host);
      const script* const runs = commands.runs(position);
      const bool stays = word == "ASK" && runs != nullptr && runs->used == script::keys::some_unnamed;
      if (!to || stays) continue;
      if (word == "MOVED") {
        map_.move(to->first, to->second);
        now.stale_map = true;
      } else {
        now.asked_at.emplace(position, to->second);
      }
    } else if (word == "TRYAGAIN" && what == effect::none) {
      continue;
    } else if (may_pass(word)) {
      now.failure = server_error(commands[position], effect::none);
      now.stale_map = now.wait = true;
    } else {
      continue;
    }
    open.push_back(position);
  }
  now.open = std::move(open);
}

void cluster_link::run(pipeline& commands, effect what) {
  constexpr int patient_rounds = 5;  // how many redirections in a row are followed without waiting
  constexpr std::chrono::milliseconds pause(100);
  const deadline until(timeout_);
  round now;
  for (std::size_t i = 0; i < commands.size(); ++i) now.open.push_back(i);
  for (int count = 0;; ++count) {
    now.stale_map = now.wait = false;
    std::vector<part> parts = split(commands, now);
    const auto failed = [&](part& each, const driver_error& error) {
      drop(each.node);
      const bool is_late = error.code() == ORM_TIMEOUT && !until.passed();  // a node that could not be reached
      const bool passes = is_late || (error.code() == ORM_CONNECTION_FAILED && error.is_retryable());
      if (!passes || error.outcome() == ORM_OUTCOME_UNKNOWN) throw error;
      for (const std::size_t position : each.positions) commands.set_reply(position, nullptr);
      now.failure = error;
      // A connection that was closed while nobody used it says nothing about its node.
      if (each.is_new) now.stale_map = now.wait = true;
    };
    const auto attempt = [&](part& each, const auto& step) {
      try {
        if (stop_.is_raised()) throw_cancelled();
        step();
      } catch (const stream_failure& failure) {
        const bool unknown = each.sent;
        each.sent = false;
        failed(each, connection_error(failure, what, unknown));
      } catch (const driver_error& error) {
        each.sent = false;
        failed(each, error);
      } catch (...) {
        connections_.clear();  // replies may be under way
        throw;
      }
    };
    try {
      for (part& each : parts) attempt(each, [&] { send(each, commands, what, until); });
      for (part& each : parts) {
        if (each.sent) attempt(each, [&] { receive(each, commands, until); });
      }
      for (part& each : parts) {
        if (each.sent)
          attempt(each, [&] { repeat_unknown_scripts(*connections_.at(each.node), commands, each.positions, until); });
      }
    } catch (...) {
      connections_.clear();  // of those that were not heard, too
      throw;
    }
    judge(commands, what, now);
    if (now.open.empty()) return;
    const bool waits = now.wait || count >= patient_rounds;
    // What is sent again has some time for its answer: a write without one would be in doubt.
    if (until.passed() || (waits && until.left() < 2 * pause)) {
      if (now.failure) throw driver_error(*now.failure).outcome(ORM_OUTCOME_NOT_SENT);
      throw driver_error(ORM_TIMEOUT, "the cluster kept passing the request on")
          .retryable()
          .outcome(ORM_OUTCOME_NOT_SENT);
    }
    if (waits) stop_.pause(pause);
    if (now.stale_map) learn(until);
  }
}

}  // namespace orm::redis
