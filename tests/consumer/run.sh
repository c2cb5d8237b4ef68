#!/usr/bin/env bash
# Installs this build to a place of its own, builds package/ against it, and runs what comes out of it.
set -euo pipefail
if [[ -n ${SANITIZE:-} ]]; then
  echo "skipped: a program outside this build doesn't have its sanitizers"
  exit 0
fi
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$CMAKE" --install "$BUILD" --prefix "$work/installed" >/dev/null
"$CMAKE" -S "$here/package" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/installed" -DCMAKE_CXX_COMPILER="$CXX" \
  -DCMAKE_BUILD_TYPE=Release >/dev/null
"$CMAKE" --build "$work/build" -j2 >"$work/log" || { cat "$work/log"; exit 1; }

# The driver of the outside is found beside the installed ones, and exports one symbol.
orm=$work/installed/bin/orm
export ORM_PLUGIN_PATH=$work/build
listed=$("$orm" drivers)
for name in paper memory sqlite; do
  grep -q "^$name .*loadable" <<<"$listed" || { echo "no driver $name in:"; echo "$listed"; exit 1; }
done
grep -q "adopts=paper" <<<"$listed" || { echo "nobody adopts paper in:"; echo "$listed"; exit 1; }
exported=$(nm -D --defined-only "$work/build/libpaper.so" | awk '{ print $3 }')
[[ $exported == orm_driver_entry ]] || { echo "libpaper.so exports: $exported"; exit 1; }

# Clients of the application go to the driver that declares their kind, the installed one or that from outside.
said=$("$work/build/adopter" || true)
[[ $said == "1 guest on sqlite, 0 on paper" ]] || { echo "with its own clients it said: $said"; exit 1; }

# The same program on an installed driver, then, by an edit of orm.toml, on the one from outside.
cd "$work"
printf '[schemas.guestbook]\ndriver = "sqlite"\nurl = "sqlite:guests.db"\n' >orm.toml
[[ $(build/guestbook) == "2 guests, the first one Ada" ]]
printf '[schemas.guestbook]\ndriver = "paper"\n' >orm.toml
said=$(build/guestbook || true)
[[ $said == "UNSUPPORTED: the driver paper writes nothing" ]] || { echo "on paper it said: $said"; exit 1; }
