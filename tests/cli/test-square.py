#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slides whose pixels are not square are registered as well as others, on
either side, and all that a run tells is in their own pixels."""

import csv
import json
import os

import numpy as np
import tifffile

import harness
from harness import check, run

folder = harness.scratch()
PIXEL = 0.325


def path(name):
    return os.path.join(folder, name)


def read_points(name):
    with open(name, newline="", encoding="utf-8") as f:
        return np.array([[float(v) for v in row[1:3]]
                         for row in list(csv.reader(f))[1:]])


def write_points(name, points):
    with open(path(name), "w", newline="", encoding="utf-8") as f:
        table = csv.writer(f)
        table.writerow(["", "X", "Y"])
        table.writerows([i + 1, *p] for i, p in enumerate(points))
    return path(name)


def shrink(source, name, x, y):
    """Writes the slide with pixels of @x by @y of its own."""
    a = np.atleast_3d(tifffile.imread(source).astype(float).T).T
    n, height, width = a.shape[0], a.shape[1] // y, a.shape[2] // x
    a = a[:, :height * y, :width * x].reshape(n, height, y, width, x)
    tifffile.imwrite(path(name), a.mean((2, 4)).astype(np.uint16), ome=True,
                     photometric="minisblack", tile=(256, 256),
                     metadata={"axes": "CYX", "PhysicalSizeX": PIXEL * x,
                               "PhysicalSizeY": PIXEL * y,
                               "Channel": {"Name": ["DAPI", "a", "b"][:n]}})
    return path(name)


def error(session, reference, moving):
    """The median error in micrometres of the truth's pixels."""
    result = run("points", session, "--from", "moving", "--to", "reference",
                 moving, path("back.csv"), "-f")
    check(result.returncode == 0, result)
    return np.median(np.hypot(*(read_points(path("back.csv"))
                                - read_points(reference)).T))


def load(session):
    with open(session, encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def told_in_um(session, rx, ry):
    """The micrometres of a landmark's error follow from both sides of a
    pixel."""
    with open(session, encoding="utf-8") as f:
        edited = json.load(f)
    landmarks = edited["moving"][0]["landmarks"]
    landmarks[0]["reference"][0] += 60
    landmarks[1]["reference"][1] += 50
    with open(session, "w", encoding="utf-8") as f:
        json.dump(edited, f)
    ends = [np.array([mark[end] for mark in landmarks])
            for end in ("reference", "moving")]
    result = run("points", session, "--from", "moving", "--to", "reference",
                 write_points("ends.csv", ends[1]), path("back.csv"), "-f")
    check(result.returncode == 0, result)
    way = read_points(path("back.csv")) - ends[0]
    result = run("quality", session, "-o", path("quality"))
    check(result.returncode in (0, 3), result)
    with open(path("quality/quality.json"), encoding="utf-8") as f:
        summary = json.load(f)
        told = summary["landmarks"]
    for unit, of in (("px", (1, 1)), ("um", (PIXEL * rx, PIXEL * ry))):
        wanted = np.hypot(*(way * of).T)
        for word, value in (("max", wanted.max()),
                            ("median", np.median(wanted))):
            check(abs(told[f"tre_{word}_{unit}"] - value) < 0.02, told, wanted)
    with open(path("quality/windows.csv"), encoding="utf-8", newline="") as f:
        rows = [row for row in csv.DictReader(f) if row["dx_px"]]
    way = np.array([[float(row["dx_px"]), float(row["dy_px"])]
                    for row in rows])
    weights = np.array([float(row["tissue"]) for row in rows])
    for unit, of in (("px", (1, 1)), ("um", (PIXEL * rx, PIXEL * ry))):
        lengths = np.hypot(*(way * of).T)
        order = np.argsort(lengths)
        at = np.searchsorted(np.cumsum(weights[order]), 0.5 * weights.sum())
        near = lengths[order][max(at - 2, 0):at + 3]
        value = summary["windows"][f"error_median_{unit}"]
        check(near[0] - 0.002 <= value <= near[-1] + 0.002, unit, value, near)


def told_by_run(slide):
    """Where a person laid the slide 60 pixels too far along x, the lengths that
    the run records are in pixels of the reference's area."""
    both = [shrink(slide, f"tall{y}.ome.tif", 1, y) for y in (2, 1)]
    result = run("register", *both, "-o", path("b.saffron"), "--start",
                 "60,0,0", "--set", "deformable=false")
    check(result.returncode in (0, 3), result)
    made = load(path("b.saffron"))["runs"][0]
    reasons = [r for stage in made["stages"] for r in stage["reasons"]]
    moved = next(r for r in reasons if r["code"] == "start-by-hand")
    moved = moved["values"]["moved"]
    check(abs(moved - 60 / 2 ** 0.5) < 4, moved)


def main():
    result = run("synth", path("pair"), "--width=1200", "--height=1000",
                 "--seed=7", "--compression=deflate", "--channels=1")
    check(result.returncode == 0, result)
    slides = [path(os.path.join("pair", n))
              for n in sorted(os.listdir(path("pair"))) if n.endswith(".tif")]
    truth = [read_points(path(f"pair/slide{i}.csv")) for i in (1, 2)]
    session = path("a.saffron")
    for (rx, ry), (mx, my) in (((1, 1), (1, 2)), ((1, 2), (2, 1))):
        reference = shrink(slides[0], "r.ome.tif", rx, ry)
        moving = shrink(slides[1], "m.ome.tif", mx, my)
        at = write_points("r.csv", truth[0] / [rx, ry])
        there = write_points("m.csv", truth[1] / [mx, my])
        result = run("register", reference, moving, "-o", session, "-f")
        check(result.returncode == 0, (rx, ry), (mx, my), result)
        found = error(session, at, there)
        check(found < 0.3, (rx, ry), (mx, my), found)

    # A region, which begins from the run, and a start by hand.
    width, height = 1200 // rx, 1000 // ry
    region = [width // 4, height // 4, width // 2, height // 2]
    result = run("register", reference, moving, "-o", session, "--region",
                 ",".join(map(str, region)))
    check(result.returncode in (0, 3), result)
    saved = load(session)["runs"][-1]["region"]
    check(all(abs(a - b) <= 40 for a, b in zip(saved, region)), saved, region)
    check(saved[2] < width and saved[3] < height, saved)

    # Landmarks are in the slides' own pixels.
    pairs = path("pairs.csv")
    with open(pairs, "w", encoding="utf-8") as f:
        for i in range(6):
            m, r = truth[1][i] / [mx, my], truth[0][i] / [rx, ry]
            f.write('"Pt-%d","true",%f,%f,%f,%f\n' % (i, *m, *r))
    result = run("register", reference, moving, "-o", session, "-f",
                 "--landmarks", pairs, "--set", "landmark_use=only")
    check(result.returncode in (0, 3), result)
    check(error(session, at, there) < 15, error(session, at, there))
    check(abs(load(session)["landmarks"][0]["reference"][0]
              - truth[0][0][0] / rx) < 1, load(session)["landmarks"][0],
          truth[0][0])
    told_in_um(session, rx, ry)
    told_by_run(slides[0])
    print("ok")


main()
