// The walkthrough: one platform on two stores that orm.toml chooses.
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include "story.hpp"

namespace {

constexpr auto usage =
    "usage: walkthrough [--config FILE] [--profile NAME]\n"
    "\n"
    "Runs a small platform - workspaces, sessions, rate limits, dashboards - on the two stores that orm.toml\n"
    "chooses for the schemas control_plane and fast_state, and prints what it does.\n"
    "\n"
    "  --config FILE    the configuration; else $ORM_CONFIG, else orm.toml here or in a parent directory\n"
    "  --profile NAME   one of its profiles; else $ORM_PROFILE\n"
    "  --help           this text\n";

struct options {
  std::string config, profile;
  bool help = false;
};

// False for what can't be understood.
bool read_options(int count, char** words, options& out) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    std::string* const target = word.starts_with("--config")    ? &out.config
                                : word.starts_with("--profile") ? &out.profile
                                                                : nullptr;
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    if (word == "--help" || word == "-h") {
      out.help = true;
    } else if (!target || (name != "--config" && name != "--profile")) {
      return false;
    } else if (equals != std::string_view::npos) {
      *target = word.substr(equals + 1);
    } else if (++i < count) {
      *target = words[i];
    } else {
      return false;
    }
  }
  return true;
}

void run(const options& chosen) {
  const auto configuration = orm::configuration::find(chosen.config, chosen.profile);
  const auto durable = orm::open<platform::ControlPlane>(configuration, "control_plane");
  const auto fast = orm::open<platform::FastState>(configuration, "fast_state");
  std::printf("One platform, two stores: the control plane on %s, the fast state on %s.\n",
              orm::capabilities(durable).driver.c_str(), orm::capabilities(fast).driver.c_str());

  orm::bootstrap(durable);
  orm::bootstrap(fast);
  std::printf("Both are ready: bootstrap() made what was missing, and will do nothing next time.\n");
  platform::tell_story(platform::platform_store(durable, fast));
}

}  // namespace

int main(int count, char** words) {
  options chosen;
  if (!read_options(count, words, chosen)) {
    std::fputs(usage, stderr);
    return 2;
  }
  if (chosen.help) {
    std::fputs(usage, stdout);
    return 0;
  }
  try {
    run(chosen);
    return 0;
  } catch (const orm::error& failure) {
    std::fprintf(stderr, "walkthrough: %s: %s\n", std::string(to_string(failure.code())).c_str(), failure.what());
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "walkthrough: %s\n", failure.what());
  }
  return 1;
}
