# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that are compiled for several processors are marked by VECTOR of
base/vector.h, which knows where they must not be: nobody writes target_clones
beside it. They have names of their own in the whole program, as clang 14 gives
what chooses among the clones external linkage, so that two static functions of
one name do not link."""

import collections
import re

import tree

HEADER = "src/base/vector.h"
CLONED = re.compile(r"^(?:VECTOR\s+static|static\s+VECTOR)\s"
                    r"[^;{]*?\b(\w+)\s*\(", re.MULTILINE)


def check(problems):
    places = collections.defaultdict(list)
    for path in tree.sources():
        if path.startswith("src/"):
            code = tree.without_comments(tree.read(path))
            if path != HEADER:
                for match in re.finditer("target_clones", code):
                    line = tree.line_of(code, match.start())
                    problems.append(f"{path}:{line}: {HEADER} has VECTOR for "
                                    "this")
            for match in CLONED.finditer(code):
                places[match.group(1)].append(
                    f"{path}:{tree.line_of(code, match.start())}")
    for name, where in places.items():
        for place in where[1:]:
            problems.append(f"{place}: {name} is a VECTOR function at "
                            f"{where[0]}, too; clang needs another name")
