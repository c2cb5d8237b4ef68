// The servers of this test process, started when the first test needs them, and fresh storage on them.
#pragma once

#include <string>

#include "support/servers/postgres_server.hpp"
#include "support/servers/redis_server.hpp"

namespace orm_test {

// One of each for the whole process. A test that stops or breaks a server has one of its own.
postgres_server& shared_postgres();
redis_server& shared_redis();

// Storage of its own for a schema of the test that the directory belongs to, on the shared server: a database of
// PostgreSQL, a numbered one of Redis. The same again for the same directory and schema. What belonged to directories
// that are gone is dropped for it. By any number of threads.
std::string fresh_postgres_url(const std::string& directory, const std::string& schema);
std::string fresh_redis_url(const std::string& directory, const std::string& schema);

}  // namespace orm_test
