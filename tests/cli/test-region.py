#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""register --region registers a part of the reference about as well as a run
of the whole slide does. The run is marked as that of a region, and the run of
the whole slide stays the current one."""

import csv
import json
import os
import re

import harness
from harness import check

REGION = (600, 500, 700, 600)

folder = harness.scratch()
slides = os.path.join(folder, "slides")
reference, moving = harness.make_slides(slides, size=2000)
session = os.path.join(folder, "pair.saffron")


def read():
    with open(session, encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def inside(name, target):
    """Writes the slide's points whose partners on the reference lie in the
    region. Returns how many there are."""
    x, y, width, height = REGION
    with open(os.path.join(slides, "slide1.csv"), encoding="utf-8") as f:
        kept = [i for i, row in enumerate(csv.DictReader(f))
                if x + 20 <= float(row["X"]) < x + width - 20
                and y + 20 <= float(row["Y"]) < y + height - 20]
    with open(os.path.join(slides, name), encoding="utf-8") as f:
        lines = f.read().splitlines()
    with open(target, "w", encoding="utf-8") as f:
        f.write("\n".join([lines[0], *(lines[1 + i] for i in kept)]) + "\n")
    return len(kept)


def error_inside(path):
    a, b = os.path.join(folder, "a.csv"), os.path.join(folder, "b.csv")
    check(inside("slide1.csv", a) > 10, "too few points to judge by")
    inside("slide2.csv", b)
    result = harness.run("evaluate", path, "--reference-landmarks", a,
                         "--moving-landmarks", b, "--json")
    check(result.returncode == 0, result.stderr)
    text = result.stdout
    found = re.search(r'"median[a-z_]*":\s*([0-9.e+-]+)', text)
    check(found, "no median in", text)
    return float(found.group(1))


def only(run_index, *without, delete=None):
    """Writes a copy of the session in which this run is the current one and
    lacks these members; @delete is another run to delete. Returns its path."""
    with open(session, encoding="utf-8") as f:
        data = json.load(f)
    found = data["moving"][0]
    found["current_run"] = run_index
    for member in without:
        del found["runs"][run_index][member]
    if delete is not None:
        del found["runs"][delete]
        found["current_run"] -= delete < run_index
    path = os.path.join(folder, f"only{run_index}.saffron")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(data, f)
    return path


text = ",".join(map(str, REGION))
result = harness.run("register", reference, moving, "-o", session)
check(result.returncode == 0, result.stderr)
result = harness.run("register", reference, moving, "-o", session, "--region",
                     text)
check(result.returncode == 0, "the region:", result.stdout, result.stderr)
check("there is a transform to start from" in result.stdout, result.stdout)
found = read()
check(found["current_run"] == 0, "the whole stays current")
run = found["runs"][1]
x, y, width, height = run["region"]
check(x <= REGION[0] and y <= REGION[1]
      and x + width >= REGION[0] + REGION[2]
      and y + height >= REGION[1] + REGION[3]
      and width * height < 1.2 * REGION[2] * REGION[3],
      "the region that was looked at:", run["region"])
check("region" not in found["runs"][0], "the whole has none")
whole = error_inside(only(0))
# Without its region, the run counts as one of the whole slide, so that its own
# transform is evaluated.
part = error_inside(only(1, "region"))
print(f"median error inside: whole {whole:.3f} px, region {part:.3f} px")
check(part < 1.0 and part < 1.5 * whole + 0.1, part, whole)

# Another number of threads gives the same bits, and the lattice covers only
# the region.
result = harness.run("register", reference, moving, "-o", session, "--region",
                     text, "--threads", "1")
check(result.returncode == 0, result.stderr)
check(read()["runs"][2]["transform"] == run["transform"], "other bits")
lattice = run["transform"]["lattice"]
check(lattice is not None and lattice["x0"] <= x
      and lattice["n_x"] * lattice["spacing"] < width + 8 * lattice["spacing"],
      lattice and lattice["n_x"])

# All commands that export use the run of the whole slide instead, and say so.
check(run["number"] == 2 and run["started_from"] == 1, run["number"])
points = os.path.join(slides, "slide2.csv")
out = os.path.join(folder, "out")
os.mkdir(out)
COMMANDS = (
    ["warp", None, "-o", os.path.join(out, "x.ome.tiff"), "--level", "2"],
    ["qc", None, "-o", out],
    ["points", None, points, os.path.join(out, "p.csv"), "--from", "moving",
     "--to", "reference"],
    ["evaluate", None, "--reference-landmarks",
     os.path.join(slides, "slide1.csv"), "--moving-landmarks", points,
     "--json"],
)


def leave(path):
    """Runs the commands on a session. Returns the results and messages."""
    made = []
    for command in COMMANDS:
        result = harness.run(*(path if c is None else c for c in command))
        files = {name: data for name, data in harness.tree(out).items()}
        for name in files:
            os.remove(name)
        made.append((command[0], result.returncode,
                     result.stdout if command[0] == "evaluate" else "",
                     files, harness.messages(result)))
    return made


for (command, status, text_0, files_0, said_0), (_, *rest) in zip(
        leave(only(0)), leave(only(1))):
    check(status == 0 and said_0 == [], command, status, said_0)
    check(rest[:3] == [0, text_0, files_0], command, "is not the whole's")
    check(len(rest[3]) == 1
          and "“slide2_DAPI”: run 2 is of a region alone; run 1, which it "
          "started from, is taken" in rest[3][0], command, rest[3])
for command, status, text_1, files, said in leave(only(1, delete=0)):
    check(status == 1 and text_1 == "" and files == {}, command, status)
    check(len(said) == 1 and "run 1, that it started from, was deleted; "
          "register the whole slide first" in said[0], command, said)

# A region can be registered without an earlier run.
alone = os.path.join(folder, "alone.saffron")
result = harness.run("register", reference, moving, "-o", alone, "--region",
                     "300,300,1400,1400")
check(result.returncode in (0, 3), result.stderr)

# Invalid regions are refused.
for wrong, status in (("1,2,3", 2), ("1,2,x,4", 2), ("0,0,0,10", 2),
                      ("", 2), ("5000,5000,200,200", 1),
                      ("0,0,10,10", 1)):
    other = os.path.join(folder, "wrong.saffron")
    result = harness.run("register", reference, moving, "-o", other,
                         "--region", wrong)
    check(result.returncode == status, wrong, result.returncode,
          result.stderr)
    check(len(harness.messages(result)) >= 1, wrong)
    check(not os.path.exists(other), wrong)
print("ok")
