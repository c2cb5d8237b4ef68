// Help, versions, exit statuses, completion.
#include <boost/test/unit_test.hpp>

#include "workspace.hpp"

using namespace orm_test;

namespace {
const std::vector<std::string> every_command = {"init",    "check", "drivers", "push",     "query",
                                                "explain", "purge", "reset",   "generate", "completion"};
}

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(every_command_explains_itself) {
  const outcome all = orm_command({"--help"});
  BOOST_TEST(all.status == 0);
  for (const std::string& command : every_command) {
    BOOST_TEST_CONTEXT(command) {
      BOOST_TEST(contains(all.out, "  " + command + " "));
      const outcome help = orm_command({command, "--help"});
      BOOST_TEST(help.status == 0);
      BOOST_TEST(contains(help.out, "usage: orm " + command));
      BOOST_TEST(contains(help.out, "Examples:\n"));
      BOOST_TEST(help.err.empty());
      BOOST_TEST(orm_command({"help", command}).out == help.out);
      const outcome version = orm_command({command, "--version"});
      BOOST_TEST(version.status == 0);
      BOOST_TEST(version.out == orm_command({"--version"}).out);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_version_names_the_driver_abi) {
  BOOST_TEST(contains(orm_command({"--version"}).out, "orm " ORM_VERSION " (driver ABI 1."));
}

BOOST_AUTO_TEST_CASE(wrong_use_ends_with_2_and_says_where_to_read_on) {
  const struct {
    std::vector<std::string> words;
    std::string message;
  } cases[] = {
      {{}, "usage: orm COMMAND"},
      {{"quary"}, "unknown command \"quary\", did you mean \"query\"?"},
      {{"help", "nothing"}, "unknown command \"nothing\""},
      {{"push", "--sckema=x"}, "unknown option \"sckema\", did you mean \"schema\"?"},
      {{"push", "--config"}, "--config requires FILE"},
      {{"push", "here"}, "unexpected argument \"here\""},
      {{"query", "{}", "{}"}, "unexpected argument"},
      {{"generate", "cobol"}, "can't generate \"cobol\""},
      {{"generate", "prisma", "--dialect", "sqlite"}, "--dialect belongs to"},
      {{"completion", "zsh"}, "only for bash"},
  };
  const workspace here(on_memory);
  for (const auto& each : cases) {
    const outcome result = here.orm(each.words);
    BOOST_TEST_CONTEXT(each.message << " in: " << result.err) {
      BOOST_TEST(result.status == 2);
      BOOST_TEST(contains(result.err, each.message));
      BOOST_TEST(result.out.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(options_are_read_in_every_usual_form) {
  const workspace here(on_memory);
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--schema", "app"}, {"--schema=app"}, {"-sapp"}, {"-s", "app"}, {"--sch", "app"}}) {
    std::vector<std::string> words = {"query", R"({"model":"user","op":"count"})"};
    words.insert(words.begin() + 1, options.begin(), options.end());
    BOOST_TEST(here.orm(words).out == "{\"ok\":0}\n");
  }
}

BOOST_AUTO_TEST_CASE(bash_completes_commands_options_and_schemas) {
  const workspace here(on_memory);
  const auto completed = [&](const std::string& words, int position) {
    surroundings around;
    around.directory = here.path();
    const std::string script = "source <(" ORM_COMMAND " completion bash); COMP_WORDS=(" + words +
                               "); COMP_CWORD=" + std::to_string(position) + "; _orm; echo \"${COMPREPLY[*]}\"";
    const outcome result = run({"bash", "-c", script}, around);
    BOOST_TEST(result.err == "");
    return result.out;
  };
  BOOST_TEST(completed("orm dr", 1) == "drivers\n");
  BOOST_TEST(completed("orm push --dr", 2) == "--dry-run\n");
  BOOST_TEST(completed("orm query --schema a", 3) == "app\n");
  BOOST_TEST(completed("orm generate pri", 2) == "prisma\n");
  BOOST_TEST(completed("orm generate sql --dialect post", 4) == "postgres\n");
}

BOOST_AUTO_TEST_CASE(output_that_goes_nowhere) {
  const outcome full = run({"bash", "-c", ORM_COMMAND " --help > /dev/full"});
  BOOST_TEST(full.status == 2);
  BOOST_TEST(contains(full.err, "OUT_OF_SPACE: "));
  surroundings around;
  around.close_output = true;
  const outcome gone = orm_command({"--help"}, around);
  BOOST_TEST(gone.status == 0);
  BOOST_TEST(gone.err.empty());
}

BOOST_AUTO_TEST_CASE(no_colour_without_a_terminal) {
  const workspace here(on_memory);
  BOOST_TEST(!contains(here.orm({"check"}).out, "\033"));
}

BOOST_AUTO_TEST_SUITE_END()
