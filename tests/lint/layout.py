# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout is the one that clang-format gives: ./dev format applies it."""

import re
import subprocess

import tree

# Versions differ in details, so that the layout is that of Debian 12's.
VERSION = "14"


def program():
    """The clang-format of that version, or None."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        try:
            said = subprocess.run([name, "--version"], capture_output=True,
                                  text=True).stdout
        except OSError:
            continue
        if re.search(rf"version {VERSION}\.", said):
            return name
    return None


def check(problems):
    name = program()
    if name is None:
        return f"the layout: clang-format {VERSION} is not installed"
    out = subprocess.run([name, "--dry-run", *tree.sources()], cwd=tree.ROOT,
                         capture_output=True, text=True)
    found = dict.fromkeys(re.findall(r"^(.+?:\d+):\d+: ", out.stderr, re.M))
    problems.extend(f"{where}: not as clang-format lays it out; ./dev format"
                    for where in found)
    if out.returncode != 0:
        problems.append(f"{name}: exit {out.returncode}: {out.stderr[-300:]}")
    return None
