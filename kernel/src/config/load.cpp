// configuration::load(): the effective tables of orm.toml into values.
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "config/environment.hpp"
#include "config/layout.hpp"
#include "json/canonical.hpp"
#include "orm/config.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/text.hpp"
#include "text/nearest.hpp"
#include "toml/toml_file.hpp"

namespace orm {
namespace detail {
namespace {

class configuration_reader {
 public:
  configuration_reader(const toml_file& file, const std::filesystem::path& directory)
      : file_(file), directory_(directory) {}

  void read(const toml_node& tables, configuration& to) const {
    if (const toml_node* plugins = tables.find("plugins")) {
      for (const toml_node& each : plugins->children) to.plugins.push_back(read_path(each));
    }
    if (const toml_node* schemas = tables.find("schemas")) {
      for (const toml_node& each : schemas->children) to.schemas.push_back(read_store(each));
    }
    if (const toml_node* generate = tables.find("generate")) read_generate(*generate, to);
  }

 private:
  // The text of a node with the environment read. What is wrong with it is said without showing any of it.
  std::string expand(const toml_node& node) const {
    std::string text;
    try {
      text = expand_environment(node.text);
    } catch (const std::invalid_argument& problem) {
      file_.fail(node, problem.what());
    }
    if (sdk::check_text(text) != sdk::text_status::ok) file_.fail(node, "must be valid UTF-8 without NUL");
    return text;
  }

  std::string read_name(const toml_node& node) const {
    std::string text = expand(node);
    if (text.empty()) file_.fail(node, "is empty once the environment is read");
    return text;
  }

  std::string read_path(const toml_node& node) const {
    return (directory_ / read_name(node)).lexically_normal().string();
  }

  // Messages show what the file says, never what the environment holds.
  std::string read_word(const toml_node& node, std::string_view what,
                        const std::vector<std::string_view>& known) const {
    std::string word = read_name(node);
    if (std::find(known.begin(), known.end(), word) == known.end())
      file_.fail(node, "unknown " + std::string(what) + ' ' + in_quotes(node.text) + suggest(node.text, known));
    return word;
  }

  const toml_node& require(const toml_node& table, std::string_view key) const {
    const toml_node* found = table.find(key);
    if (found == nullptr) file_.fail(table, "missing key " + in_quotes(key));
    return *found;
  }

  void expand_inside(toml_node& node) const {
    if (node.is(toml_kind::text)) node.text = expand(node);
    for (toml_node& child : node.children) expand_inside(child);
  }

  value read_option(const toml_node& node) const {
    switch (node.kind) {
      case toml_kind::boolean:
        return value::of_boolean(node.boolean);
      case toml_kind::integer:
        return value::of_integer(node.integer);
      case toml_kind::real:
        return value::of_real(node.real);
      case toml_kind::text:
        return value::of_text(expand(node));
      case toml_kind::datetime:
      case toml_kind::local_time:
        return value::of_text(node.text);
      case toml_kind::array:
      case toml_kind::table:
        break;
    }
    toml_node expanded = node;
    expand_inside(expanded);
    try {
      return value::of_canonical_json(canonical_json(to_json(expanded)));
    } catch (const std::exception&) {  // whose message might show what the environment holds
      file_.fail(
          node, "can't be written as JSON: no infinity, no nan, at most " + std::to_string(max_json_depth) + " levels");
    }
  }

  store_configuration read_store(const toml_node& table) const {
    store_configuration store;
    store.schema = table.key;
    if (table.find("driver") == nullptr) {
      for (const toml_node& each : table.children) {
        if (each.key != "file" && nearest(each.key, {"driver"}))
          file_.fail(each, "unknown key, did you mean \"driver\"?");
      }
    }
    store.driver = read_name(require(table, "driver"));
    for (const toml_node& each : table.children) {
      if (each.key == "driver") continue;
      if (each.key == "file") {
        store.file = read_path(each);
      } else {
        store.options.emplace_back(each.key, read_option(each));
      }
    }
    return store;
  }

  void read_generate(const toml_node& generate, configuration& to) const {
    for (const toml_node& kind : generate.children) {
      if (!holds_named_tables(kind)) {
        to.generate.push_back(read_artifact(kind, kind.key, kind.key, to));
        continue;
      }
      for (const toml_node& named : kind.children)
        to.generate.push_back(read_artifact(named, kind.key, kind.key + '.' + named.key, to));
    }
  }

  generate_configuration read_artifact(const toml_node& table, const std::string& kind, const std::string& name,
                                       const configuration& so_far) const {
    // A profile can lay named tables over a single one, so the keys of the outcome are checked again.
    file_.check_keys(table, generate_keys(kind));
    generate_configuration artifact;
    artifact.kind = kind;
    artifact.name = name;
    std::vector<std::string_view> schemas;
    for (const store_configuration& each : so_far.schemas) schemas.push_back(each.schema);
    artifact.schema = read_word(require(table, "schema"), "schema", schemas);
    artifact.out = read_path(require(table, "out"));
    if (kind == "sql") {
      artifact.dialect = read_word(require(table, "dialect"), "dialect", {"postgres", "sqlite", "mysql"});
    } else {
      artifact.provider = read_word(require(table, "provider"), "provider", {"postgresql", "mysql", "sqlite"});
      const toml_node* mode = table.find("mode");
      artifact.mode = mode == nullptr ? "replace" : read_word(*mode, "mode", {"replace", "block"});
    }
    return artifact;
  }

  const toml_file& file_;
  const std::filesystem::path& directory_;
};

}  // namespace
}  // namespace detail

configuration configuration::load(const std::string& path, std::string_view profile) {
  const detail::toml_file file(path, error_code::invalid_config);
  detail::check_layout(file);
  const std::filesystem::path absolute = std::filesystem::absolute(path).lexically_normal();
  const std::filesystem::path directory = absolute.parent_path();
  configuration loaded;
  loaded.path = absolute.string();
  loaded.directory = directory.string();
  loaded.profile = profile;
  detail::configuration_reader(file, directory).read(detail::effective_tables(file, profile), loaded);
  return loaded;
}

}  // namespace orm
