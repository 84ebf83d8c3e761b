# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the programs beside this file share. Each takes the command line of one of
# the pipeline's own programs and does the same by saffron-cli.

# find_cli: the program that belongs to this folder, or the one on the path.
find_cli () {
  if [ -n "${SAFFRON_CLI:-}" ]; then
    printf '%s\n' "$SAFFRON_CLI"
  elif [ -x "$here/../../../bin/saffron-cli" ]; then
    printf '%s\n' "$here/../../../bin/saffron-cli"
  else
    printf 'saffron-cli\n'
  fi
}

die () {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 2
}

# version: of Saffron, as saffron-cli says it.
version () {
  text=$("$(find_cli)" --version) || exit 1
  printf '%s: %s\n' "$program" "$text"
}

# unused FLAG WHY: says in one line that a flag means nothing here.
unused () {
  printf '%s: %s is not used: %s\n' "$program" "$1" "$2" >&2
}

# need FLAG N: dies unless FLAG is followed by a value. N: $#
need () {
  [ "$2" -ge 2 ] || die "$1 needs a value"
}

# end STATUS: 3, unverified, is no failure of the pipeline's step: the slide is
# there, and what is said of it above.
end () {
  if [ "$1" -eq 3 ]; then
    printf '%s: done, but unverified; look at the QC picture\n' "$program" >&2
    exit 0
  fi
  exit "$1"
}

# scale_to_level SCALE: how many times a picture is halved for that scale.
scale_to_level () {
  awk -v scale="$1" 'BEGIN {
    if (scale !~ /^[0-9.]+$/ || scale + 0 <= 0 || scale + 0 > 1) exit 1
    printf "%d\n", -log (scale) / log (2) + 0.5
  }' || die "--scale-factor $1: give a number above 0, up to 1"
}
