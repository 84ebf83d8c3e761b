# SPDX-License-Identifier: GPL-3.0-or-later
"""How long lines and files are, and how each file begins."""

import tree

MAX_LINES = 500
MAX_COLUMNS = 80

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"


def check_lines(path, text, problems):
    lines = text.split("\n")
    # GLSL ES wants its #version on the first line.
    first = 1 if lines[0].startswith("#version") else 0
    if LICENCE not in lines[first]:
        problems.append(f"{path}:1: no SPDX line")
    if len(lines) > MAX_LINES + 1:
        problems.append(f"{path}: {len(lines)} lines: two ideas in one file?")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            problems.append(f"{path}:{number}: {len(line)} columns")
        if "\t" in line:
            problems.append(f"{path}:{number}: a tab")
        if line != line.rstrip():
            problems.append(f"{path}:{number}: a blank at the line's end")


def check_scripts(problems):
    """Scripts name their licence too, after the line that names the shell."""
    for path in tree.files("*.py", "*.sh", "dev", ".ci/*", "tests/bench/*",
                           "tests/sanitized"):
        if path.endswith((".c", ".h", ".build")):
            continue
        if not any(LICENCE in line
                   for line in tree.read(path).split("\n")[:3]):
            problems.append(f"{path}: no SPDX line in the first three")


def check(problems):
    for path in tree.sources():
        text = tree.read(path)
        check_lines(path, text, problems)
    for path in tree.files("src/*.glsl"):
        check_lines(path, tree.read(path), problems)
    check_scripts(problems)
