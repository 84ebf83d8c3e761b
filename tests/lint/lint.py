#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a program can check; CONTRIBUTING.md explains them.
One file a topic: each has a function check, which adds what it finds."""

import sys

sys.dont_write_bytecode = True

import calls
import layers
import lines
import texts
import tree

CHECKS = [lines, calls, layers, texts]


def main():
    problems = []
    for check in CHECKS:
        check.check(problems)
    for problem in problems:
        print(problem)
    sources = tree.sources()
    print(f"lint: {len(sources)} sources, {len(problems)} problems")
    sys.exit(1 if problems or not sources else 0)


main()
