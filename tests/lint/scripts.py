# SPDX-License-Identifier: GPL-3.0-or-later
"""How scripts begin and end, and that no test sleeps."""

import ast
import os
import re

import tree

LICENCE = "# SPDX-License-Identifier: GPL-3.0-or-later"
# Debian's interpreter, which sees Debian's packages.
PYTHON = "#!/usr/bin/python3"

PROGRAM = re.compile(r"/(test|check|take)-[^/]*\.py$|/lint\.py$")
SLEEP = re.compile(r"\btime\.sleep ?\(|\bg_usleep \(|\b(u|nano)?sleep \(")
# Polls with a deadline, and a disk that is slow.
MAY_SLEEP = {"tests/app/patience.py", "tests/cli/harness.py",
             "tests/cluster/slurm.py", "tests/install/installed.py",
             "tests/view/fake-slide.c"}


def check_python(path, text, problems):
    lines = text.split("\n")
    is_program = lines[0].startswith("#!")
    if is_program != (PROGRAM.search(path) is not None):
        problems.append(f"{path}:1: a program has a shebang, a module has none")
    elif is_program and lines[0] != PYTHON:
        problems.append(f"{path}:1: should be {PYTHON}")
    if lines[1 if is_program else 0] != LICENCE:
        problems.append(f"{path}: no SPDX line at its beginning")
    if os.access(tree.path_of(path), os.X_OK) != is_program:
        problems.append(f"{path}: a program can be executed, a module cannot")
    if ast.get_docstring(ast.parse(text)) is None:
        problems.append(f"{path}: no docstring that says what it is about")
    if "/test-" in path and "unittest.main" not in text \
            and 'print("ok")' not in text:
        problems.append(f"{path}: does not say ok at its end")
    for number, line in enumerate(lines, 1):
        if len(line) > 80:
            problems.append(f"{path}:{number}: {len(line)} columns")


def check_shell(path, text, problems):
    if LICENCE not in text.split("\n")[:3]:
        problems.append(f"{path}: no SPDX line in the first three")


def check_sleep(path, text, problems):
    for match in SLEEP.finditer(text):
        problems.append(f"{path}:{tree.line_of(text, match.start())}: a test "
                        "waits for a state, not for a time")


def check(problems):
    for path in tree.files("*.py"):
        check_python(path, tree.read(path), problems)
    for path in tree.files("dev", ".ci/*", "data/pipeline/*", "tests/bench/*",
                           "tests/sanitized"):
        if os.path.basename(path) != "meson.build" \
                and not path.endswith((".py", ".c", ".h")):
            check_shell(path, tree.read(path), problems)
    for path in tree.files("tests/*.py", "tests/*.c", "tests/*.h"):
        if path not in MAY_SLEEP and not path.startswith("tests/bench/"):
            text = tree.read(path)
            if not path.endswith(".py"):
                text = tree.without_comments(text)
            check_sleep(path, text, problems)
