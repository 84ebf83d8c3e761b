#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli register --landmarks corrects the result, keeps the landmarks in
the session, and refuses bad ones."""

import csv
import json
import os
import shutil

import harness
from harness import check, refuses, run

folder = harness.scratch()
slides = os.path.join(folder, "slides")
made = run("synth", slides, "--width", 500, "--height", 500, "--slides", 3,
           "--channels", 1, "--seed", 5, "--amplitude", 16, "--rotation", 40)
check(made.returncode == 0, made.stderr)
reference, moving, third = [os.path.join(slides, f"slide{n}_DAPI.ome.tif")
                            for n in (1, 2, 3)]
session = os.path.join(folder, "s.saffron")
rigid = ["--set", "deformable=false"]
# Nothing but the landmarks, on small planes: for what is about reading them.
alone = ["--set", "landmark_use=only", "--set", "pieces=false", "--set",
         "max_processed_dim=256", "--set", "max_non_rigid_dim=256"]


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
    """Returns the reasons' codes of a run or a stage, in their order."""
    return [reason["code"] for reason in item["reasons"]]


def error_of(held_out):
    """Returns the median error at these points of the truth, as evaluate
    prints it."""
    a = write_table("held-a.csv", [(i, truth(1)[i]) for i in held_out])
    b = write_table("held-b.csv", [(i, truth(2)[i]) for i in held_out])
    result = run("evaluate", session, "-r", a, "-l", b, "--json")
    return json.loads(result.stdout)["tre_px"]["median"]


given = list(range(0, 500, 10))
held_out = list(range(5, 500, 10))
table_a = write_table("ref.csv", [(i, truth(1)[i]) for i in given])
table_b = write_table("mov.csv", [(i, truth(2)[i]) for i in given])

# Without landmarks, the affine transform does not follow the bending.
register()
plain = last_run()
shutil.copy(session, path("plain.saffron"))
before = error_of(held_out)
check(len(load()["landmarks"]) == 0, "no landmarks")
check(plain["stages"][-1]["name"] != "landmarks", "no stage")
check(plain["landmarks"] == "0", plain["landmarks"])

# With landmarks, the error falls at other places too, and the stage's record
# says by how much.
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
register("--landmarks", f"{table_a},{table_b}", *alone)
check(load()["landmarks"] == kept, "the same landmarks")
alone_tabled = last_run()["transform"]
alone_after = error_of(held_out)
check(alone_after < 0.5 * before, "by themselves", alone_after, before)

# The same pairs in the formats of BigWarp and QuPath give the same transform.
# In BigWarp's, the origin is the centre of the first pixel.
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
register("--landmarks", qupath, *alone)
check(last_run()["transform"] == alone_tabled, "QuPath: the same transform")
result = register("--landmarks", path("bigwarp.csv"), *alone)
check("1 point has no partner" in result.stderr, result.stderr)
check(abs(error_of(held_out) - alone_after) < 0.01, "BigWarp: the same")

# One thread gives the same bits.
register("--landmarks", f"{table_a},{table_b}", "--threads", 1)
check(last_run()["transform"] == tabled, "threads")

# The landmarks stay in the session and correct the slide's next run too.
result = run("register", reference, moving, "-o", session, *rigid)
check(len(load()["runs"]) == 2 and stage()["name"] == "landmarks", "stay")
check(last_run()["transform"] == load()["runs"][0]["transform"], "the same")
# Reading the same landmarks again does not double them.
run("register", reference, moving, "-o", session, *rigid, *alone,
    "--landmarks", f"{table_a},{table_b}")
check(len(load()["landmarks"]) == 50, "not doubled")

# A single pair is trusted. It changes only the transform near it.
near = min(range(500), key=lambda i: sum((c - 250) ** 2
                                         for c in truth(1)[i]))
one = (f"{write_table('one-a.csv', [(near, truth(1)[near])])},"
       f"{write_table('one-b.csv', [(near, truth(2)[near])])}")
register("--landmarks", one)
check(stage()["kept"] and codes(stage()) == ["landmarks-trusted"], stage())
check(error_of([near]) < 0.3, "met", error_of([near]))
far = [i for i in range(500)
       if sum((c - d) ** 2 for c, d in zip(truth(1)[i], truth(1)[near]))
       > 170 ** 2]
moved = error_of(far)
shutil.copy(path("plain.saffron"), session)
check(abs(error_of(far) - moved) < 0.05, "far away", error_of(far), moved)

# If one landmark among good ones is wrong, it is named and all landmarks are
# dropped.
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

# Landmarks do not correct the run of a region, and a message says so.
result = register("--landmarks", f"{table_a},{table_b}", "--region",
                  "50,50,400,400")
check("slide2_DAPI.ome.tif: the landmarks (50) stay in the session, but do "
      "not" in result.stderr, result.stderr)
check(stage()["name"] != "landmarks" and len(load()["landmarks"]) == 50,
      "a region")

# If the automatic result is entirely wrong, the transform is made from the
# landmarks alone.
# Torn pieces are not looked for, which takes most of the time of a lost run.
lost = ["--set", "rotation_range=5", "--set", "pieces=false"]
result = register(*lost)
check(result.returncode == 3, "lost without them", result.stdout)
result = register("--landmarks", f"{table_a},{table_b}", *lost)
check(result.returncode == 0, "found by them", result.stdout)
check(error_of(held_out) < 0.5 * before, "through them", error_of(held_out))

# Landmarks that all have the same mistake agree with each other, but not with
# the slides: the run is unverified, and says how they have to be read. The
# automatic result tells that, or, where it is wrong, what the slides show.


few = given[::4]


def scaled(name, n, factor):
    return write_table(name, [(i, tuple(c * factor for c in truth(n)[i]))
                              for i in few])


few_a, few_b = scaled("few-a.csv", 1, 1), scaled("few-b.csv", 2, 1)
halves = f"{scaled('half-a.csv', 1, .5)},{scaled('half-b.csv', 2, .5)}"
microns = f"{scaled('um-a.csv', 1, .325)},{scaled('um-b.csv', 2, .325)}"
for files, units, more, said in (
        (halves, "half", [], ["landmarks-unlike", "landmarks-read-as"]),
        (microns, "um", lost, ["landmarks-read-as"])):
    result = register("--landmarks", files, *more)
    check(result.returncode == 3, "not silently", result.stdout)
    check(codes(last_run())[:len(said)] == said, last_run()["reasons"])
    check(last_run()["reasons"][len(said) - 1]["values"]["units"] == units,
          last_run()["reasons"])
    check(f"again with --landmark-units {units}\n" in result.stdout,
          result.stdout)
result = register("--landmarks", halves, "--landmark-units", "half")
check(result.returncode == 0, "read so", result.stdout)
right = load()["landmarks"]
check(right[1]["reference"] == list(truth(1)[few[1]]), right[1])

swapped = ["--landmarks", f"{few_b},{few_a}"]
result = register(*swapped)
check(result.returncode == 3 and "again with --swap\n" in result.stdout,
      "swapped", result.stdout)
result = register(*swapped, "--swap")
check(result.returncode == 0 and [[m["reference"], m["moving"]] for m in right]
      == [[m["reference"], m["moving"]] for m in load()["landmarks"]],
      "swapped", result.stdout)

# What can be told from the landmarks alone is refused before anything runs.
slipped = ["--landmarks", f"{few_a}," + write_table(
    "slipped.csv", [(i, truth(2)[i]) for i in few[1:] + few[:1]])]
os.remove(session)
plainly = ["register", reference, moving, "-o", session, *rigid]
refuses(folder, [*plainly, *slipped], ["row", "--shift-rows -1"], status=(1,))
refuses(folder, [*plainly, *swapped, "--landmark-units", "feet"],
        ["--landmark-units", "feet"], status=(2,))
refuses(folder, [*plainly, *swapped, "--shift-rows", 5], ["--shift-rows"],
        status=(2,))

# Landmarks take the place of the coarse search, which finds nothing here, or of
# all automatic stages.
for use, kept in (("start", ["coarse", "affine", "landmarks"]),
                  ("only", ["coarse", "landmarks"])):
    result = register("--landmarks", f"{few_a},{few_b}", *lost, "--set",
                      f"landmark_use={use}")
    check(result.returncode == 0, use, result.stdout)
    stages = [s["name"] for s in last_run()["stages"]
              if codes(s) != ["not-asked"]]
    check(stages == kept, use, stages)
    check(codes(last_run()["stages"][0]) == ["start-landmarks"], last_run())
    check(error_of(held_out) < before, use, error_of(held_out))
os.remove(session)
refuses(folder, [*plainly, "--set", "landmark_use=only"],
        [moving, "no landmarks"], status=(1,))

# With several moving slides, landmarks are given to each by its name or path.
table_c = write_table("third.csv", [(i, truth(3)[i]) for i in given])
result = register("--landmarks", f"slide3_DAPI={table_a},{table_c}",
                  "--landmarks", f"{moving}={table_a},{table_b}",
                  slides=(moving, third))
check([len(load(i)["landmarks"]) for i in (0, 1)] == [50, 50], "both")
check(load(0)["runs"][0]["transform"] == tabled, "each its own")

# Bad landmarks are refused before anything runs.
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

# Landmarks go out to each format and come back the same.
register("--landmarks", f"{few_a},{few_b}", *alone)
back = [path(f"back.{k}") for k in ("csv", "2.csv", "geojson", "2.geojson")]
for files, more in ((back[:1], []), (back[:2], []), (back[2:], []),
                    (back[:1], ["--format", "xenium"])):
    result = run("landmarks", session, *files, "--force", *more)
    check(result.returncode == 0, result.stderr)
    before_it = load()["landmarks"]
    again = path("again.saffron")
    result = run("register", reference, moving, "-o", again, *rigid,
                 "--force", *alone, "--landmarks", ",".join(files))
    check(result.returncode == 0, result.stdout, result.stderr)
    with open(again, encoding="utf-8") as f:
        got = json.load(f)["moving"][0]["landmarks"]
    check(len(got) == len(before_it), files, len(got))
    for a, b in zip(before_it, got):
        check(a["name"] == b["name"] or more, a, b)
        for side in ("reference", "moving"):
            check(all(abs(c - d) < 1e-3 for c, d in zip(a[side], b[side])),
                  files, a, b)
for args, said, status in (
        ([session, back[0]], "--force", 1), ([session, session], "", 1),
        ([session, back[0], back[1], "--format", "bigwarp"], "one file", 2),
        ([session, back[2]], "two files", 2),
        ([session, back[0], back[0], "-f"], "twice", 1),
        ([session, back[0], "--format", "word"], "word", 2)):
    refuses(folder, ["landmarks", *args], [said], status=(status,))

# A name with a comma and an equals sign is one file's name if there is such a
# file.
odd = path("a=b,c.csv")
os.rename(path("bigwarp.csv"), odd)
register("--landmarks", odd, *alone)
check(len(load()["landmarks"]) == 50, "an odd name")

# The same for two such names, with and without a slide's name before them, and
# for a slide's name with an equals sign.
pair = [path("x=1.csv"), path("y=2.csv")]
for source, target in zip((table_a, table_b), pair):
    os.rename(source, target)
register("--landmarks", ",".join(pair), *alone)
check(last_run()["transform"] == alone_tabled, "two odd names")
register("--landmarks", f"slide2_DAPI={','.join(pair)}", *alone)
check(last_run()["transform"] == alone_tabled, "two odd names and a slide's")
odd_slide = os.path.join(slides, "a=b.ome.tif")
os.symlink(moving, odd_slide)
register("--landmarks", f"a=b={','.join(pair)}", *alone, slides=(odd_slide,))
check(last_run()["transform"] == alone_tabled, "an odd slide's name")
print("ok")
