# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree that the checks read: its files, their text and their code."""

import os
import re
import subprocess

ROOT = os.environ.get("SAFFRON_SOURCE") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..")


def path_of(path):
    return os.path.join(ROOT, path)


def files(*patterns):
    """Those that git knows or would take, sorted."""
    out = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT,
                          "ls-files", "-co", "--exclude-standard", "--",
                          *patterns],
                         capture_output=True, text=True)
    return sorted(f for f in set(out.stdout.split("\n")) - {""}
                  if os.path.exists(path_of(f)))


def sources():
    """The C files."""
    return files("src/*.c", "src/*.h", "tests/*.c", "tests/*.h")


def read(path):
    with open(path_of(path), encoding="utf-8") as f:
        return f.read()


def without_comments(text, strings=False):
    """The code alone, line numbers kept; with @strings, its strings too."""
    def blank(match):
        found = match.group(0)
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        return found if strings else '""'
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank, text,
                  flags=re.S)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
