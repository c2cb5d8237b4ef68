// Looking at what is due.
#include "expiring.hpp"

#include <algorithm>
#include <chrono>
#include <orm/sdk/schema_view.hpp>

#include "lua.hpp"

namespace orm::redis {

using sdk::kv::mutation_shape;

std::vector<expiring_model> expiring_models(const std::vector<sdk::kv::model_layout>& models) {
  std::vector<expiring_model> expiring;
  for (const sdk::kv::model_layout& each : models) {
    if (sdk::has_expiry(each.model()))
      expiring.push_back({&each.shape(), each.prefix(), each.expiry_queue(), std::make_unique<sweep_pace>()});
  }
  return expiring;
}

const expiring_model* model_of(const std::vector<expiring_model>& expiring, std::string_view key) {
  const auto found = std::find_if(expiring.begin(), expiring.end(),
                                  [&](const expiring_model& each) { return key.starts_with(each.prefix); });
  return found == expiring.end() ? nullptr : &*found;
}

std::string expiry_text(std::int64_t microseconds) {
  const std::int64_t milliseconds = microseconds / 1000 + (microseconds % 1000 > 0 ? 1 : 0);
  return std::to_string(std::max<std::int64_t>(milliseconds, 1));
}

std::int64_t milliseconds_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

std::string due_at(std::int64_t milliseconds) { return '(' + std::to_string(milliseconds); }

std::size_t sweep_pace::most_at(std::int64_t now) {
  passed_.fetch_add(1, std::memory_order_relaxed);
  std::int64_t last = last_.load(std::memory_order_relaxed);
  if (last == now || !last_.compare_exchange_strong(last, now, std::memory_order_relaxed)) return 0;
  const std::size_t passed = passed_.exchange(0, std::memory_order_relaxed);
  const std::size_t counted = std::min(passed, (greatest - least) / 2);
  passed_.fetch_add(passed - counted, std::memory_order_relaxed);
  return least + 2 * counted;
}

void sweep_pace::give_back(std::size_t most) {
  if (most > least) passed_.fetch_add((most - least) / 2, std::memory_order_relaxed);
}

// In a cluster something may be on its way to another node: it is left for later.
std::string sweep_of(const mutation_shape& shape, const queue_names& names) {
  if (shape.component_count() > most_captures) {  // its entries are left to `orm purge`
    return "redis.pcall('ZREMRANGEBYSCORE'," + names.queue + ",'-inf'," + names.now + ")\n";
  }
  const lua_components dead(shape, "c");
  const lua_components live(shape, "n");
  const std::string drop = "redis.pcall('ZREM'," + names.queue + ",m)\n";
  std::string lua = "local due=redis.pcall('ZRANGE'," + names.queue + ",'-inf'," + names.now + ",'BYSCORE','LIMIT',0," +
                    names.most +
                    ")\n"
                    "for i=1,#due do\nlocal m=due[i]\n"
                    "local " +
                    dead.names() + "=string.match(m,'^" + dead.captures() +
                    "$')\n"
                    "local f=" +
                    dead.name(0) + " and " + dead.reference() +
                    "\n"
                    "local k=f and " +
                    lua_string(shape.record_prefix) +
                    "..f\n"
                    "local r=k and redis.pcall('GET',k)\n"
                    "if type(r)~='table' then\n"
                    "local " +
                    live.names() +
                    "\n"
                    "if r then " +
                    live.names() + "=string.match(r,'^%*:k[^ ]* " + live.captures() +
                    ";',18) end\n"
                    "if not f or r and not " +
                    live.name(0) + " then\n" + drop + "elseif r and " + live.member() +
                    "==m then\n"
                    "local t=redis.pcall('PEXPIRETIME',k)\n"
                    "if type(t)=='number' and t>0 then redis.pcall('ZADD'," +
                    names.queue + ",string.format('%.0f',t),m) else " + drop +
                    "end\n"
                    "else\nlocal w=true\n";
  for (std::size_t i = 0; i < shape.keys.size(); ++i) {
    const mutation_shape::key& key = shape.keys[i];
    if (key.index.empty()) continue;
    const std::string entry = dead.entry(key, "f");
    lua += "if not r or " + entry + "~=" + live.entry(key, "f") + " then w=type(redis.pcall('ZREM'," +
           names.indexes[i] + "," + entry + "))~='table' and w end\n";
  }
  return lua + "if w then " + drop + "end\nend\nend\nend\n";
}

}  // namespace orm::redis
