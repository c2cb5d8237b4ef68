// The schema of these tests: references, a ring, a relation through a third model, increment ids, expiry, every type.
#ifndef ORM_TESTS_SQL_BLOG_SCHEMA_HPP
#define ORM_TESTS_SQL_BLOG_SCHEMA_HPP

#include "schema_builder.hpp"

namespace orm::tests {

enum : std::uint32_t { users, posts, tags, post_tags, sessions };
namespace user {
enum : std::uint32_t { id, email, name, age, balance, boss, kind, active };
}
namespace post {
enum : std::uint32_t { id, author, title, score, raw, doc, likes, ratio };
}
namespace tag {
enum : std::uint32_t { id, name };
}
namespace post_tag {
enum : std::uint32_t { id, post, tag };
}
namespace session {
enum : std::uint32_t { id, user, token, expires };
}
enum : std::uint32_t { user_posts, post_author, post_tag_list, user_first_post };

// Builds into a builder, so that a test can add to it.
void build_blog(schema_builder& schema);

}  // namespace orm::tests

#endif
