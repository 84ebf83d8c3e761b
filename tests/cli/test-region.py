# SPDX-License-Identifier: GPL-3.0-or-later
"""register --region: a part of the reference alone, as good there as the whole
is, marked as what it is; the run of the whole stays the current one."""

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
    """The points of one slide that lie in the region on the reference."""
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


def only(run_index):
    """The session with another current run."""
    with open(session, encoding="utf-8") as f:
        data = json.load(f)
    data["moving"][0]["current_run"] = run_index
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
part = error_inside(only(1))
print(f"median error inside: whole {whole:.3f} px, region {part:.3f} px")
check(part < 1.0 and part < 1.5 * whole + 0.1, part, whole)

# The same bits again, on another number of threads, and a lattice that covers
# the region alone.
result = harness.run("register", reference, moving, "-o", session, "--region",
                     text, "--threads", "1")
check(result.returncode == 0, result.stderr)
check(read()["runs"][2]["transform"] == run["transform"], "other bits")
lattice = run["transform"]["lattice"]
check(lattice is not None and lattice["x0"] <= x
      and lattice["n_x"] * lattice["spacing"] < width + 8 * lattice["spacing"],
      lattice and lattice["n_x"])

# Without a session to start from.
alone = os.path.join(folder, "alone.saffron")
result = harness.run("register", reference, moving, "-o", alone, "--region",
                     "300,300,1400,1400")
check(result.returncode in (0, 3), result.stderr)

# What is not right.
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
