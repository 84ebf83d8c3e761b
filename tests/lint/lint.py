#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a program can check; CONTRIBUTING.md explains them.

One file a topic. Each has a function check, which adds to a list of problems;
where it needs a program that is not installed, it returns what it skipped.
With --full, a topic that was skipped is a problem too."""

import sys

sys.dont_write_bytecode = True

import actions
import calls
import clones
import data
import layers
import layout
import lines
import literals
import scripts
import spelling
import texts
import tree

CHECKS = [lines, layout, spelling, scripts, calls, clones, layers, data, texts,
          literals, actions]


def main():
    problems = []
    skipped = []
    for check in CHECKS:
        what = check.check(problems)
        if what is not None:
            skipped.append(what)
    for problem in problems:
        print(problem)
    for what in skipped:
        print("lint: not checked:", what)
    sources = tree.sources()
    print(f"lint: {len(sources)} sources, {len(problems)} problems")
    failed = problems or not sources or ("--full" in sys.argv and skipped)
    sys.exit(1 if failed else 0)


main()
