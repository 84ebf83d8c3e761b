#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli register --landmarks: what they do to the result, what stays in
the session, and what is refused."""

import csv
import json
import os

import harness
from harness import check, refuses, run

folder = harness.scratch()
slides = os.path.join(folder, "slides")
made = run("synth", slides, "--width", 600, "--height", 600, "--slides", 3,
           "--channels", 1, "--seed", 5, "--amplitude", 16, "--rotation", 40)
check(made.returncode == 0, made.stderr)
reference, moving, third = [os.path.join(slides, f"slide{n}_DAPI.ome.tif")
                            for n in (1, 2, 3)]
session = os.path.join(folder, "s.saffron")
rigid = ["--set", "deformable=false"]


def path(name):
    return os.path.join(folder, name)


def truth(n):
    with open(os.path.join(slides, f"slide{n}.csv"), newline="") as f:
        return [(float(x), float(y)) for _, x, y in list(csv.reader(f))[1:]]


def write_table(name, points):
    with open(path(name), "w", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["", "X", "Y"])
        writer.writerows([f"p{i}", x, y] for i, (x, y) in points)
    return path(name)


def register(*args, slides=(moving,)):
    if os.path.exists(session):
        os.remove(session)
    result = run("register", reference, *slides, "-o", session, *rigid, *args)
    check(result.returncode in (0, 3), args, result.returncode, result.stderr)
    return result


def load(index=0):
    with open(session, encoding="utf-8") as f:
        return json.load(f)["moving"][index]


def last_run():
    return load()["runs"][-1]


def stage():
    return last_run()["stages"][-1]


def codes(item):
    """Of a run or a stage, in their order."""
    return [reason["code"] for reason in item["reasons"]]


def error_of(held_out):
    """The median error at truth points, by the program's own measure."""
    a = write_table("held-a.csv", [(i, truth(1)[i]) for i in held_out])
    b = write_table("held-b.csv", [(i, truth(2)[i]) for i in held_out])
    result = run("evaluate", session, "-r", a, "-l", b, "--json")
    return json.loads(result.stdout)["tre_px"]["median"]


given = list(range(0, 500, 10))
held_out = list(range(5, 500, 10))
table_a = write_table("ref.csv", [(i, truth(1)[i]) for i in given])
table_b = write_table("mov.csv", [(i, truth(2)[i]) for i in given])

# Without: an affine that does not follow the bending.
register()
plain = last_run()
before = error_of(held_out)
check(len(load()["landmarks"]) == 0, "no landmarks")
check(plain["stages"][-1]["name"] != "landmarks", "no stage")
check(plain["landmarks"] == "0", plain["landmarks"])

# With: better where no landmark is, and the record says by how much.
result = register("--landmarks", f"{table_a},{table_b}")
after = error_of(held_out)
check(after < 0.5 * before, "corrected", before, after)
record = stage()
check(record["name"] == "landmarks" and record["kept"], record)
check(record["after"] < 0.5 * record["before"], record)
check(last_run()["landmarks"].startswith("50:"), last_run()["landmarks"])
check("50 landmarks agree" in result.stdout, result.stdout)
kept = load()["landmarks"]
check(len(kept) == 50 and kept[3]["name"] == "p30", kept[:4])
check(all(k["source"] == "ref.csv,mov.csv" for k in kept), "source")
tabled = last_run()["transform"]

# The same pairs as BigWarp and as QuPath write them give the same transform;
# BigWarp counts from the centre of a pixel.
with open(path("bigwarp.csv"), "w", newline="") as f:
    writer = csv.writer(f, quoting=csv.QUOTE_ALL)
    for i in given:
        (x, y), (u, v) = truth(1)[i], truth(2)[i]
        writer.writerow([f"Pt-{i}", "true", u - .5, v - .5, x - .5, y - .5])
    writer.writerow(["Pt-open", "true", "Infinity", "Infinity", 1, 2])
for name, n in (("ref.geojson", 1), ("mov.geojson", 2)):
    features = [{"type": "Feature",
                 "geometry": {"type": "Point", "coordinates": truth(n)[i]},
                 "properties": {"name": f"p{i}"}}
                for i in (given if n == 1 else reversed(given))]
    with open(path(name), "w") as f:
        json.dump({"type": "FeatureCollection", "features": features}, f)
qupath = f"{path('ref.geojson')},{path('mov.geojson')}"
register("--landmarks", qupath)
check(last_run()["transform"] == tabled, "QuPath: the same transform")
result = register("--landmarks", path("bigwarp.csv"))
check("1 points have no partner" in result.stderr, result.stderr)
check(abs(error_of(held_out) - after) < 0.01, "BigWarp: the same")

# They stay: the next run of that slide is corrected without being told.
result = run("register", reference, moving, "-o", session, *rigid)
check(len(load()["runs"]) == 2 and stage()["name"] == "landmarks", "stay")
check(last_run()["transform"] == load()["runs"][0]["transform"], "the same")
# Read again, they are not doubled.
run("register", reference, moving, "-o", session, *rigid, "--landmarks",
    path("bigwarp.csv"))
check(len(load()["landmarks"]) == 50, "not doubled")

# On any number of threads.
register("--landmarks", f"{table_a},{table_b}", "--threads", 1)
check(last_run()["transform"] == tabled, "threads")

# One pair is a person's word; it moves what is near and nothing else.
near = min(range(500), key=lambda i: sum((c - 300) ** 2
                                         for c in truth(1)[i]))
one = (f"{write_table('one-a.csv', [(near, truth(1)[near])])},"
       f"{write_table('one-b.csv', [(near, truth(2)[near])])}")
register("--landmarks", one)
check(stage()["kept"] and codes(stage()) == ["landmarks-trusted"], stage())
check(error_of([near]) < 0.3, "met", error_of([near]))
far = [i for i in range(500)
       if sum((c - d) ** 2 for c, d in zip(truth(1)[i], truth(1)[near]))
       > 200 ** 2]
moved = error_of(far)
register()
check(abs(error_of(far) - moved) < 0.05, "far away", error_of(far), moved)

# A place clicked wrongly among good ones: named, and the rest is not bent.
wrong = [(i, truth(2)[i]) for i in given]
wrong[7] = (given[7], tuple(c - 100 for c in wrong[7][1]))
result = register("--landmarks",
                  f"{table_a},{write_table('wrong.csv', wrong)}")
check(not stage()["kept"] and stage()["reasons"][1]["code"] == "worst-landmark"
      and stage()["reasons"][1]["values"]["name"] == "p70", stage())
check("look at landmark “p70”, which is missed by" in result.stdout,
      result.stdout)
check(last_run()["transform"] == plain["transform"], "left as it was")
check("landmarks were dropped" in result.stdout, result.stdout)
check("landmarks agree" not in result.stdout, result.stdout)
check(codes(last_run())[:2] == ["landmarks-dropped", "automatic-near"],
      last_run())
check(last_run()["reasons"][2:] == plain["reasons"],
      "what the slides say stays", last_run()["reasons"], plain["reasons"])

# A run of a region is not corrected by them, and says so.
result = register("--landmarks", f"{table_a},{table_b}", "--region",
                  "60,60,480,480")
check("slide2_DAPI.ome.tif: the landmarks (50) stay in the session, but do "
      "not" in result.stderr, result.stderr)
check(stage()["name"] != "landmarks" and len(load()["landmarks"]) == 50,
      "a region")

# Where the automatic result is another place altogether, they make their own.
lost = ["--set", "rotation_range=5"]
result = register(*lost)
check(result.returncode == 3, "lost without them", result.stdout)
result = register("--landmarks", f"{table_a},{table_b}", *lost)
check(result.returncode == 0, "found by them", result.stdout)
check(error_of(held_out) < 0.5 * before, "through them", error_of(held_out))

# Several moving slides: each by its name, however it is called.
table_c = write_table("third.csv", [(i, truth(3)[i]) for i in given])
result = register("--landmarks", f"slide3_DAPI={table_a},{table_c}",
                  "--landmarks", f"{moving}={table_a},{table_b}",
                  slides=(moving, third))
check([len(load(i)["landmarks"]) for i in (0, 1)] == [50, 50], "both")
check(load(0)["runs"][0]["transform"] == tabled, "each its own")

# Refused before anything runs: one line, nothing written.
os.remove(session)
two = ["register", reference, moving, third, "-o", session, "--landmarks"]
one = ["register", reference, moving, "-o", session, "--landmarks"]
refuses(folder, [*two, qupath], ["NAME="], status=(2,))
refuses(folder, [*two, f"slide9={qupath}"], ["slide9", "slide2_DAPI"],
        status=(2,))
refuses(folder, [*one, path("none.csv")], [path("none.csv")], status=(1,))
refuses(folder, [*one, f"{table_a},{path('none.csv')}"], [path("none.csv")],
        status=(1,))
refuses(folder, [*one, table_a], [table_a, "both slides"], status=(1,))
refuses(folder, [*one, path("ref.geojson")], ["ref.geojson", "both slides"],
        status=(1,))
refuses(folder, [*one, reference], [reference], status=(1,))
broken = path("broken.csv")
with open(broken, "w") as f:
    f.write("Pt-0,true,1,2,3,4\nPt-1,true,1,2,3,four\n")
refuses(folder, [*one, broken], [broken, "line 2", "“four”"], status=(1,))
refuses(folder, ["register", reference, moving, "-o", table_a, "--force",
                 "--landmarks", f"{table_a},{table_b}"], [table_a],
        status=(2,))
beyond = write_table("beyond.csv", [(0, (20.0, 99000.0))])
first = write_table("first.csv", [(0, (20.0, 20.0))])
refuses(folder, [*one, f"{first},{beyond}"], [moving, "“p0”", "beyond"],
        status=(1,))

# A name with a comma and an equals sign is a name where there is such a file.
odd = path("a=b,c.csv")
os.rename(path("bigwarp.csv"), odd)
register("--landmarks", odd)
check(len(load()["landmarks"]) == 50, "an odd name")

# So are two of them, with a name before them or without, and a name of a slide
# that has one.
pair = [path("x=1.csv"), path("y=2.csv")]
for source, target in zip((table_a, table_b), pair):
    os.rename(source, target)
register("--landmarks", ",".join(pair))
check(last_run()["transform"] == tabled, "two odd names")
register("--landmarks", f"slide2_DAPI={','.join(pair)}")
check(last_run()["transform"] == tabled, "two odd names and a slide's")
odd_slide = os.path.join(slides, "a=b.ome.tif")
os.symlink(moving, odd_slide)
register("--landmarks", f"a=b={','.join(pair)}", slides=(odd_slide,))
check(last_run()["transform"] == tabled, "an odd slide's name")
print("ok")
