// orm completion: a script that completes this command line in a shell, made from the commands' own descriptions.
#include "../output.hpp"
#include "commands.hpp"

namespace orm::cli {

namespace {

// What bash is to do for a kind of value.
std::string completing(std::string_view choices) {
  if (choices == "@file") return "_orm_files";
  if (choices == "@directory") return "_orm_directories";
  if (choices == "@schema") return "_orm_schemas";
  return "_orm_words \"" + std::string(choices) + "\"";
}

std::string completion_of(const command& command) {
  std::string text = "    " + std::string(command.name) + ")\n      case \"$previous\" in\n";
  std::string names;
  for (const option& each : command.options) {
    names += (names.empty() ? "--" : " --") + std::string(each.name);
    if (*each.argument == '\0') continue;
    text += "        --" + std::string(each.name);
    if (*each.letter != '\0') text += "|-" + std::string(each.letter);
    text += ") " + completing(each.choices) + "; return ;;\n";
  }
  text += "      esac\n      if [[ $current == -* ]]; then _orm_words \"" + names + "\"; ";
  text += "else " + completing(command.choices) + "; fi ;;\n";
  return text;
}

std::string bash_script() {
  std::string names = "help";
  for (const command& each : commands()) names += " " + std::string(each.name);
  std::string text =
      "# bash completion for orm. To use it:  source <(orm completion bash)\n"
      "_orm_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$current\")); }\n"
      "_orm_files() { compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\")); }\n"
      "_orm_directories() { compopt -o filenames; COMPREPLY=($(compgen -d -- \"$current\")); }\n"
      "_orm_schemas() {\n"
      "  local directory=$PWD\n"
      "  while [[ ! -f $directory/orm.toml && -n $directory ]]; do directory=${directory%/*}; done\n"
      "  _orm_words \"$(sed -n 's/^\\[schemas\\.\\([A-Za-z0-9_]*\\)\\].*/\\1/p' \"${ORM_CONFIG:-$directory/orm.toml}\" "
      "2>/dev/null)\"\n"
      "}\n"
      "_orm() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then _orm_words \"" +
      names +
      " --help --version\"; return; fi\n"
      "  case ${COMP_WORDS[1]} in\n"
      "    help) _orm_words \"" +
      names + "\" ;;\n";
  for (const command& each : commands()) text += completion_of(each);
  return text +
         "  esac\n"
         "}\n"
         "complete -F _orm orm\n";
}

int run_completion(const arguments& given) {
  if (given.positional().empty()) throw usage_error("say for which shell: bash");
  if (given.positional().front() != "bash") {
    throw usage_error("no completion for \"" + given.positional().front() + "\", only for bash");
  }
  print(bash_script());
  return success;
}

}  // namespace

command completion_command() {
  return {"completion",
          "bash",
          "Prints a script that completes commands and options in the shell.",
          "Examples:\n"
          "  source <(orm completion bash)                                     # this shell\n"
          "  orm completion bash > /etc/bash_completion.d/orm                  # every shell\n",
          {help_option, version_option},
          1,
          "bash",
          run_completion};
}

}  // namespace orm::cli
