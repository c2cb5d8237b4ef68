// The schema and its requests.
#include "postgres/place.hpp"

namespace orm_test {

const char* const place_schema = R"(
[models.user]
table = "users"
[models.user.fields]
id    = { type = "id" }
email = { type = "string", unique = true }
name  = { type = "string" }
[models.user.relations]
posts = { kind = "hasMany", target = "post", foreignKey = "userId" }

[models.post]
table = "posts"
[models.post.fields]
id     = { type = "id" }
userId = { type = "string", references = "user.id", onDelete = "cascade" }
[models.post.relations]
comments = { kind = "hasMany", target = "comment", foreignKey = "postId" }

[models.comment]
table = "comments"
[models.comment.fields]
id     = { type = "id" }
postId = { type = "string", references = "post.id", onDelete = "cascade" }
)";

std::pair<std::string, std::string> refusal_of(const std::string& url, store_fixture::options given) {
  return refusal_to_open({"postgres", url}, place_schema, std::move(given));
}

std::string create_user(const std::string& id, const std::string& name) {
  return R"({"schema":"app","model":"user","op":"create","args":{"data":{"id":")" + id + R"(","email":")" + id +
         R"(@acme.dev","name":")" + name + R"("},"select":{"id":true}}})";
}

std::string create_post(const std::string& id, const std::string& user) {
  return R"({"schema":"app","model":"post","op":"create","args":{"data":{"id":")" + id + R"(","userId":")" + user +
         R"("},"select":{"id":true}}})";
}

std::string find_user(const std::string& id) {
  return R"({"schema":"app","model":"user","op":"findUnique","args":{"where":{"id":")" + id + R"("}}})";
}

std::string nested(const std::string& user) {
  return R"({"schema":"app","model":"user","op":"findUnique","args":{"where":{"id":")" + user +
         R"("},"select":{"id":true,"posts":{"select":{"id":true,"comments":{"select":{"id":true}}}}}}})";
}

}  // namespace orm_test
