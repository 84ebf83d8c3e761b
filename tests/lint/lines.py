# SPDX-License-Identifier: GPL-3.0-or-later
"""How long lines, functions and files are, and how each file begins."""

import re

import tree

MAX_LINES = 500
MAX_COLUMNS = 80
# Lines of a function's body, its braces among them.
MAX_FUNCTION = 60
# What is longer until the window is taken apart.
NOT_YET = {("src/app/window/window.c", "saffron_window_new")}

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


def functions(text):
    """(name, first line, lines) of each body. The format puts the braces of a
    function, and of nothing else with parameters before it, in column 0."""
    lines = tree.without_comments(text).split("\n")
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = start - 2
            while head > 0 and not re.match(r"[a-zA-Z_]\w* \(", lines[head]):
                head -= 1
            yield lines[head].split(" (")[0], start, number - start + 1
            start = None


def check_functions(path, text, problems):
    for name, line, length in functions(text):
        if length > MAX_FUNCTION and (path, name) not in NOT_YET:
            problems.append(f"{path}:{line}: {name} has {length} lines, more "
                            f"than {MAX_FUNCTION}: two ideas?")


def check(problems):
    for path in tree.sources():
        text = tree.read(path)
        check_lines(path, text, problems)
        check_functions(path, text, problems)
    for path in tree.files("src/*.glsl"):
        check_lines(path, tree.read(path), problems)
