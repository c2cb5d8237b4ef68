// A directory of one test's own.
#include "workspace.hpp"

namespace orm_test {

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

workspace::workspace(const std::string& driver_lines) {
  write("orm.toml", "plugins = [\"" ORM_PLUGINS "\"]\n[schemas.app]\nfile = \"schemas/app.toml\"\n" + driver_lines);
  write("schemas/app.toml", app_schema);
}

void workspace::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  write_text(path(name), text);
}

outcome workspace::orm(std::vector<std::string> words, const std::string& input) const {
  surroundings around;
  around.input = input;
  around.directory = path();
  return orm_command(std::move(words), around);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace orm_test
