// orm generate: files for other tools, made from a schema.
#include <filesystem>
#include <iostream>

#include "../files.hpp"
#include "../generate/prisma/prisma_schema.hpp"
#include "../generate/sql_schema.hpp"
#include "../output.hpp"
#include "../stores.hpp"
#include "../unified_diff.hpp"
#include "commands.hpp"
#include "orm/error.hpp"

namespace orm::cli {

namespace {

constexpr const char* standard_output = "-";

// The path as the user would write it from here.
std::string shown(const std::string& path) {
  const std::string nearby = std::filesystem::path(path).lexically_proximate(std::filesystem::current_path()).string();
  return nearby.starts_with("..") ? path : nearby;
}

bool is_prisma(const generate_configuration& artifact) { return artifact.kind == "prisma"; }

// The configured sections that the command line asks for: all, those of a kind, or one by its full name.
std::vector<generate_configuration> configured(const configuration& configuration, const std::string& which) {
  std::vector<generate_configuration> found;
  for (const generate_configuration& each : configuration.generate) {
    if (which.empty() || which == each.kind || which == each.name) found.push_back(each);
  }
  return found;
}

// One artifact as the options describe it. A section that is about the same schema in the same language supplies what
// they leave out; its file is never overwritten with something else.
generate_configuration described(const arguments& given, const std::vector<generate_configuration>& sections,
                                 const std::string& kind) {
  generate_configuration artifact;
  artifact.kind = artifact.name = kind;
  artifact.schema = given.get("schema");
  artifact.dialect = given.get("dialect");
  artifact.provider = given.get("provider");
  const auto agrees = [](const std::string& asked, const std::string& configured) {
    return asked.empty() || asked == configured;
  };
  for (const generate_configuration& section : sections) {
    if (agrees(artifact.schema, section.schema) && agrees(artifact.dialect, section.dialect) &&
        agrees(artifact.provider, section.provider)) {
      artifact = section;
      break;
    }
  }
  artifact.mode = given.get("mode", artifact.mode);
  artifact.out = given.get("out", artifact.out.empty() ? standard_output : artifact.out);
  if (given.has("out") && artifact.out != standard_output)
    artifact.out = std::filesystem::absolute(artifact.out).string();
  return artifact;
}

std::vector<generate_configuration> wanted(const arguments& given, const configuration& configuration) {
  const std::string which = given.positional().empty() ? "" : given.positional().front();
  const std::string kind = which.substr(0, which.find('.'));
  if (!kind.empty() && kind != "sql" && kind != "prisma") {
    throw usage_error("can't generate \"" + which + "\", only sql and prisma");
  }
  if (kind != "sql" && given.has("dialect")) throw usage_error("--dialect belongs to `orm generate sql`");
  for (const char* option : {"provider", "mode"}) {
    if (kind != "prisma" && given.has(option)) {
      throw usage_error(std::string("--") + option + " belongs to `orm generate prisma`");
    }
  }
  std::vector<generate_configuration> sections = configured(configuration, which);
  const bool overridden =
      given.has("schema") || given.has("dialect") || given.has("provider") || given.has("mode") || given.has("out");
  if (kind.empty() && overridden) throw usage_error("say what to generate: sql or prisma");
  if (overridden) return {described(given, sections, kind)};
  if (sections.empty()) {
    throw error(error_code::invalid_config, configuration.path + " has no section [generate." +
                                                (which.empty() ? "sql] or [generate.prisma" : which) +
                                                "]: add one, or say --schema and " +
                                                (kind == "prisma" ? "--provider" : "--dialect"));
  }
  return sections;
}

std::string text_of(const generate_configuration& artifact, const std::shared_ptr<const schema>& schema,
                    std::string_view existing) {
  if (!is_prisma(artifact)) return sql_schema(schema, artifact.dialect);
  const auto provider = find_prisma_provider(artifact.provider);
  if (!provider) throw usage_error("say --provider postgresql, mysql or sqlite");
  if (artifact.mode == "block") return prisma_file_with_block(existing, *schema, *provider);
  if (!artifact.mode.empty() && artifact.mode != "replace") throw usage_error("--mode is replace or block");
  return prisma_file(*schema, *provider);
}

// Whether the file is as it should be; with --check a difference is shown, else it is written.
bool generate(const generate_configuration& artifact, const configuration& configuration, bool check) {
  if (artifact.schema.empty()) throw usage_error("say which schema: --schema NAME");
  const auto schema = load_schema(configuration, configuration.schema(artifact.schema));
  if (artifact.out == standard_output) {
    if (check) throw usage_error("--check compares with a file: say --out FILE");
    print(text_of(artifact, schema, {}));
    return true;
  }
  const std::optional<std::string> existing = read_file(artifact.out);
  const std::string text = text_of(artifact, schema, existing.value_or(""));
  const bool same = existing == text;
  const std::string name = shown(artifact.out);
  if (!check) {
    if (!same) write_file(artifact.out, text);
    print((same ? "unchanged " : "wrote ") + name + "\n");
    return true;
  }
  if (!same) {
    std::cerr << "orm: " << name << (existing ? " differs from" : " is missing, by") << " [generate." << artifact.name
              << "]; `orm generate` writes it\n";
    print(unified_diff(existing.value_or(""), text, existing ? name : "/dev/null", name));
  }
  return same;
}

int run_generate(const arguments& given) {
  const configuration configuration = load_configuration(given);
  bool same = true;
  for (const generate_configuration& artifact : wanted(given, configuration)) {
    same = generate(artifact, configuration, given.has("check")) && same;
  }
  return same ? success : negative;
}

}  // namespace

command generate_command() {
  return {"generate",
          "[options] [sql|prisma]",
          "Writes files for other tools from a schema: SQL, Prisma.",
          "What to write stands in the [generate.*] sections of orm.toml; options take the place of their keys, or of\n"
          "a whole section. sql: the statements that create the tables, for postgres, sqlite or mysql. prisma: a\n"
          "Prisma schema for postgresql, mysql or sqlite; --mode replace owns the file, --mode block replaces only\n"
          "what stands between the lines\n"
          "  // orm: generated, begin\n"
          "  // orm: generated, end\n"
          "and keeps the rest byte for byte. Files are replaced in one step, and only when they change.\n"
          "\n"
          "Exit status: 0 written (--check: up to date), 1 --check found a difference, which is shown as a diff,\n"
          "2 a configuration or schema can't be used.\n"
          "\n"
          "Examples:\n"
          "  orm generate                                               # every section\n"
          "  orm generate --check                                       # in continuous integration\n"
          "  orm generate sql --schema app --dialect postgres --out -   # to standard output\n"
          "  orm generate prisma --schema app --provider sqlite --mode block --out prisma/schema.prisma\n",
          {{"check", "", "", "write nothing; show what would change"},
           {"schema", "s", "NAME", "the schema", "@schema"},
           {"dialect", "d", "NAME", "sql: postgres, sqlite or mysql", "postgres sqlite mysql"},
           {"provider", "", "NAME", "prisma: postgresql, mysql or sqlite", "postgresql mysql sqlite"},
           {"mode", "m", "MODE", "prisma: replace or block", "replace block"},
           {"out", "o", "FILE", "where to, - for standard output", "@file"},
           config_option,
           profile_option,
           help_option,
           version_option},
          1,
          "sql prisma",
          run_generate};
}

}  // namespace orm::cli
