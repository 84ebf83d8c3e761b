#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serial sections of which only neighbours show the same cells: registered
directly, the far ones lie anywhere; with --order chain each is laid over the
slide that it is most like, whatever the files are called, and with order=given
over the one beside it by name. It is said which way was kept and why."""

import csv
import json
import os

import numpy
import tifffile

from harness import check, refuses, run, scratch

folder = scratch()
SIZE, RADIUS, REACH = 800, 350.0, 1.4
fast = ["--set", "micro_reg_fraction=0", "--set", "max_non_rigid_dim=512",
        "--set", "max_processed_dim=800", "--no-warp", "--no-qc",
        "--no-report"]


def affine(k):
    """Reference → section k, which is turned by a quarter and more each."""
    angle = numpy.radians(83 * k)
    turn = numpy.array([[numpy.cos(angle), -numpy.sin(angle)],
                        [numpy.sin(angle), numpy.cos(angle)]])
    middle = numpy.full(2, SIZE / 2)
    return turn, middle - turn @ middle + (0 if k == 0 else 3 * k - 6)


def section(k):
    """Cells lie at depths, and a section shows those near its own."""
    random = numpy.random.default_rng(5)
    n = 2600
    angle = random.uniform(0, 2 * numpy.pi, n)
    r = RADIUS * numpy.sqrt(random.uniform(0, 1, n))
    places = SIZE / 2 + numpy.stack([r * numpy.cos(angle),
                                     r * numpy.sin(angle)], 1)
    depth = random.uniform(-3, 9, n)
    sigma = numpy.exp(random.uniform(numpy.log(2.5), numpy.log(10), n))
    height = random.uniform(0.3, 1, n)
    turn, shift = affine(k)
    y, x = numpy.mgrid[:SIZE, :SIZE] + 0.5
    noise = numpy.random.default_rng(100 + k).uniform(0, 20, (SIZE, SIZE))
    middle = turn @ numpy.full(2, SIZE / 2) + shift
    inside = numpy.hypot(x - middle[0], y - middle[1]) < RADIUS
    image = 100 + noise + 300 * inside
    for i in numpy.flatnonzero(abs(depth - k) < REACH):
        u, v = turn @ places[i] + shift
        reach = int(3 * sigma[i]) + 1
        box = (slice(max(int(v) - reach, 0), int(v) + reach),
               slice(max(int(u) - reach, 0), int(u) + reach))
        image[box] += 2000 * height[i] * numpy.exp(
            -((x[box] - u)**2 + (y[box] - v)**2) / (2 * sigma[i]**2))
    return image.clip(0, 60000).astype(numpy.uint16)


def write(name, k):
    path = os.path.join(folder, "in", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    tifffile.imwrite(path, section(k), ome=True, metadata={
        "axes": "YX", "PhysicalSizeX": 0.5, "PhysicalSizeY": 0.5,
        "Channel": {"Name": ["DAPI"]}})
    return path


def current(session, name):
    """The run of a slide in a session."""
    with open(session, encoding="utf-8") as f:
        document = json.load(f)
    for moving in document["moving"]:
        if moving["path"].endswith(name):
            return moving["runs"][-1]
    return check(False, name, "is not in", session)


def missed(session, name, k):
    """How far the tissue is from where it belongs, the largest of a grid."""
    points = os.path.join(folder, "points.csv")
    grid = [(SIZE / 2 + 55 * i, SIZE / 2 + 55 * j)
            for i in range(-4, 5) for j in range(-4, 5)]
    turn, shift = affine(k)
    with open(points, "w", encoding="utf-8") as f:
        f.write(",X,Y\n")
        for i, place in enumerate(grid):
            x, y = turn @ numpy.array(place) + shift
            f.write(f"{i},{x},{y}\n")
    out = os.path.join(folder, "out.csv")
    result = run("points", session, "--from", "moving", "--to", "reference",
                 points, out, "--moving", name, "--force")
    check(result.returncode in (0, 3), result.stderr)
    with open(out, newline="", encoding="utf-8") as f:
        found = [[float(row["X"]), float(row["Y"])]
                 for row in csv.DictReader(f)]
    return numpy.linalg.norm(numpy.array(found) - grid, axis=1).max()


# By name the sections come in the order 0 2 3 1.
paths = [write(name, k) for k, name in enumerate(
    ["a1.ome.tif", "a10.ome.tif", "a2.ome.tif", "a9.ome.tif"])]
RIGHT, WRONG = 50.0, 250.0

# Directly, the far section lies anywhere.
direct = os.path.join(folder, "direct.saffron")
result = run("register", paths[0], paths[3], "-o", direct, *fast[:6])
check(result.returncode == 3, result.stdout, result.stderr)
check(missed(direct, "a9", 3) > WRONG, "the test is too easy")

# Over its neighbours it is found, and its followers wait for them.
out = os.path.join(folder, "chain")
arguments = ["batch", os.path.join(folder, "in"), "--reference", "a1.ome.tif",
             "-o", out, "--order", "chain", "--jobs", "2", *fast]
result = run(*arguments)
check(result.returncode == 3, result.stdout, result.stderr)
session = os.path.join(out, "in", "in.saffron")
for k, name in enumerate(["a10", "a2", "a9"], 1):
    check(missed(session, name, k) < RIGHT, name, missed(session, name, k),
          result.stdout)
codes = {reason["code"]: reason for reason in current(
    session, "a9.ome.tif")["reasons"]}
check(codes["chain-links"]["values"]["slide"] == "a2.ome.tif", codes)
check("unlike" in codes, "the slide and the reference show nothing", codes)
lines = [line for line in result.stdout.split("\n") if "in/a9" in line]
check(len(lines) == 1 and "unverified, over a2.ome.tif" in lines[0], lines)
start = [reason["code"] for stage in current(
    session, "a9.ome.tif")["stages"] for reason in stage["reasons"]]
check("start-over" in start, start)

# How alike the slides are stands in a table.
with open(os.path.join(out, "in", "order.csv"), newline="",
          encoding="utf-8") as f:
    table = {row["slide"]: row for row in csv.DictReader(f)}
check(list(table) == ["a1.ome.tif", "a2.ome.tif", "a9.ome.tif",
                      "a10.ome.tif"], list(table))
check(table["a9.ome.tif"]["a9.ome.tif"] == "", table)
check(float(table["a9.ome.tif"]["a2.ome.tif"])
      == float(table["a2.ome.tif"]["a9.ome.tif"])
      > float(table["a9.ome.tif"]["a1.ome.tif"]) + 0.1, table)

# It is done again only where a slide before has changed.
result = run(*arguments, "--resume")
check(result.returncode == 3 and result.stdout.count("up to date") == 3,
      result.stdout, result.stderr)
start = current(session, "a10.ome.tif")["started"]
run("register", paths[0], paths[2], "-o", session, *fast[:6], "--set",
    "section=serial", "--set", "order=chain")
result = run(*arguments, "--resume")
done = [line for line in result.stdout.split("\n")
        if line.startswith("in/") and "up to date" not in line]
check(len(done) == 1 and "in/a9" in done[0], result.stdout)
check(current(session, "a10.ome.tif")["started"] == start, "made again")

# By name, a2 comes first and is two sections from the reference, with which it
# shares too little: nothing is laid over it, and that is said.
given = os.path.join(folder, "given.saffron")
result = run("register", *paths, "-o", given, *fast[:6], "--set",
             "order=given")
check(result.returncode == 3, result.stdout, result.stderr)
check("a9.ome.tif" in result.stdout.split("a10.ome.tif onto")[0], "the order")
tried = {name: {(reason["code"], reason["values"]["slide"])
                for reason in current(given, name + ".ome.tif")["reasons"]
                if reason["code"].startswith("chain-")}
         for name in ("a2", "a9", "a10")}
check(not current(given, "a2.ome.tif")["verified"], "the test is too easy")
check(tried["a2"] == set() and tried["a9"] == {("chain-broken", "a2.ome.tif")},
      tried)
check({slide for _, slide in tried["a10"]} == {"a9.ome.tif", "a2.ome.tif"},
      tried)
check(missed(given, "a10", 1) < RIGHT, "registered directly")

# Over one slide of the session, for a task of its own.
result = run("register", paths[0], paths[3], "-o", session, *fast[:6],
             "--over", "a2")
check(result.returncode == 3 and "laid over a2.ome.tif" in result.stdout,
      result.stdout, result.stderr)
refuses(folder, ["register", paths[0], paths[3], "-o", given, "--over", "b7"],
        ["--over", "b7"], status=(2,))
refuses(folder, ["batch", *paths, "-o", out, "--order", "sideways"],
        ["--order", "sideways"], status=(2,))
print("ok")
