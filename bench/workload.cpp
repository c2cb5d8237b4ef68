// The rows.
#include "workload.hpp"

#include <vector>

namespace bench {

void fill(client<App>& db) {
  std::vector<draft<User>> users;
  std::vector<draft<Workspace>> workspaces;
  std::vector<draft<Membership>> memberships;
  std::vector<draft<Subscription>> subscriptions;
  for (int i = 0; i < user_count; ++i)
    users.emplace_back(u.id = user_id(i), u.email = email(i), u.name = "User number " + std::to_string(i));
  for (int i = 0; i < workspace_count; ++i) {
    const std::string id = numbered("w", i);
    workspaces.emplace_back(w.id = id, w.slug = slug(i), w.name = "Team " + std::to_string(i), w.tier = plan::pro);
    for (int k = 0; k < members_each; ++k)
      memberships.emplace_back(m.user_id = user_id((i * 7 + k * 13) % user_count), m.workspace_id = id,
                               m.role = "member");
    for (int k = 0; k < subscriptions_each; ++k)
      subscriptions.emplace_back(
          s.workspace_id = id, s.provider_customer_id = numbered("c", i * subscriptions_each + k), s.status = "active");
  }
  db.user.create_many(users, no_record);
  db.workspace.create_many(workspaces, no_record);
  db.membership.create_many(memberships, no_record);
  db.subscription.create_many(subscriptions, no_record);
}

}  // namespace bench
