// Reading a command line, and the help.
#include "command.hpp"

#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <sstream>

#include "text/nearest.hpp"

namespace orm::cli {

namespace {

Poco::Util::OptionSet option_set(const command& command) {
  Poco::Util::OptionSet options;
  for (const option& known : command.options) {
    Poco::Util::Option option(known.name, known.letter, known.description, false);
    option.repeatable(true);
    if (*known.argument != '\0') option.argument(known.argument, true);
    options.addOption(option);
  }
  return options;
}

const option& find_option(const command& command, const std::string& name) {
  for (const option& known : command.options) {
    if (name == known.name) return known;
  }
  throw usage_error("unknown option --" + name);
}

}  // namespace

std::string arguments::get(const std::string& option, const std::string& otherwise) const {
  const auto found = options_.find(option);
  return found == options_.end() ? otherwise : found->second.back();
}

std::vector<std::string> arguments::all(const std::string& option) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::vector<std::string>{} : found->second;
}

arguments parse(const command& command, const std::vector<std::string>& words) {
  arguments result;
  const Poco::Util::OptionSet options = option_set(command);
  Poco::Util::OptionProcessor processor(options);
  processor.setUnixStyle(true);
  bool only_positional = false;
  try {
    for (const std::string& word : words) {
      std::string name, value;
      if (only_positional) {
        result.add(word);
      } else if (word == "--") {
        only_positional = true;
      } else if (!processor.process(word, name, value)) {
        result.add(word);
      } else if (!name.empty()) {
        if (result.has(name) && !find_option(command, name).repeatable) {
          throw usage_error("--" + name + " is given twice");
        }
        result.add(name, value);
      }
    }
    processor.checkRequired();
  } catch (const Poco::Util::UnknownOptionException& unknown) {
    const std::string name = unknown.message().substr(0, unknown.message().find_first_of("=:"));
    std::vector<std::string_view> names;
    for (const option& known : command.options) names.emplace_back(known.name);
    throw usage_error("unknown option " + detail::in_quotes(name) + detail::did_you_mean(name, names));
  } catch (const Poco::Util::MissingArgumentException& missing) {  // "config requires FILE"
    throw usage_error("--" + missing.message());
  } catch (const Poco::Util::AmbiguousOptionException& ambiguous) {
    throw usage_error("option --" + ambiguous.message() + " is ambiguous");
  } catch (const Poco::Util::OptionException& other) {
    throw usage_error(other.displayText());
  }
  const bool only_asks = result.has("help") || result.has("version");
  if (!only_asks && result.positional().size() > command.most_positional) {
    throw usage_error("unexpected argument \"" + result.positional()[command.most_positional] + "\"");
  }
  return result;
}

std::string help_of(const command& command) {
  const Poco::Util::OptionSet options = option_set(command);
  Poco::Util::HelpFormatter formatter(options);
  formatter.setUnixStyle(true);
  formatter.setWidth(100);
  formatter.setCommand(std::string("orm ") + command.name);
  formatter.setUsage(command.usage);
  formatter.setHeader(command.summary);
  std::ostringstream text;
  formatter.format(text);
  text << '\n' << command.help;
  return text.str();
}

std::string general_help() {
  std::ostringstream text;
  text << "usage: orm COMMAND [options]\n"
          "\n"
          "One schema, one query API, any store. orm.toml says which driver each schema runs on; these commands read\n"
          "it. It is looked for in the working directory and its parents, or named by --config or $ORM_CONFIG.\n"
          "\n"
          "Commands:\n";
  for (const command& each : commands()) {
    text << "  " << each.name << std::string(12 - std::string_view(each.name).size(), ' ') << each.summary << '\n';
  }
  text << "\n"
          "`orm COMMAND --help` explains a command and shows examples.\n"
          "\n"
          "A first round, in an empty directory:\n"
          "  orm init                   # writes orm.toml and schemas/app.toml\n"
          "  orm check                  # is everything found?\n"
          "  orm push                   # creates the tables\n"
          "  orm query '{\"schema\":\"app\",\"model\":\"user\",\"op\":\"create\",\n"
          "              \"args\":{\"data\":{\"email\":\"ada@example.org\",\"name\":\"Ada\"}}}'\n"
          "\n"
          "Exit status:\n"
          "  0  done\n"
          "  1  the command's own \"no\": generated files that drifted, a push that was refused, a failed check, an\n"
          "     error response to the one request given as an argument\n"
          "  2  wrong usage, or a configuration, schema or driver that can't be used; one line on standard error says\n"
          "     what, beginning with its code: INVALID_CONFIG: ...\n";
  return text.str();
}

}  // namespace orm::cli
