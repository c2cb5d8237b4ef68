// A directory of one test's own.
#include "workspace.hpp"

#include <stdlib.h>

#include <fstream>
#include <iterator>

namespace orm::test {

namespace {

constexpr const char* app_schema = R"(
[models.user]
table = "users"
[models.user.fields]
id = { type = "id" }
email = { type = "string", unique = true }
name = { type = "string" }
logins = { type = "integer", default = 0 }

[models.session]
expires = "expiresAt"
[models.session.fields]
id = { type = "id" }
userId = { type = "string", references = "user.id", onDelete = "cascade" }
expiresAt = { type = "datetime" }
[models.session.relations]
user = { kind = "belongsTo", target = "user", foreignKey = "userId" }
)";

}  // namespace

workspace::workspace() {
  std::string pattern = std::filesystem::temp_directory_path().string() + "/orm-cli-XXXXXX";
  root_ = ::mkdtemp(pattern.data());
}

workspace::workspace(const std::string& driver_lines) : workspace() {
  write("orm.toml", "plugins = [\"" ORM_PLUGINS "\"]\n[schemas.app]\nfile = \"schemas/app.toml\"\n" + driver_lines);
  write("schemas/app.toml", app_schema);
}

workspace::~workspace() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

void workspace::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string workspace::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

outcome workspace::orm(std::vector<std::string> words, const std::string& input) const {
  surroundings around;
  around.input = input;
  around.directory = root_;
  return test::orm(std::move(words), around);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace orm::test
