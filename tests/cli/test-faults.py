#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command, with a disk that fails for a moment: any read of any file that
it reads, any write, sync or naming of what it writes. Either the result is the
right one, or the exit status is 1 with one line that names the file, and no
file has appeared or changed."""

import csv
import json
import os
import shutil

import harness
from harness import check, messages, run

SHIM = os.environ["SAFFRON_FAILING_IO"]
# How many calls of one command fail, the first and the last among them.
MOST = 6

folder = harness.scratch()
slides = os.path.join(folder, "slides")
reference, moving = harness.make_slides(slides, size=300)
out = os.path.join(folder, "out")
log = os.path.join(folder, "calls")


def path(name):
    return os.path.join(folder, name)


def write_inputs():
    made = run("register", reference, moving, "-o", path("s.saffron"))
    check(made.returncode in (0, 3), made.stderr)
    made = run("warp", path("s.saffron"), "-o", path("warped.ome.tiff"))
    check(made.returncode in (0, 3), made.stderr)
    with open(path("points.geojson"), "w", encoding="utf-8") as f:
        json.dump({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": f"p{i}"},
             "geometry": {"type": "Point", "coordinates": [40 * i, 50]}}
            for i in range(1, 6)]}, f)
    with open(path("params.json"), "w", encoding="utf-8") as f:
        json.dump({"deformable": False}, f)
    pairs = []
    for n in (1, 2):
        with open(os.path.join(slides, f"slide{n}.csv"), newline="",
                  encoding="utf-8") as f:
            pairs.append(list(csv.reader(f))[:9])
        with open(path(f"{n}.csv"), "w", newline="", encoding="utf-8") as f:
            csv.writer(f).writerows(pairs[-1])
    made = run("register", reference, moving, "-o", path("marked.saffron"),
               "--set", "landmark_use=only", "--landmarks",
               f"{path('1.csv')},{path('2.csv')}")
    check(made.returncode in (0, 3), made.stderr)


def attempt(args, at, **fault):
    """Runs the command into an empty folder with a fault. Returns its result,
    the number of calls that might fail, and the files that it made."""
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    result = run(*args, env={**os.environ, "LD_PRELOAD": SHIM, **fault,
                             "SAFFRON_FAIL_AT": str(at),
                             "SAFFRON_FAIL_LOG": log})
    with open(log, encoding="ascii") as f:
        n = int(f.read())
    return result, n, sorted(os.listdir(out))


def places(n):
    """Returns which of @n calls fail."""
    if n <= MOST:
        return list(range(1, n + 1))
    return sorted({1 + i * (n - 1) // (MOST - 1) for i in range(MOST)})


def made_of(names):
    """Returns what a second run of the command makes the same: no times."""
    found = {}
    for name in names:
        with open(os.path.join(out, name), "rb") as f:
            data = f.read()
        if name.endswith(".saffron"):
            moved = json.loads(data)["moving"][0]
            data = json.dumps(moved["runs"][-1]["transform"])
        found[name] = data
    return found


def check_faults(args, named, **fault):
    right, n, names = attempt(args, 0, **fault)
    check(right.returncode in (0, 3), args, right.stderr)
    check(n > 0, args, fault, "nothing could fail")
    files = made_of(names)
    inputs = harness.tree(slides)
    refused = 0
    for at in places(n):
        result, _, names = attempt(args, at, **fault)
        what = (args[0], fault, at, n, result.returncode, result.stderr)
        check(harness.tree(slides) == inputs, "an input changed", *what)
        if result.returncode == right.returncode:
            # A library read again, or what failed was not needed.
            check(made_of(names) == files, "another result", *what)
            continue
        refused += 1
        check(result.returncode == 1, *what)
        lines = messages(result)
        check(len(lines) == 1 and any(n in lines[0] for n in named), *what)
        check(names == [], "half a result", names, *what)
    check(refused > 0, args[0], fault, n, "no fault was noticed")


def main():
    write_inputs()
    shutil.copy(moving, path("scan.ome.tif"))
    session, table = path("s.saffron"), path("1.csv")
    marks = f"{path('1.csv')},{path('2.csv')}"
    to = os.path.join(out, "result")
    commands = [
        (["info", reference], [reference]),
        (["register", reference, moving, "-o", to + ".saffron", "--params",
          path("params.json"), "--landmarks", marks],
         [reference, moving, path("params.json"), path("1.csv")]),
        (["points", session, "--from", "reference", "--to", "moving", table,
          to + ".csv"], [session, table]),
        (["points", session, "--from", "reference", "--to", "moving",
          path("points.geojson"), to + ".geojson"],
         [path("points.geojson")]),
        (["qc", session, "-o", out], [session, reference, moving]),
        (["quality", session, "-o", out], [moving]),
        (["warp", session, "-o", to + ".ome.tiff"], [session, moving]),
        (["warp", session, "-o", to + ".ome.tiff", "--image",
          path("scan.ome.tif")], [path("scan.ome.tif")]),
        (["transform", session, "-o", to + ".mha"], [session, moving]),
        (["evaluate", session, "-r", table, "-l", path("2.csv")],
         [session, table, path("2.csv")]),
        (["params", "--nextflow", session], [session]),
        (["estimate", reference, moving], [reference, moving]),
        (["landmarks", path("marked.saffron"), to + ".csv"],
         [path("marked.saffron")]),
        (["join", session, path("marked.saffron"), "-o", to + ".saffron"],
         [session, path("marked.saffron")]),
        (["merge", session, "-o", to + ".ome.tiff"],
         [session, reference, moving]),
        (["qc", reference, path("warped.ome.tiff"), "-o", out],
         [reference, path("warped.ome.tiff")]),
        (["synth", out, "--width", "200", "--height", "200"], []),
    ]
    for args, inputs in commands:
        for file in inputs:
            check_faults(args, [file], SAFFRON_FAIL_FILE=file)
        if any(str(a).startswith(out) for a in args):
            check_faults(args, [out], SAFFRON_FAIL_FOLDER=out)
    print("ok")


main()
