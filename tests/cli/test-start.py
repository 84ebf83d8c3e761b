#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli register --start lays a slide by hand where the search fails,
keeps that in the session for later runs, and refuses what is no start."""

import csv
import json
import math
import os

import numpy
import tifffile

import harness
from harness import check, refuses, run

SIZE = 600
ROTATION = 97

folder = harness.scratch()
slides = os.path.join(folder, "slides")
made = run("synth", slides, "--width", SIZE, "--height", SIZE, "--slides", 3,
           "--channels", 1, "--seed", 5, "--amplitude", 0.5, "--rotation",
           ROTATION)
check(made.returncode == 0, made.stderr)
reference, moving, third = [os.path.join(slides, f"slide{n}_DAPI.ome.tif")
                            for n in (1, 2, 3)]
session = os.path.join(folder, "s.saffron")
# The search may try no more than 5°, so it does not find how the slides lie.
lost = ["--set", "rotation_range=5", "--set", "deformable=false", "--set",
        "pieces=false"]


def points(n):
    with open(os.path.join(slides, f"slide{n}.csv"), newline="") as f:
        return numpy.array([(float(x), float(y))
                            for _, x, y in list(csv.reader(f))[1:]])


def placing(n):
    """Returns where the slide's centre lies from the reference's, and by how
    much the slide must be turned, as the truth has it."""
    a, b = points(1), points(n)
    rows = numpy.column_stack([b, numpy.ones(len(b))])
    back = numpy.linalg.lstsq(rows, a, rcond=None)[0].T
    with tifffile.TiffFile(os.path.join(slides,
                                        f"slide{n}_DAPI.ome.tif")) as tif:
        height, width = tif.pages[0].shape[-2:]
    centre = back @ (width / 2, height / 2, 1)
    turn = math.degrees(math.atan2(back[1][0], back[0][0]))
    return centre[0] - SIZE / 2, centre[1] - SIZE / 2, turn


def register(*args, slides=(moving,)):
    result = run("register", reference, *slides, "-o", session, *args)
    check(result.returncode in (0, 3), args, result.returncode, result.stderr)
    return result


def load(index=0):
    with open(session, encoding="utf-8") as f:
        return json.load(f)["moving"][index]


def codes(index=0):
    """Returns the codes of the last run's coarse stage."""
    stages = load(index)["runs"][-1]["stages"]
    return [r["code"] for s in stages if s["name"] == "coarse"
            for r in s["reasons"]]


def median_error(n=2):
    name = os.path.basename((None, None, moving, third)[n])
    result = run("evaluate", session, "--moving", name, "-r",
                 os.path.join(slides, "slide1.csv"), "-l",
                 os.path.join(slides, f"slide{n}.csv"), "--json")
    return json.loads(result.stdout)["tre_px"]["median"]


# Alone it is lost. From 5 % of the diagonal and 8° beside the truth it is not.
check(register(*lost).returncode == 3, "found alone")
check("start" not in load() and "start" not in load()["runs"][0], load())
dx, dy, turn = placing(2)
check(abs(abs(turn) - ROTATION) < 3, turn)
off = 0.05 * math.hypot(SIZE, SIZE)
start = f"{dx + 0.6 * off:.0f},{dy - 0.8 * off:.0f},{turn + 8:.1f}"
result = register(*lost, "--start", start)
check(result.returncode == 0, start, result.stdout)
check("laid by hand" in result.stdout, result.stdout)
check(codes()[0] == "start-by-hand", codes())
check(median_error() < 1, median_error())

# It stays for later runs, each of which records it, until it is removed.
kept = load()["start"]
check(len(kept) == 6 and load()["runs"][-1]["start"] == kept, load())
first = load()["runs"][-1]["transform"]
check(register(*lost).returncode == 0, "kept")
check(load()["runs"][-1]["transform"] == first, "the same run again")
register(*lost, "--region", "200,200,300,300")
check("start" not in load()["runs"][-1], "a region's run has none")
check(load()["start"] == kept, "a region's run leaves it")

# The six numbers of the map do the same to the last bit.
numbers = ",".join(repr(float(n)) for n in kept)
os.remove(session)
check(register(*lost, "--start", numbers).returncode == 0, numbers)
check(load()["start"] == kept and load()["runs"][-1]["transform"] == first,
      "by the map")
check(register(*lost, "--start", "none").returncode == 3, "removed")
check("start" not in load() and codes()[0] != "start-by-hand", load())

# Landmarks that are to be the start come first.
pairs = [os.path.join(folder, f"pairs{k}.csv") for k in (1, 2)]
for k, pair in enumerate(pairs, 1):
    with open(os.path.join(slides, f"slide{k}.csv"), encoding="utf-8") as f, \
            open(pair, "w", encoding="utf-8") as g:
        g.writelines(f.readlines()[:6])
register(*lost, "--start", "0,0,0", "--landmarks", ",".join(pairs), "--set",
         "landmark_use=start")
check(codes() == ["start-landmarks"], codes())

# Each of several slides has its own, by name or path.
os.remove(session)
start3 = ",".join(f"{v:.1f}" for v in placing(3))
result = register(*lost, "--start", f"slide3_DAPI={start3}", "--start",
                  f"{moving}={start}", slides=(moving, third))
check(result.returncode == 0, result.stdout)
check(median_error(2) < 1 and median_error(3) < 1, "both")
check(load(0)["start"] == kept and load(1)["start"] != kept, "each its own")

# What is no start is refused before anything runs.
os.remove(session)
one = ["register", reference, moving, "-o", session]
for bad in ("", "1,2", "1,2,x", "1,2,3,4", "1,2,3,flop", "nan,0,0", "1e300,0,0",
            "1,2,3,flip,5", "1,0,0,1,0,0", "inf,0,0,0,1,0"):
    refuses(folder, [*one, "--start", bad], ["--start"], status=(2,))
refuses(folder, [*one, "--start", f"slide9={start}"], ["slide9"], status=(2,))
refuses(folder, [*one, "--start", start, "--start", start], ["--start"],
        status=(2,))
refuses(folder, ["register", reference, moving, third, "-o", session,
                 "--start", start], ["NAME="], status=(2,))
refuses(folder, [*one, "--start", start, "--region", "0,0,300,300"],
        ["--region"], status=(2,))
refuses(folder, [*one, "--start", f"{50 * SIZE},0,0"], [moving, "beside"],
        status=(1,))
refuses(folder, [*one, "--start", "9,0,0,0,1,0"], [moving, "shape"],
        status=(1,))
print("ok")
