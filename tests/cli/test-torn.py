#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Five landmarks on a piece that was torn off bring it to its place, and leave
the rest where it is."""

import csv
import json
import math
import os
import random

import harness
from harness import check, run

folder = harness.scratch()


def path(name):
    return os.path.join(folder, name)


def read(name):
    with open(name, newline="") as f:
        return [(float(x), float(y)) for _, x, y in list(csv.reader(f))[1:]]


def write(name, points, which):
    with open(path(name), "w", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["", "X", "Y"])
        writer.writerows([f"p{i}", *points[i]] for i in which)
    return path(name)


def median(reference, moving, which):
    result = run("evaluate", path("s.saffron"), "-r",
                 write("a.csv", reference, which), "-l",
                 write("b.csv", moving, which), "--json")
    check(result.returncode in (0, 3), result.stderr)
    return json.loads(result.stdout)["tre_px"]["median"]


def spread(points, which, n):
    """Returns n of them that lie far apart."""
    taken = which[:1]
    while len(taken) < n:
        taken.append(max(which, key=lambda i: min(
            math.dist(points[i], points[k]) for k in taken)))
    return taken


def one_set(seed, kind):
    slides = path(f"{kind}{seed}")
    made = run("synth", slides, "--width", 1200, "--height", 1200,
               "--channels", 1, "--seed", seed, "--kind", kind, "--torn", 200,
               "--amplitude", 10)
    check(made.returncode == 0, made.stderr)
    with open(os.path.join(slides, "truth.json")) as f:
        truth = json.load(f)["slides"]
    files = [os.path.join(slides, slide["file"]) for slide in truth]
    reference, moving = [read(os.path.join(slides, slide["points"]))
                         for slide in truth]
    off = truth[1]["torn_off"]["points"]
    rest = sorted(set(range(500)) - set(off))
    check(100 < len(off) < 250, len(off))

    def register(*more):
        result = run("register", *files, "-o", path("s.saffron"), "-f",
                     "--set", "pieces=false", *more)
        check(result.returncode in (0, 3), result.stderr)
        return result

    plain = register()
    check(plain.returncode == 3, "a lost piece is told", plain.stdout)
    before = median(reference, moving, rest)
    check(median(reference, moving, off) > 50, "the piece is lost")
    check(before < 2, "the rest is right", before)

    # A hand is off by a pixel or two.
    hand = random.Random(seed)
    five = spread(reference, off, 5)
    picked = {i: tuple(c + hand.gauss(0, 1) for c in moving[i]) for i in five}
    result = register("--landmarks", write("five-a.csv", reference, five) + ","
                      + write("five-b.csv", picked, five))
    check(result.returncode == 0, "verified", result.stdout)
    others = [i for i in off if i not in five]
    check(median(reference, moving, others) < 5, "the piece",
          median(reference, moving, others))
    check(median(reference, moving, rest) < before + 0.5, "the rest",
          median(reference, moving, rest), before)
    print(f"{kind} {seed}: rest {before:.2f} → "
          f"{median(reference, moving, rest):.2f} px, piece "
          f"{median(reference, moving, others):.2f} px")


one_set(3, "fluorescence")
one_set(5, "he")
print("ok")
