#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/session-format.md lists every member of a session and every code of a
reason, and its Python example maps points as Saffron does."""

import csv
import json
import math
import os
import re

import harness
from harness import check, run

SOURCE = os.environ["SAFFRON_SOURCE"]


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as f:
        return f.read()


def members(value):
    """Yields the names of all members, at every depth."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield name
            yield from members(below)
    elif isinstance(value, list):
        for below in value:
            yield from members(below)


def codes():
    """Returns the names of codes and values in the table of reasons."""
    rows = re.search(r"static const Row rows\[.*?\n\};",
                     read("src", "register", "reason.c"), re.S).group(0)
    return set(re.findall(r'"([a-z-]+)"', rows))


def check_documented(document, session):
    listed = set(re.findall(r"`([a-z0-9_-]+)`", document))
    missing = (set(members(session)) | codes()) - listed
    check(not missing, "docs/session-format.md does not list", sorted(missing))


def check_example(document, session, folder):
    """Checks that the example's pull () agrees with saffron-cli points."""
    code = re.search(r"```python\n(.*?)```", document, re.S).group(1)
    scope = {}
    exec(code, scope)
    transform = session["moving"][0]["runs"][0]["transform"]
    check(transform["lattice"] is not None, "the run is not bent")
    width, height = transform["width"], transform["height"]
    points = [(width * (0.07 + 0.13 * (i % 7)), height * (0.03 + 0.155 * i / 7))
              for i in range(42)]
    points += [(0.0, 0.0), (width, height), (-9.0, height + 7.0)]
    there, back = (os.path.join(folder, n) for n in ("in.csv", "out.csv"))
    with open(there, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["", "X", "Y"]] + [
            [i + 1, *point] for i, point in enumerate(points)])
    done = run("points", os.path.join(folder, "a.saffron"), "--from",
               "reference", "--to", "moving", there, back)
    check(done.returncode in (0, 3), done.stderr)
    with open(back, encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))[1:]
    check(len(rows) == len(points), rows)
    for point, row in zip(points, rows):
        x, y = scope["pull"](transform, *point)
        check(math.hypot(x - float(row[1]), y - float(row[2])) < 2e-3, point,
              (x, y), row)


def main():
    folder = harness.scratch()
    slides = os.path.join(folder, "slides")
    reference, moving = harness.make_slides(slides, size=700)
    session = os.path.join(folder, "a.saffron")
    pairs = [os.path.join(folder, f"l{k}.csv") for k in (1, 2)]
    for k, pair in enumerate(pairs, 1):
        with open(os.path.join(slides, f"slide{k}.csv"),
                  encoding="utf-8") as f, \
                open(pair, "w", encoding="utf-8") as g:
            g.writelines(f.readlines()[:6])
    done = run("register", reference, moving, "-o", session, "--landmarks",
               ",".join(pairs))
    check(done.returncode in (0, 3), done.stderr)
    done = run("register", reference, moving, "-o", session, "--region",
               "150,150,400,400")
    check(done.returncode in (0, 3), done.stderr)
    with open(session, encoding="utf-8") as f:
        written = json.load(f)
    document = read("docs", "session-format.md")
    check_documented(document, written)
    check_example(document, written, folder)
    print("ok")


main()
