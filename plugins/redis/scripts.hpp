// The scripts that are the same for every statement.
#ifndef ORM_REDIS_SCRIPTS_HPP
#define ORM_REDIS_SCRIPTS_HPP

#include <string>
#include <vector>

#include "expiring.hpp"
#include "pipeline.hpp"

namespace orm::redis {

const script& follow_script();  // the records that unique keys lead to

// See commit.hpp.
std::string commit_lua(const std::vector<expiring_model>& expiring);

}  // namespace orm::redis

#endif
