// A translation unit with one nested query: bench/run says how long it takes to compile.
#include <string>

#include "workload.hpp"

namespace bench {

std::size_t members_of(const client<App>& db, const std::string& slug) {
  const auto found = db.workspace.find_unique(
      w.slug == slug, select(w.id, w.name, w.memberships.select(m.role, m.user.select(u.email, u.name)),
                             w.subscriptions.select(s.status, s.renews_at)));
  return found ? found->memberships.size() : 0;
}

}  // namespace bench
