#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli join puts slides, landmarks and runs of several sessions into
one, unless they have different references, and leaves its inputs as they
are."""

import json
import os

import session_file
from harness import check, make_slides, refuses, run, scratch, tree

folder = scratch()
slides = make_slides(os.path.join(folder, "in"), size=300, slides=3)


def path(name):
    return os.path.join(folder, name)


def read(name):
    with open(path(name), encoding="utf-8") as f:
        return json.load(f)


first = session_file.run([1, 0, 5, 0, 1, 0], 300, 300)
second = session_file.run([1, 0, 0, 0, 1, 7], 300, 300)
second["started"] = "2024-01-02T00:00:00Z"
session_file.write(path("a.saffron"), {slides[1]: first}, slides[0])
session_file.write(path("b.saffron"), {slides[2]: second}, slides[0])
session_file.write(path("c.saffron"), {slides[1]: second}, slides[0])
session_file.write(path("other.saffron"), {slides[2]: first}, slides[1])
marked = read("b.saffron")
marked["moving"][0]["landmarks"] = [
    {"reference": [10, 20], "moving": [11, 22], "name": "p", "active": True}]
with open(path("b.saffron"), "w", encoding="utf-8") as f:
    json.dump(marked, f)

before = tree(folder)
result = run("join", path("a.saffron"), path("b.saffron"), path("c.saffron"),
             "-o", path("all.saffron"))
check(result.returncode == 0 and "2 moving slides" in result.stdout, result)
check({p: h for p, h in tree(folder).items() if p in before} == before,
      "the inputs stay")
joined = {os.path.basename(m["path"]): m for m in read("all.saffron")["moving"]}
one, two = (joined[os.path.basename(s)] for s in slides[1:])
check([r["transform"]["affine"][2] for r in one["runs"]] == [5, 0], one)
check(one["current_run"] == 0, "the first session's run stays the current one")
check(len(two["runs"]) == 1 and two["current_run"] == 0, two)
check(two["landmarks"][0]["moving"] == [11, 22], two["landmarks"])

refuses(folder, ["join", path("a.saffron"), path("other.saffron"), "-o",
                 path("x.saffron")], ["other.saffron", "another reference"],
        status=(1,))
refuses(folder, ["join", path("a.saffron"), path("b.saffron"), "-o",
                 path("all.saffron")], ["already exists"], status=(1,))
refuses(folder, ["join", path("a.saffron"), "-f", "-o", path("a.saffron")],
        ["input"], status=(1,))
refuses(folder, ["join", path("a.saffron")], ["-o"], status=(2,))
print("ok")
