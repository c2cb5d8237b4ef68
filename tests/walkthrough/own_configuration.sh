#!/usr/bin/env bash
# The project's own orm.toml: each profile by name, with nothing in the environment that another one needs.
set -euo pipefail
project=$1 program=$2 orm=$3 plugins=$4
shift 4 # what is left: the drivers that this build has

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cp "$project/orm.toml" "$directory"
cp -r "$project/schemas" "$directory"
mkdir "$directory/build"
cd "$directory"
export ORM_PLUGIN_PATH=$plugins

run() { # PROFILE DRIVERS
  local said
  "$orm" push --profile "$1" >/dev/null
  "$orm" check --profile "$1" >/dev/null
  said=$("$program" --profile "$1" | head -1)
  [[ $said == *"$2"* ]] || { echo "with profile \"$1\" it says: $said"; exit 1; }
}

with() { [[ " $drivers " == *" $1 "* ]]; }
drivers=$*

(
  unset DATABASE_URL REDIS_URL
  "$orm" push >/dev/null
  said=$("$program" | head -1)
  [[ $said == *"control plane on sqlite, the fast state on memory"* ]] || { echo "it says: $said"; exit 1; }
  run test "control plane on memory, the fast state on memory"
  run sqlite "control plane on sqlite, the fast state on sqlite"
  said=$("$orm" check --profile production 2>&1) && { echo "production needs no environment: $said"; exit 1; }
  [[ $said == *DATABASE_URL* ]] || { echo "without an environment, production says: $said"; exit 1; }
)
if with postgres && with redis; then
  run production "control plane on postgres, the fast state on redis"
fi
