// The rows.
#include "fast_workload.hpp"

#include <algorithm>
#include <vector>

namespace bench {

void add_accounts(const client<FastApp>& db, int begin, int end) {
  constexpr int at_once = 5'000;
  for (; begin < end; begin += at_once) {
    std::vector<draft<Account>> accounts;
    for (int n = begin; n < std::min(begin + at_once, end); ++n)
      accounts.emplace_back(a.id = account_id(n), a.email = email(n), a.name = "Account number " + std::to_string(n),
                            a.score = n);
    db.account.create_many(std::move(accounts), no_record);
  }
}

}  // namespace bench
