// The SDK's rule on misspelt names, as the kernel calls it.
#pragma once

#include "orm/sdk/options/nearest.hpp"

namespace orm::detail {

using sdk::did_you_mean;
using sdk::in_quotes;
using sdk::listing;
using sdk::nearest;
using sdk::suggest;

}  // namespace orm::detail
