// What a command of `orm` is: its name, its options, its help, and the function that runs it.
#pragma once

#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orm::cli {

// How a command ends; `orm --help` explains them.
enum exit_code : int {
  success = 0,
  negative = 1,  // the command's own "no": drift, a refused push, an error response, an answer that wasn't yes
  unusable = 2,  // a usage, configuration, schema or driver problem
};

// Wrong use of the command line. The message is one sentence; the dispatcher adds where to read more.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct option {
  const char* name;
  const char* letter;    // one character, or empty
  const char* argument;  // what stands after it, "NAME"; empty: a flag
  const char* description;
  const char* choices = "";  // for the shell's completion: words, or @file, @directory, @schema
  bool repeatable = false;
};

// The options every command has, and those of commands that read orm.toml.
inline constexpr option help_option{"help", "h", "", "show this help"};
inline constexpr option version_option{"version", "V", "", "show the version"};
inline constexpr option config_option{"config", "c", "FILE", "the configuration, instead of the orm.toml that is found",
                                      "@file"};
inline constexpr option profile_option{"profile", "p", "NAME", "lay [profiles.NAME] over it, instead of $ORM_PROFILE"};
inline constexpr option schemas_option{"schema",  "s", "NAME", "only this schema; may be given several times",
                                       "@schema", true};

// What stood on the command line after the command's name.
class arguments {
 public:
  bool has(const std::string& option) const { return options_.contains(option); }
  std::string get(const std::string& option, const std::string& otherwise = {}) const;
  std::vector<std::string> all(const std::string& option) const;
  const std::vector<std::string>& positional() const noexcept { return positional_; }

  void add(const std::string& option, std::string value) { options_[option].push_back(std::move(value)); }
  void add(std::string positional) { positional_.push_back(std::move(positional)); }

 private:
  std::map<std::string, std::vector<std::string>> options_;
  std::vector<std::string> positional_;
};

struct command {
  const char* name;
  const char* usage;    // what stands after the name: "[options] [REQUEST]"
  const char* summary;  // one line
  const char* help;     // what it does, when it ends how, examples
  std::vector<option> options;
  std::size_t most_positional;
  const char* choices;  // of the first positional argument, as in option
  int (*run)(const arguments&);
};

// Every command, in the order in which help lists them.
std::span<const command> commands();

// Reads a command's options; throws usage_error. Understands --option=value, --option value, -oVALUE, unambiguous
// beginnings of names and --.
arguments parse(const command& command, const std::vector<std::string>& words);

std::string help_of(const command& command);
std::string general_help();

}  // namespace orm::cli
