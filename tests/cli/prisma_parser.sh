#!/usr/bin/env bash
# Generates a Prisma schema from every schema file for every provider, and has Prisma's own parser read it.
# NODE, NPM: the programs; ORM: the command; SCHEMAS: directories; CACHE: where the parser is kept.
set -euo pipefail

parser=@prisma/prisma-schema-wasm@7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3
here=$(cd "$(dirname "$0")" && pwd)

if [[ ! -x $NODE || ! -x $NPM ]]; then
  echo "skipped: node and npm are not installed, so Prisma's parser can't be asked"
  exit 77
fi
if [[ ! -d $CACHE/node_modules/@prisma/prisma-schema-wasm ]]; then
  mkdir -p "$CACHE"
  "$NPM" install --prefix "$CACHE" --no-package-lock --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
    "$parser"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
IFS=: read -ra directories <<<"$SCHEMAS"
for directory in "${directories[@]}"; do
  for schema in "$directory"/*.toml; do
    name=$(basename "$schema" .toml)
    printf '[schemas.%s]\nfile = "%s"\ndriver = "memory"\n' "$name" "$schema" >"$work/$name.toml"
    for provider in postgresql mysql sqlite; do
      [[ $name == namespaces && $provider != postgresql ]] && continue
      for mode in replace block; do
        "$ORM" generate prisma --config "$work/$name.toml" --schema "$name" --provider "$provider" --mode "$mode" \
          --out "$work/$name.$provider.$mode.prisma" >/dev/null
      done
    done
  done
done
NODE_PATH=$CACHE/node_modules "$NODE" "$here/prisma_parser.cjs" "$work"/*.prisma
