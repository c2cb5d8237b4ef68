// What the walkthrough tells, step by step, on any two stores.
#pragma once

#include "platform_store.hpp"

namespace platform {

// Runs the steps and prints what each does; leaves its rows behind for whoever wants to look at them, and clears those
// of an earlier run first. Throws orm::error.
void tell_story(const platform_store& store);

}  // namespace platform
