# Sourced by the scripts in this folder: sets `root` and defines `environment`.
# shellcheck shell=bash

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/scripts/*}
# The checkout runs as it is, without being installed: with -P and with its place before all
# others, no `bot` or `config` package of the current folder or of another project is imported.
export PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH}

# Sets `python` to one that has all packages of the given lock files, after installing those that
# are missing: environment LOCK...
environment() {
  # shellcheck disable=SC2034  # the scripts that source this run it
  python=$root/.venv/bin/python
  if ! is_current "$@"; then
    find_python
    # -E and -s: nothing but the standard library and the files in this folder.
    "$found" -E -s -B "$root/scripts/environment.py" "$root" "$@"
  fi
}

# Whether .venv was installed from the given lock files and is whole. Runs at every start.
is_current() {
  for lock in "$@"; do
    cmp -s "$root/$lock" "$root/.venv/$lock" 2>/dev/null || return 1
  done
  while read -r name || [ -n "$name" ]; do
    [ -e "$root/.venv/$name" ] || return 1
  done 2>/dev/null <"$root/.venv/contents"
}

# Sets `found` to a Python for which the lock files hold ready-built packages.
find_python() {
  for found in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$found" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'; then
      return
    fi >/dev/null 2>&1
  done
  echo "pullquote: needs Python 3.11, 3.12, 3.13 or 3.14, and the one here is" \
    "\"$(python3 -V 2>/dev/null || echo none)\"; install one from python.org or with your system's" \
    "package manager, then run this again." >&2
  exit 2
}
