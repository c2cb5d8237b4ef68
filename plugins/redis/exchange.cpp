// Scripts are named by their digests; a server forgets them when it is restarted, or told to.
#include "exchange.hpp"

namespace orm::redis {
namespace {

bool is_unknown_script(const pipeline& commands, std::size_t position) {
  return commands.runs(position) != nullptr && commands.has_reply(position) &&
         error_word(commands[position]) == "NOSCRIPT";
}

}  // namespace

void exchange(connection& with, pipeline& commands, const deadline& until, bool& sent) {
  with.send(commands.wire(), until);
  sent = true;
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    commands.set_reply(i, with.receive(until));
    if (is_unknown_script(commands, i)) unknown.push_back(i);
  }
  repeat_unknown_scripts(with, commands, unknown, until);
}

void repeat_unknown_scripts(connection& with, pipeline& commands, std::span<const std::size_t> positions,
                            const deadline& until) {
  pipeline again;
  std::vector<std::size_t> unknown;
  for (const std::size_t position : positions) {
    if (!is_unknown_script(commands, position)) continue;
    again.add({"SCRIPT", "LOAD", commands.runs(position)->text});
    again.add_wire(commands.wire(position));
    unknown.push_back(position);
  }
  if (unknown.empty()) return;
  with.send(again.wire(), until);
  for (const std::size_t position : unknown) {
    reply loaded = with.receive(until);
    reply answer = with.receive(until);
    commands.set_reply(position, is_error(*loaded) ? std::move(loaded) : std::move(answer));
  }
}

}  // namespace orm::redis
