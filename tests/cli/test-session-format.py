#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/session-format.md lists every member of a session and every code of a
reason, and its Python example maps points as Saffron does, with pieces and
without."""

import csv
import json
import math
import os
import re

import harness
import session_file
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


def torn_session(session):
    """The same session; its run has three pieces, one of them turned by 90
    degrees and one without a lattice."""
    copy = json.loads(json.dumps(session))
    run = copy["moving"][0]["runs"][0]
    width, height = (run["transform"][name] for name in ("width", "height"))
    h = 40
    n_x, n_y = (math.ceil(size / h) + 3 for size in (width, height))
    bent = session_file.lattice(n_x, n_y, h, lambda i, j: (
        30 * math.sin(0.7 * i + j), 20 * math.cos(i - 0.8 * j)))
    turned = session_file.lattice(n_x, n_y, h, lambda i, j: (
        width - (i - 1) * h - (j - 1) * h, (i - j) * h))
    run["transform"] = session_file.torn(
        run["transform"]["affine"], width, height, 31,
        lambda x, y: 2 if y > 500 else int(x > 300), [bent, turned, None])
    return copy


def example(document):
    """The names that the document's Python defines."""
    code = re.search(r"```python\n(.*?)```", document, re.S).group(1)
    scope = {}
    exec(code, scope)
    return scope


def check_example(scope, session, folder):
    """Checks that the example's pull () agrees with saffron-cli points."""
    path = os.path.join(folder, "a.saffron")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
    transform = session["moving"][0]["runs"][0]["transform"]
    width, height = transform["width"], transform["height"]
    points = [(width * (0.07 + 0.13 * (i % 7)), height * (0.03 + 0.155 * i / 7))
              for i in range(42)]
    points += [(0.0, 0.0), (width, height), (-9.0, height + 7.0),
               (width + 333.0, -222.0), (-150.0, 200.0)]
    there, back = (os.path.join(folder, n) for n in ("in.csv", "out.csv"))
    with open(there, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["", "X", "Y"]] + [
            [i + 1, *point] for i, point in enumerate(points)])
    done = run("points", path, "--from", "reference", "--to", "moving", there,
               back, "--force")
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
    transform = written["moving"][0]["runs"][0]["transform"]
    check(transform["lattice"] is not None, "the run is not bent")
    torn = torn_session(written)
    document = read("docs", "session-format.md")
    scope = example(document)
    for one in (written, torn):
        check_documented(document, one)
        check_example(scope, one, folder)
    print("ok")


main()
