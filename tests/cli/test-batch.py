#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli batch takes a folder, a list, a table or slides, and writes for
each patient what docs/batch.md says. A slide that fails stops no other; what is
up to date is kept by its contents, and only that; Ctrl-C leaves nothing
half-written."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess

import numpy
import tifffile

from harness import (CLI, check, fail, interrupt, make_slides, messages,
                     refuses, run, scratch, wait_until)

folder = scratch()
fast = ["--set", "deformable=false", "--set", "pieces=false"]


def rows(*path):
    with open(os.path.join(folder, *path), newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def stamp(*path):
    status = os.stat(os.path.join(folder, *path))
    return status.st_ino, status.st_mtime_ns


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


slides = make_slides(os.path.join(folder, "in"), size=500, slides=3)
reference, second, third = (os.path.basename(s)[:-len(".ome.tif")]
                            for s in slides)
foreign = make_slides(os.path.join(folder, "other"), size=500, slides=1,
                      seed=77)[0]
broken = write("broken.ome.tif", "II*\0 and nothing more")

# A table of two patients, one of whom has a file that is none and a slide of
# somebody else.
header = "is_reference,patient_id,preprocessed_image,channels"
table = write("table.csv", f"""{header}
true,P1,in/{os.path.basename(slides[0])},DAPI|CD3
false,P1,{slides[1]},DAPI|CD8
FALSE,P2,in/{os.path.basename(slides[1])},
false,P2,{foreign},DAPI
false,P2,broken.ome.tif,DAPI
True,P2,{slides[2]},
""")
out = os.path.join(folder, "out")
result = run("batch", table, "-o", out, "--jobs", "2", *fast)
check(result.returncode == 1, result.stdout, result.stderr)
check("verified: 2, unverified: 1, failed: 1" in result.stdout, result.stdout)
check(" s of processors, at most " in result.stdout, result.stdout)
said = [line for line in messages(result) if "failed" not in line]
check(len(said) == 1 and "P2: register broken: " in said[0]
      and broken in said[0], said)

registered = rows("out", "csv", "registered.csv")
told = {row["name"]: (row["verdict"], row["reason"] != "")
        for row in rows("out", "P2", "summary.csv")}
check(sorted(told.values()) == [("", False), ("", False), ("unverified", True),
                                ("verified", False)], told)
names = {reference: "DAPI|CD3", second: "DAPI|CD8"}
check([(r["patient_id"], r["is_reference"], r["verdict"])
       for r in registered]
      == [("P1", "true", "reference"), ("P1", "false", "verified"),
          ("P2", "false", "verified"), ("P2", "false", "unverified"),
          ("P2", "true", "reference")], registered)
for row in registered:
    path = row["registered_image"]
    check(os.path.isabs(path) and os.path.isfile(path), path)
    base = os.path.basename(path)[:-len("_registered.ome.tiff")]
    check(row["patient_id"] != "P1" or row["channels"] == names[base], row)
    shape = tifffile.TiffFile(path).series[0].shape
    whole = tifffile.imread(slides[0 if row["patient_id"] == "P1" else 2])
    check(shape == whole.shape, path, shape, whole.shape)
check(numpy.array_equal(tifffile.imread(registered[0]["registered_image"]),
                        tifffile.imread(slides[0])),
      "the reference keeps its values")
for name in (second,):
    check(os.path.isfile(os.path.join(out, "P1", "qc", "registration",
                                      f"{name}_QC_RGB.png")), "no picture")
check(os.path.isfile(os.path.join(out, "P2", "quality", "report.html")))

# The summary: what was measured agrees with the truth, the rest is empty.
summary = {row["name"]: row for row in rows("out", "P1", "summary.csv")}
check(len(summary[second]) == 22 and None not in summary[second], summary)
moved = summary[second]
check(moved["from"] == second and moved["to"] == reference, moved)
check(moved["physical_units"] == "µm" and float(moved["resolution"]) == 0.325,
      moved)
check(moved["aligned_shape"] == "(500, 500)", moved)
check(summary[reference]["rigid_D"] == "", summary[reference])


def points(slide):
    with open(os.path.join(folder, "in", f"{slide}.csv")) as f:
        return numpy.array([[float(v) for v in line.split(",")[-2:]]
                            for line in f.read().split("\n")[1:] if line])


apart = numpy.linalg.norm(points("slide1") - points("slide2"), axis=1)
told = float(moved["original_D"]) / 0.325
check(abs(told / numpy.median(apart) - 1) < 0.25, told, numpy.median(apart))
check(float(moved["non_rigid_D"]) < 0.1 * float(moved["original_D"]), moved)
check(abs(float(moved["original_rTRE"]) * numpy.hypot(500, 500) - told) < 0.01,
      moved)

# Nothing is written over unasked.
refuses(folder, ["batch", table, "-o", out, *fast], ["--resume", "--force"],
        status=(1,))

# What is up to date stays; what was lost, changed or depends on it is made
# again, and nothing else.
os.unlink(broken)
table = write("table.csv", f"""patient_id,preprocessed_image,is_reference
P1,{slides[0]},true
P1,{slides[1]},false
""")
warped = ("out", "P1", "registered", f"{second}_registered.ome.tiff")
picture = ("out", "P1", "qc", "registration", f"{second}_QC_RGB.png")
session = ("out", "P1", "P1.saffron")
before = [stamp(*p) for p in (warped, picture, session)]
result = run("batch", table, "-o", out, "--resume", *fast)
check(result.returncode == 0 and "up to date" in result.stdout, result)
check(before == [stamp(*p) for p in (warped, picture)] + [stamp(*session)],
      "what is up to date stays")

# What a report finds of the slides together is said at the end, and counts as
# unverified: here of one that is taken for the step's own.
with open(os.path.join(out, "P1", "quality", "report.json"), "rb") as f:
    report = f.read()
document = json.loads(report)
check(document["findings"] == [], document["findings"])
document["findings"] = [{"slides": [second], "loops": 2, "text": "a finding"}]
found = json.dumps(document).encode()
prints = [hashlib.sha256(str(len(text)).encode() + text).hexdigest()
          for text in (report, found)]
with open(os.path.join(out, "P1", "batch.json"), encoding="utf-8") as f:
    record = f.read()
check(record.count(prints[0]) == 1, record)
for name, text in (("quality/report.json", found),
                   ("batch.json", record.replace(*prints).encode())):
    with open(os.path.join(out, "P1", name), "wb") as f:
        f.write(text)
result = run("batch", table, "-o", out, "--resume", *fast)
check(result.returncode == 3, result)
check("\nP1: a finding\nverified: 1" in result.stdout, result)
with open(os.path.join(folder, *picture), "ab") as f:
    f.write(b"more")
check(run("batch", table, "-o", out, "--resume", *fast).returncode == 3)
check(stamp(*picture) != before[1] and stamp(*warped) == before[0],
      "a changed picture alone is drawn again")
result = run("batch", table, "-o", out, "--resume", *fast, "--set",
             "max_processed_dim=400")
check(result.returncode == 0 and "up to date" not in result.stdout, result)
check(stamp(*warped) != before[0] and stamp(*session) != before[2],
      "other parameters make another run")

# Landmarks of a folder correct the slide that they are called after.
marks = os.path.join(folder, "marks")
os.mkdir(marks)
for side, values in (("a", points("slide1")), ("b", points("slide2"))):
    inside = (points("slide1")[:40] > 10).all(axis=1)
    write(f"{side}.csv", ",X,Y\n" + "".join(
        f"{i},{x:.2f},{y:.2f}\n" for i, (x, y)
        in enumerate(values[:40][inside])))
both = numpy.hstack([points("slide2")[:40][inside],
                     points("slide1")[:40][inside]]) - 0.5
write(f"marks/{second}.csv", "".join(
    f'"p{i}","true",{a:.2f},{b:.2f},{c:.2f},{d:.2f}\n'
    for i, (a, b, c, d) in enumerate(both)))
before = stamp(*warped)
result = run("batch", table, "-o", out, "--resume", *fast, "--set",
             "max_processed_dim=400", "--landmarks", marks)
check(result.returncode == 0 and stamp(*warped) != before, result)

# A list, a folder and slides; the reference by its name.
write("list.txt", f"# rounds\n{slides[2]}\n\n"
      f"in/{os.path.basename(slides[1])}\n")
quick = [*fast, "--no-warp", "--no-qc", "--no-report"]
result = run("batch", os.path.join(folder, "list.txt"), "-o",
             os.path.join(folder, "of-list"), *quick)
check(result.returncode == 0 and f"/{second}: verified" in result.stdout,
      result)
check(os.listdir(os.path.join(folder, "of-list", "in", "log"))
      == [f"{second}.register.txt"], "only what was asked for")
result = run("batch", slides[0], slides[1], "-o",
             os.path.join(folder, "of-slides"), "--reference", second, *quick)
check(result.returncode == 0 and f"/{reference}: verified" in result.stdout,
      result)

# Ctrl-C cancels what runs, and a later call goes on.
cut = os.path.join(folder, "cut")
process = subprocess.Popen([CLI, "batch", os.path.join(folder, "in"), "-o",
                            cut, *fast], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True)
log = os.path.join(cut, "in", "log", f"{second}.register.txt")
wait_until(lambda: os.path.exists(log) and os.path.getsize(log) > 0,
           why="the first step")
interrupt(process)
output = process.communicate(timeout=120)
check(process.returncode == 1, process.returncode, output)
check("saffron-cli batch: cancelled" in output[1], output)
with open(log, encoding="utf-8") as f:
    check("cancelled" in f.read(), "the step was cancelled, too")
check(sorted(os.listdir(os.path.join(cut, "in"))) == [
    "in.saffron", "log", "qc", "registered"], os.listdir(cut))
check(os.listdir(os.path.join(cut, "in", "registered")) == [], "half-written")
result = run("batch", os.path.join(folder, "in"), "-o", cut, "--resume", *fast)
check(result.returncode == 0 and "verified: 2," in result.stdout, result)

# A step that is killed, as for its memory, takes no other one down.


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return [int(p) for p in f.read().split()]


process = subprocess.Popen([CLI, "batch", os.path.join(folder, "in"), "-o",
                            os.path.join(folder, "killed"), "--jobs", "2",
                            *quick], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True)
os.kill(wait_until(lambda: children(process.pid), why="a step")[0],
        signal.SIGKILL)
output = process.communicate(timeout=300)
check(process.returncode == 1 and "verified: 1, unverified: 0, failed: 1"
      in output[0], process.returncode, output)
check(output[1].count("was ended by signal 9") == 1, output)

# What cannot be done is said in one line, before anything is written.
for text, names in (
        ("patient_id,path\n", ["no slides"]),
        ("patient_id,path,is_reference\nA,a.tif,1\nA,b.tif,1\n", ["line 3"]),
        ("patient_id,path\nA,a.tif\nA,b.tif\n", ["--auto-reference"]),
        ("patient_id,path\n../A,a.tif\n", ["line 2", "patient_id"]),
        ("patient_id,path,is_reference\nA,a.tif,1\nA,a.tif,0\n", ["twice"]),
        ("a.tif\n", ["two or more"])):
    bad = write("bad.csv", text)
    refuses(folder, ["batch", bad, "-o", os.path.join(folder, "bad")], names)
refuses(folder, ["batch", foreign, "-o", os.path.join(folder, "bad")],
        [foreign])
refuses(folder, ["batch", os.path.join(folder, "in"), "-o",
                 os.path.join(folder, "bad"), "--reference", "none"],
        ["--reference none"])
refuses(folder, ["batch", table], ["-o"], status=(2,))
refuses(folder, ["batch", table, "-o", out, "--jobs", "0"], ["--jobs 0"],
        status=(2,))
shutil.rmtree(out)
print("ok")
