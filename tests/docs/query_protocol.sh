#!/usr/bin/env bash
# Sends the requests of docs/query-protocol.md to the schema that `orm init` writes, and compares the responses.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
awk '/^```jsonl$/ { inside = 1; odd = 0; next } /^```/ { inside = 0 }
     inside { odd = !odd; print > (odd ? "requests" : "expected") }' "$DOCUMENT"

"$ORM" init >/dev/null
for profile in "" test; do
  export ORM_PROFILE=$profile
  "$ORM" push >/dev/null
  "$ORM" query <requests >responses
  diff -u expected responses
done
