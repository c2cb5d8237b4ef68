# Sourced by the scripts beside it: installs Debian packages that lack, configures and builds.
# The project's directory is $project; $launcher holds the CMake options for ccache.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$project"

build_packages=(build-essential g++ cmake ninja-build ccache libboost1.81-dev libboost-json1.81-dev libpoco-dev
  libtomlplusplus-dev libsqlite3-dev libpq-dev libhiredis-dev pkg-config)
# Debian starts servers of its own with some of these. The tests ask none of them: each starts private ones.
# clang: what must not compile is refused by both compilers.
test_packages=(libboost-test1.81-dev rapidjson-dev sqlite3 postgresql-15 redis-server pgbouncer openssl clang)

say() { printf '\n== %s\n' "$*"; }

# install_packages NAME...: what dpkg doesn't know as installed, and nothing else.
install_packages() {
  local missing=() package
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "run this as root, or install sudo; missing: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# configure PRESET [OPTION...]: only when it is not configured like this already, so that a second run is fast.
configure() {
  local preset=$1 directory stamp
  shift
  case $preset in release) directory=build ;; *) directory=build-$preset ;; esac
  stamp=$directory/.configured
  local wanted="$preset $* $(command -v ccache || true)"
  if [[ -f $directory/build.ninja && -f $stamp && $(<"$stamp") == "$wanted" ]]; then return; fi
  say "configuring $directory"
  local launcher=()
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  cmake --preset "$preset" "${launcher[@]}" "$@" >"$directory.log" 2>&1 ||
    { cat "$directory.log"; rm -f "$directory.log"; exit 1; }
  rm -f "$directory.log"
  printf '%s' "$wanted" >"$stamp"
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  say "building ($preset)"
  cmake --build --preset "$preset" ${1:+--target "$@"}
}
