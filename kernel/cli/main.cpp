// orm: the command line over the kernel. Finds the command, runs it, turns errors into messages and exit statuses.
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <new>

#include "command.hpp"
#include "commands/commands.hpp"
#include "orm/error.hpp"
#include "orm/sdk/driver.h"
#include "output.hpp"
#include "text/nearest.hpp"

namespace orm::cli {

std::span<const command> commands() {
  static const std::vector<command> all = {
      init_command(),    check_command(), drivers_command(), push_command(),     query_command(),
      explain_command(), purge_command(), reset_command(),   generate_command(), completion_command(),
  };
  return all;
}

namespace {

const command* find_command(std::string_view name) {
  const auto all = commands();
  const auto found = std::ranges::find(all, name, [](const command& each) { return std::string_view(each.name); });
  return found == all.end() ? nullptr : &*found;
}

int show(const std::string& text) { return print(text), success; }

int show_version() {
  return show("orm " ORM_VERSION " (driver ABI " + std::to_string(ORM_ABI_MAJOR) + "." + std::to_string(ORM_ABI_MINOR) +
              ")\n");
}

int unknown_command(const std::string& name) {
  std::vector<std::string_view> names;
  for (const command& each : commands()) names.emplace_back(each.name);
  std::cerr << "orm: unknown command " << detail::in_quotes(name) << detail::did_you_mean(name, names)
            << "; `orm --help` lists the commands\n";
  return unusable;
}

int run(const command& command, const std::vector<std::string>& words) {
  try {
    const arguments given = parse(command, words);
    if (given.has("help")) return show(help_of(command));
    if (given.has("version")) return show_version();
    return command.run(given);
  } catch (const usage_error& wrong) {
    std::cerr << "orm " << command.name << ": " << wrong.what() << "; see `orm " << command.name << " --help`\n";
  } catch (const error& failure) {
    std::cerr << to_string(failure.code()) << ": " << failure.what() << '\n';
  } catch (const std::bad_alloc&) {
    std::cerr << to_string(error_code::out_of_space) << ": out of memory\n";
  } catch (const std::exception& failure) {
    std::cerr << to_string(error_code::driver_failed) << ": " << failure.what() << '\n';
  }
  return unusable;
}

int dispatch(std::vector<std::string> words) {
  if (words.empty()) return std::cerr << general_help(), unusable;
  const std::string first = words.front();
  words.erase(words.begin());
  if (first == "--version" || first == "-V" || first == "version") return show_version();
  if (first == "--help" || first == "-h" || first == "help") {
    if (words.empty()) return show(general_help());
    const command* about = find_command(words.front());
    if (about == nullptr) return unknown_command(words.front());
    return show(help_of(*about));
  }
  const command* found = find_command(first);
  return found == nullptr ? unknown_command(first) : run(*found, words);
}

}  // namespace
}  // namespace orm::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // seen as an error of the write instead
  try {
    return orm::cli::dispatch({argv + 1, argv + argc});
  } catch (const orm::cli::reader_gone&) {
    return orm::cli::success;
  } catch (const orm::error& failure) {  // even help could not be written
    std::cerr << to_string(failure.code()) << ": " << failure.what() << '\n';
    return orm::cli::unusable;
  }
}
