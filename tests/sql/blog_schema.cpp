// The schema of these tests.
#include "blog_schema.hpp"

namespace orm::tests {

void build_blog(schema_builder& schema) {
  schema.model("users", "People, and\nwho they are");
  schema.id();
  schema.field("email", ORM_FIELD_STRING, {ORM_FIELD_UNIQUE, ORM_NONE, ORM_NONE, 0, {}, "It's where mail goes"});
  schema.field("name", ORM_FIELD_STRING, {ORM_FIELD_NULLABLE});
  schema.field("age", ORM_FIELD_INTEGER, {ORM_FIELD_NULLABLE});
  schema.field("balance", ORM_FIELD_DECIMAL);
  schema.field("boss id", ORM_FIELD_STRING, {ORM_FIELD_NULLABLE, users, user::id, ORM_ON_DELETE_SET_NULL});
  schema.field("kind", ORM_FIELD_ENUM, {0, ORM_NONE, ORM_NONE, 0, {"free", "o'pro"}});
  schema.field("active", ORM_FIELD_BOOLEAN);
  schema.index({user::age});
  schema.index({user::balance});

  schema.model("posts");
  schema.id();
  schema.field("author", ORM_FIELD_STRING, {0, users, user::id, ORM_ON_DELETE_CASCADE});
  schema.field("title", ORM_FIELD_STRING);
  schema.field("score", ORM_FIELD_DECIMAL, {ORM_FIELD_NULLABLE});
  schema.field("raw", ORM_FIELD_BYTES, {ORM_FIELD_NULLABLE});
  schema.field("doc", ORM_FIELD_JSON, {ORM_FIELD_NULLABLE});
  schema.field("likes", ORM_FIELD_BIGINT);
  schema.field("ratio", ORM_FIELD_DOUBLE);
  schema.unique({post::title, post::score});
  schema.index({post::author, post::title});

  schema.model("tags");
  schema.id(ORM_FIELD_INTEGER, ORM_FIELD_INCREMENT);
  schema.field("name", ORM_FIELD_STRING, {ORM_FIELD_UNIQUE});

  schema.model("select \"post\"");
  schema.id();
  schema.field("post", ORM_FIELD_STRING, {0, posts, post::id, ORM_ON_DELETE_CASCADE});
  schema.field("tag", ORM_FIELD_INTEGER, {0, tags, tag::id});
  schema.unique({post_tag::post, post_tag::tag});

  schema.model("sessions");
  schema.id();
  schema.field("user", ORM_FIELD_STRING, {0, users, user::id});
  schema.field("token", ORM_FIELD_STRING, {ORM_FIELD_UNIQUE});
  schema.field("expires", ORM_FIELD_DATETIME, {ORM_FIELD_NULLABLE});
  schema.expires(session::expires);

  schema.relation({0, 0, users, posts, user::id, post::author, ORM_NONE, ORM_NONE, ORM_NONE, {}});
  schema.relation({0, ORM_RELATION_SINGULAR, posts, users, post::author, user::id, ORM_NONE, ORM_NONE, ORM_NONE, {}});
  schema.relation({0, 0, posts, tags, post::id, tag::id, post_tags, post_tag::post, post_tag::tag, {}});
  schema.relation({0, ORM_RELATION_SINGULAR, users, posts, user::id, post::author, ORM_NONE, ORM_NONE, ORM_NONE, {}});
}

}  // namespace orm::tests
