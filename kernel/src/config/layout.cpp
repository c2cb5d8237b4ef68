// The shape of orm.toml, before any value is read.
#include "config/layout.hpp"

#include <algorithm>

#include "text/nearest.hpp"

namespace orm::detail {
namespace {

const std::vector<std::string_view> profile_keys{"plugins", "schemas", "generate"};
const std::vector<std::string_view> root_keys{"plugins", "schemas", "generate", "profiles"};
const std::vector<std::string_view> generate_kinds{"sql", "prisma"};
const std::vector<std::string_view> sql_keys{"schema", "dialect", "out"};
const std::vector<std::string_view> prisma_keys{"schema", "provider", "mode", "out"};

void check_names(const toml_file& file, const toml_node& table, const std::vector<std::string_view>& known) {
  file.check_keys(table, known);
  for (const toml_node& each : table.children) file.name(each);
}

// Any key besides file and driver is the driver's own.
void check_schemas(const toml_file& file, const toml_node& schemas) {
  for (const toml_node& schema : file.table(schemas)) {
    for (const toml_node& each : file.table(schema)) {
      if (each.key == "file" || each.key == "driver") file.name(each);
    }
  }
}

void check_generate(const toml_file& file, const toml_node& generate) {
  file.check_keys(generate, generate_kinds);
  for (const toml_node& kind : generate.children) {
    file.table(kind);
    if (!holds_named_tables(kind)) {
      check_names(file, kind, generate_keys(kind.key));
      continue;
    }
    for (const toml_node& named : kind.children) check_names(file, named, generate_keys(kind.key));
  }
}

void check_tables(const toml_file& file, const toml_node& table, const std::vector<std::string_view>& known) {
  file.check_keys(table, known);
  if (const toml_node* plugins = table.find("plugins")) {
    for (const toml_node& each : file.array(*plugins)) file.name(each);
  }
  if (const toml_node* schemas = table.find("schemas")) check_schemas(file, *schemas);
  if (const toml_node* generate = table.find("generate")) check_generate(file, *generate);
}

toml_node* find_child(toml_node& table, std::string_view key) {
  const auto found = std::find_if(table.children.begin(), table.children.end(),
                                  [&](const toml_node& each) { return each.key == key; });
  return found == table.children.end() ? nullptr : &*found;
}

void lay_over(toml_node& base, const toml_node& over) {
  for (const toml_node& child : over.children) {
    toml_node* same = find_child(base, child.key);
    if (same == nullptr) {
      base.children.push_back(child);
    } else if (same->is(toml_kind::table) && child.is(toml_kind::table)) {
      lay_over(*same, child);
    } else {
      *same = child;
    }
  }
}

// A profile that moves a schema to another driver leaves the options behind that were the former driver's own.
void drop_options_of_former_drivers(toml_node& base, const toml_node& over) {
  for (toml_node& schema : base.children) {
    const toml_node* const laid_over = over.find(schema.key);
    const toml_node* const driver = laid_over == nullptr ? nullptr : laid_over->find("driver");
    const toml_node* const former = schema.find("driver");
    if (driver == nullptr || former == nullptr || driver->text == former->text) continue;
    std::erase_if(schema.children, [](const toml_node& key) { return key.key != "file" && key.key != "driver"; });
  }
}

}  // namespace

const std::vector<std::string_view>& generate_keys(std::string_view kind) {
  static const std::vector<std::string_view> none;
  return kind == "sql" ? sql_keys : kind == "prisma" ? prisma_keys : none;
}

bool holds_named_tables(const toml_node& kind) {
  const auto is_table = [](const toml_node& each) { return each.is(toml_kind::table); };
  return !kind.children.empty() && std::all_of(kind.children.begin(), kind.children.end(), is_table);
}

void check_layout(const toml_file& file) {
  check_tables(file, file.root(), root_keys);
  const toml_node* profiles = file.root().find("profiles");
  if (profiles == nullptr) return;
  for (const toml_node& each : file.table(*profiles)) check_tables(file, each, profile_keys);
}

toml_node effective_tables(const toml_file& file, std::string_view profile) {
  toml_node tables = file.root();
  if (profile.empty()) return tables;
  const toml_node* profiles = file.root().find("profiles");
  const toml_node* chosen = profiles == nullptr ? nullptr : profiles->find(profile);
  if (chosen == nullptr) {
    std::vector<std::string_view> names;
    if (profiles != nullptr) {
      for (const toml_node& each : profiles->children) names.push_back(each.key);
    }
    const toml_node& place = profiles == nullptr ? file.root() : *profiles;
    file.fail(place, "there is no profile " + in_quotes(profile) + suggest(profile, names));
  }
  toml_node* const schemas = find_child(tables, "schemas");
  const toml_node* const over = chosen->find("schemas");
  if (schemas != nullptr && over != nullptr) drop_options_of_former_drivers(*schemas, *over);
  lay_over(tables, *chosen);
  return tables;
}

}  // namespace orm::detail
