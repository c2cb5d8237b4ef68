// orm init: the files to start from.
#include <unistd.h>

#include <filesystem>

#include "../files.hpp"
#include "../output.hpp"
#include "commands.hpp"
#include "orm/error.hpp"

namespace orm::cli {

namespace {

// A build that is not installed has its drivers beside the program; kernels that are installed know where theirs are.
std::string plugins_line() {
  std::error_code failure;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failure);
  const std::filesystem::path beside = program.parent_path().parent_path() / "plugins";
  if (!failure && std::filesystem::is_directory(beside, failure)) return "plugins = [\"" + beside.string() + "\"]\n";
  return "# plugins = [\"drivers\"]\n";
}

std::string configuration_text() {
  return "# Which driver each schema runs on. Relative paths are relative to this file.\n"
         "# `orm check` tells whether everything is found, `orm drivers` what there is to choose from.\n"
         "\n"
         "# Where drivers are looked for, after $ORM_PLUGIN_PATH and before the installed ones.\n" +
         plugins_line() +
         "\n"
         "[schemas.app]\n"
         "file   = \"schemas/app.toml\"\n"
         "driver = \"sqlite\"\n"
         "url    = \"${APP_DATABASE:-sqlite:app.db}\"   # the environment, or this file\n"
         "\n"
         "# `--profile test` or ORM_PROFILE=test lays these keys over the above.\n"
         "[profiles.test.schemas.app]\n"
         "driver = \"memory\"\n"
         "\n"
         "# `orm generate` writes these files, `orm generate --check` finds out whether they are up to date.\n"
         "[generate.sql]\n"
         "schema  = \"app\"\n"
         "dialect = \"sqlite\"                          # postgres, sqlite, mysql\n"
         "out     = \"generated/app.sql\"\n"
         "\n"
         "# [generate.prisma]\n"
         "# schema   = \"app\"\n"
         "# provider = \"sqlite\"                       # postgresql, mysql, sqlite\n"
         "# mode     = \"replace\"                      # or \"block\": only between the generated marks\n"
         "# out      = \"prisma/schema.prisma\"\n";
}

constexpr const char* schema_text =
    "# The data of the application. After a change: orm push.\n"
    "#\n"
    "# Types: id string boolean integer bigint decimal double enum json bytes datetime.\n"
    "\n"
    "[models.user]\n"
    "table = \"users\"\n"
    "\n"
    "[models.user.fields]\n"
    "id        = { type = \"id\" }                  # generated when left out\n"
    "email     = { type = \"string\", unique = true }\n"
    "name      = { type = \"string\" }\n"
    "plan      = { type = \"enum\", values = [\"free\", \"pro\"], default = \"free\" }\n"
    "createdAt = { type = \"datetime\", default = \"now\" }\n"
    "updatedAt = { type = \"datetime\", default = \"now\", on_update = \"now\" }\n"
    "\n"
    "[models.user.relations]\n"
    "notes = { kind = \"hasMany\", target = \"note\", foreignKey = \"authorId\" }\n"
    "\n"
    "[models.note]\n"
    "table = \"notes\"\n"
    "index = [[\"authorId\", \"createdAt\"]]\n"
    "\n"
    "[models.note.fields]\n"
    "id        = { type = \"id\" }\n"
    "authorId  = { type = \"string\", references = \"user.id\", onDelete = \"cascade\" }\n"
    "text      = { type = \"string\" }\n"
    "labels    = { type = \"json\", nullable = true }\n"
    "createdAt = { type = \"datetime\", default = \"now\" }\n"
    "\n"
    "[models.note.relations]\n"
    "author = { kind = \"belongsTo\", target = \"user\", foreignKey = \"authorId\" }\n";

int run_init(const arguments& given) {
  const std::filesystem::path directory = given.positional().empty() ? "." : given.positional().front();
  const std::filesystem::path configuration = directory / "orm.toml";
  const std::filesystem::path schema = directory / "schemas" / "app.toml";
  for (const std::filesystem::path& file : {configuration, schema}) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
      throw error(error_code::invalid_config, file.string() + " is there already, and init overwrites nothing");
    }
  }
  write_file(schema.string(), schema_text);
  write_file(configuration.string(), configuration_text());
  print("wrote " + configuration.string() + "\nwrote " + schema.string() +
        "\n\nNext: orm check, orm push, and then for example\n"
        "  orm query --schema app '{\"model\":\"user\",\"op\":\"create\","
        "\"args\":{\"data\":{\"email\":\"ada@example.org\",\"name\":\"Ada\"}}}'\n");
  return success;
}

}  // namespace

command init_command() {
  return {"init",
          "[options] [DIRECTORY]",
          "Writes a commented orm.toml and a schema to start from.",
          "Two files are written, into the working directory unless another one is named: orm.toml, which puts a\n"
          "schema on SQLite, and schemas/app.toml, that schema. Files that are there already are never overwritten:\n"
          "then nothing is written, and the exit status is 2.\n"
          "\n"
          "Examples:\n"
          "  orm init\n"
          "  orm init services/billing && cd services/billing && orm push\n",
          {help_option, version_option},
          1,
          "@directory",
          run_init};
}

}  // namespace orm::cli
