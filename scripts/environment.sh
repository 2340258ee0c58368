# Sourced by the scripts beside it: sets `root`, and gives `environment`.
# shellcheck shell=bash

self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/scripts/*}
# The checkout is run as it is, not installed: -P and its place before all others keep a `bot` or
# `config` package of the current folder, or of anybody else's, from being taken for ours.
export PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH}

# Sets `python` to one that has what a lock file lists, made first where it is missing or old.
#   environment FOLDER LOCK    both relative to the checkout
environment() {
  python=$root/$1/bin/python
  # The folder's copy of the lock is written last, so one that is half made never passes.
  if [ ! -x "$python" ] || ! cmp -s "$root/$2" "$root/$1/$2"; then
    find_python
    "$found" -I "$root/scripts/environment.py" "$root/$1" "$root/$2"
  fi
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
