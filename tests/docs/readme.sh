#!/usr/bin/env bash
# The README's program with the README's orm.toml, on both stores that it names.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
awk '/^```toml$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$README" >"$directory/orm.toml"
cd "$directory"

expected=$'Ada:\n  On Bernoulli numbers'
for profile in "" test; do
  printed=$(ORM_PROFILE=$profile "$EXAMPLE")
  if [[ $printed != "$expected" ]]; then
    printf 'with profile "%s" it printed:\n%s\n' "$profile" "$printed"
    exit 1
  fi
done
[[ -f notebook.db ]]
