// redisContext* for orm::adopt(), by the driver "redis". Needs hiredis/hiredis.h.
//
// Kind "hiredis": the library's version is that of its header, "MAJOR.MINOR.PATCH", which is what decides how a context
// is laid out; its mark the address of redisFree().
#pragma once

#include <hiredis/hiredis.h>
#include <orm/raw_client.hpp>

#include <string>

namespace orm {

template <>
struct client_traits<redisContext*> {
  static raw_client view(redisContext* client) {
    return {"hiredis", client,
            std::to_string(HIREDIS_MAJOR) + "." + std::to_string(HIREDIS_MINOR) + "." + std::to_string(HIREDIS_PATCH),
            reinterpret_cast<const void*>(&redisFree)};
  }
};

}  // namespace orm
