// The shortest way to a failure, of a sequence of requests that leads to one.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "support/json.hpp"

namespace orm_test {

// The place of the first request of a sequence that fails; none: it does not.
using replay = std::function<std::optional<std::size_t>(const std::vector<json>&)>;

// Leaves out whatever the failure still happens without: runs of requests, ever smaller ones, then parts of the
// requests that remain, as long as the last of them is the one that fails. Replays some hundred times at most. The ids
// of new rows stay: generated ones would hide what is looked for; so does `atomic`, which a driver may need.
std::vector<json> shrink(std::vector<json> requests, const replay& fails);

}  // namespace orm_test
