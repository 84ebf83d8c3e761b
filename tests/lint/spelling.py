# SPDX-License-Identifier: GPL-3.0-or-later
"""Spelling, by codespell. Right words that it does not know go into
spelling.txt, one a line, in small letters."""

import os
import subprocess

import tree

OURS = ("src", "tests", "docs", "po", "ui", "data", "flatpak", "dev", ".ci",
        "*.md", "NEWS", "*.build", "*.txt")
# Pictures, and translations, which codespell takes for bad English.
NOT_TEXT = (".po", ".png", ".svg", ".tif", ".tiff", ".jpg")


def check(problems):
    here = os.path.dirname(os.path.abspath(__file__))
    paths = [path for path in tree.files(*OURS)
             if not path.endswith(NOT_TEXT)]
    try:
        # The escapes of a C string are no letters of its words.
        out = subprocess.run(
            ["codespell", "--ignore-words", os.path.join(here, "spelling.txt"),
             "--ignore-regex", r"\\[nt]", *paths],
            cwd=tree.ROOT, capture_output=True, text=True)
    except OSError:
        return "the spelling: codespell is not installed"
    problems.extend(out.stdout.rstrip("\n").split("\n") if out.stdout else [])
    if out.returncode != 0 and not out.stdout:
        problems.append(f"codespell: exit {out.returncode}: {out.stderr}")
    return None
