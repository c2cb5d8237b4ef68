#!/usr/bin/env bash
# The schema file and the orm.toml of docs/configuration.md fit together, and the message that it quotes is the real one.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
mkdir schemas
awk '/^```toml$/ { ++block; inside = 1; next } /^```/ { inside = 0 }
     inside { print > (block == 1 ? "schemas/shop.toml" : "orm.toml") }' "$DOCUMENT"
"$ORM" check
"$ORM" push
"$ORM" check --profile test
"$ORM" generate

sed -i 's/unique = true, column/uniqe = true, column/' schemas/shop.toml
said=$("$ORM" push 2>&1 || true)
quoted='schemas/shop.toml:9: models.customer.fields.email.uniqe: unknown key, did you mean "unique"?'
[[ $said == *"$quoted"* ]] || { echo "it said: $said"; exit 1; }
