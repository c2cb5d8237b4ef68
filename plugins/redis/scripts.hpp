// The scripts that run in the server.
#ifndef ORM_REDIS_SCRIPTS_HPP
#define ORM_REDIS_SCRIPTS_HPP

#include "pipeline.hpp"

namespace orm::redis {

const script& follow_script();    // the records that unique keys lead to
const script& commit_script();    // see commit.hpp
const script& mutation_script();  // see mutation.hpp

}  // namespace orm::redis

#endif
