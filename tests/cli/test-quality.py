#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`quality` writes what docs/quality.md says: a table of windows and a summary
that agree with each other, the same on any number of threads, and replaces
nothing unasked."""

import csv
import json
import math
import os
import shutil

from PIL import Image

import harness
from harness import check, run

SOURCE = os.environ["SAFFRON_SOURCE"]
COLUMNS = ("x,y,error_px,uncertainty_px,class,likeness,chance,piece,dx_px,"
           "dy_px,before_px,consistency_px,tissue").split(",")
PICTURES = ("overlay.png", "before.png", "map-error.png", "map-likeness.png",
            "map-coverage.png", "map-displacement.png", "map-jacobian.png",
            "map-pieces.png")
CLASSES = {"agrees", "off", "missing", "unknown"}
# No bending is needed for any of this, and tissue need not be torn.
QUICKLY = ["-s", "max_processed_dim=512", "-s", "pieces=false",
           "-s", "max_non_rigid_dim=512"]

# Nuclei are measured on no smaller slide; the rest is, several times.
SIZE, SMALL = 700, 420

folder = harness.scratch()


def path(*name):
    return os.path.join(folder, *name)


def read(*name):
    with open(path(*name), encoding="utf-8") as file:
        return file.read()


def table(*name):
    rows = list(csv.DictReader(read(*name).splitlines()))
    check(list(rows[0]) == COLUMNS, rows[0])
    for row in rows:
        check(row["class"] in CLASSES, row)
        check((row["error_px"] == "") == (row["dx_px"] == ""), row)
        if row["error_px"]:
            check(abs(math.hypot(float(row["dx_px"]), float(row["dy_px"]))
                      - float(row["error_px"])) < 0.002, row)
            check(float(row["uncertainty_px"]) > 0.0, row)
    return rows


def look(*folder):
    """The pictures in a folder by their names."""
    pictures = {}
    for name in os.listdir(path(*folder)):
        if name.endswith(".png"):
            with Image.open(path(*folder, name)) as picture:
                pictures[name] = picture.convert("RGB")
    return pictures


def quantile(rows, name, share):
    known = sorted((float(row[name]), float(row["tissue"])) for row in rows
                   if row[name])
    wanted, total = share * sum(weight for _, weight in known), 0.0
    for value, weight in known:
        total += weight
        if total >= wanted - 0.02:
            return value
    return math.nan


def agree(rows, summary):
    """The summary follows from the table."""
    windows = summary["windows"]
    check(windows["n"] == len(rows), windows)
    tissue = sum(float(row["tissue"]) for row in rows)
    for name in CLASSES:
        share = sum(float(row["tissue"]) for row in rows
                    if row["class"] == name) / tissue
        check(abs(share - windows["shares"][name]) < 0.002, name, windows)
    for name, column in (("error", "error_px"), ("before", "before_px")):
        for word, share in (("median", 0.5), ("p90", 0.9)):
            got = windows[f"{name}_{word}_px"]
            check(abs(got - quantile(rows, column, share))
                  < 0.01 + 0.01 * got, name, word, got)
    places = {(float(row["x"]), float(row["y"])): row for row in rows}
    for place in summary["worst"]:
        row = places[(place["x"], place["y"])]
        check(row["class"] == place["class"], row, place)
        check(place["error_px"] is None
              or float(row["error_px"]) == place["error_px"], row, place)


def beside(summary, other, rows, other_rows):
    """Two moving slides are compared at places where both match the reference;
    the loop closes, though one of them lies off."""
    loop = summary["loop"]
    check(loop["with"] == os.path.basename(other)[:-len(".ome.tif")], loop)
    check(30 < loop["n"] <= 300, loop)
    check(loop["closure_median_px"] < 0.5, loop)
    check(loop["closure_median_px"] < 0.2 * loop["apart_median_px"], loop)
    # As far apart as the errors of both say.
    errors = {(row["x"], row["y"]): row for row in other_rows
              if row["dx_px"]}
    apart = sorted(
        math.dist((float(row["dx_px"]), float(row["dy_px"])),
                  (float(there["dx_px"]), float(there["dy_px"])))
        for row in rows if row["dx_px"]
        for there in [errors.get((row["x"], row["y"]))] if there)
    middle = apart[len(apart) // 2]
    check(abs(loop["apart_median_px"] - middle) < 0.1 * middle, loop, middle)


def members(value):
    if isinstance(value, dict):
        for name, below in value.items():
            yield name
            if name != "values":
                yield from members(below)
    elif isinstance(value, list):
        for below in value:
            yield from members(below)


def documented(summary):
    text = read(SOURCE, "docs", "quality.md") + read(SOURCE, "docs",
                                                     "session-format.md")
    for name in set(members(summary)):
        short = name.removesuffix("_px").removesuffix("_um")
        check(f"`{name}`" in text or f"`{short}`" in text
              or f'"{name}"' in text, "not documented", name)


slides = harness.make_slides(folder, size=SIZE)
session = path("pair.saffron")
result = run("register", *slides[:2], "-o", session, *QUICKLY)
check(result.returncode == 0, result)

result = run("quality", session, "-o", path("out"), "-t", 2)
check(result.returncode == 0, result)
check(result.stdout.splitlines()[-5:-3]
      == [path("out", "windows.csv"), path("out", "quality.json")], result)
check("agrees within" in result.stdout and "nuclei" in result.stdout, result)
first = read("out", "windows.csv")
pictures = look("out")
check(sorted(pictures) == sorted(PICTURES), sorted(pictures))
# The run bends: without that the slides lie elsewhere. All are as large.
check(pictures["overlay.png"].tobytes() != pictures["before.png"].tobytes(),
      "the same before")
check(len({picture.size for picture in pictures.values()}) == 1, pictures)
check(max(pictures["map-error.png"].size) >= SIZE, pictures)
summary = json.loads(read("out", "quality.json"))
rows = table("out", "windows.csv")
agree(rows, summary)
documented(summary)
check(summary["verdict"]["state"] == "verified", summary["verdict"])
check(summary["windows"]["shares"]["agrees"] > 0.9, summary["windows"])
check(summary["nuclei"]["outcome"] == "measured", summary["nuclei"])
check(len(summary["bending"]) == 1, summary["bending"])
check(summary["reference"] == slides[0], summary["reference"])
check(summary["moving"] == slides[1], summary["moving"])

# Nothing is replaced unasked, and then wholly; by one thread as by two.
result = run("quality", session, "-o", path("out"))
check(result.returncode == 1 and "windows.csv" in result.stderr, result)
check(read("out", "windows.csv") == first, "replaced")
result = run("quality", session, "-o", path("out"), "-f", "-t", 1)
check(result.returncode == 0, result)
check(read("out", "windows.csv") == first, "other on one thread")
check({name: picture.tobytes() for name, picture in look("out").items()}
      == {name: picture.tobytes() for name, picture in pictures.items()},
      "other pictures on one thread")
check(json.loads(read("out", "quality.json")) == summary, "other on one thread")

# Less is tolerated: what agreed is off now, where it is certain.
few = harness.make_slides(path("few"), size=SMALL, slides=3)
session = path("few.saffron")
result = run("register", *few[:2], "-o", session, *QUICKLY)
check(result.returncode == 0, result)
result = run("quality", session, "-o", path("strict"), "--tolerance", 0.01)
check(result.returncode == 0, result)
check({row["class"] for row in table("strict", "windows.csv")} & {"off"}, rows)

# With two moving slides each has its folder, but the one that is named.
result = run("register", few[0], few[2], "-o", session, *QUICKLY,
             "-s", "deformable=false")
check(result.returncode in (0, 3), result)
both = run("quality", session, "-o", path("both"), "--accept-partial", 0)
check(both.returncode in (0, 3), both)
names = sorted(name for name in os.listdir(path("both"))
               if os.path.isdir(path("both", name)))
check(len(names) == 2, names)
for name in names:
    agree(table("both", name, "windows.csv"),
          json.loads(read("both", name, "quality.json")))
summaries = [json.loads(read("both", name, "quality.json")) for name in names]
check("loop" not in summaries[0], summaries[0])
documented(summaries[1])
beside(summaries[1], few[1], table("both", names[1], "windows.csv"),
       table("both", names[0], "windows.csv"))
check(f"from {names[0]} " in both.stdout, both)
check("ring" not in summaries[1], "two slides have one loop")
check(summaries[1]["loop"]["closes"] is True, summaries[1]["loop"])
check(summaries[1]["loop"]["reasons"] == [], summaries[1]["loop"])
check(json.loads(read("both", "report.json"))["findings"] == [], "findings")
check("does not close" not in both.stdout, both)

# With less tolerance than the loop needs it is open, and both slides are named.
closure = summaries[1]["loop"]["closure_median_um"]
result = run("quality", session, "-o", path("open"), "--tolerance",
             closure / 2, "--accept-partial", 0)
check(result.returncode == 3, result)
loop = json.loads(read("open", names[1], "quality.json"))
documented(loop)
loop = loop["loop"]
check(loop["closes"] is False, loop)
check(loop["closure_median_um"] > loop["tolerance_um"], loop)
check([reason["code"] for reason in loop["reasons"]] == ["loop-open"], loop)
findings = json.loads(read("open", "report.json"))["findings"]
check([finding["slides"] for finding in findings] == [names], findings)
check(findings[0]["loops"] == 1, findings)
check(result.stdout.splitlines()[-1] == findings[0]["text"], result)
check("against      the loop over" in result.stdout, result)
page = read("open", "report.html")
check("The slides contradict each other" in page, "no finding in the report")
check("the loop over" in page, "no reason in the report")
# Both are unverified then, and say over which slide: in the report, and with
# --record in the session, for whatever reads it, until one is registered anew.
reported = json.loads(read("open", "report.json"))["slides"]
for name, slide in zip(names, reported):
    other = names[1 - names.index(name)]
    check(slide["name"] == name and slide["state"] == "unverified", slide)
    check(slide["run"]["reason"].startswith(
        f"the loop over {other} does not close: by "), slide["run"])
    check(slide["quality"]["verdict"]["reasons"][0]["code"] == "loop-open",
          slide["quality"]["verdict"])
    check(json.loads(read("open", name, "quality.json")) == slide["quality"],
          f"{name}: its quality.json says otherwise")
check(page.count("<b>the loop over") == 2, "no heading says so")
shown = list(csv.DictReader(read("open", "report.csv").splitlines()))
check({row["state"] for row in shown} == {"unverified"}, shown)


def exported(path_of_session, slide):
    """What a command says of the slide's verdict."""
    result = run("transform", path_of_session, "-m", os.path.basename(slide),
                 "--force", "-o", path("verdict.mha"), "--accept-partial", 0)
    check(result.returncode in (0, 3), result)
    return "the loop over" in result.stderr


recorded = shutil.copy(session, path("recorded.saffron"))
result = run("quality", recorded, "--record", "-o", path("recorded"),
             "--tolerance", closure / 2, "--accept-partial", 0)
check(result.returncode == 3, result)
check([exported(recorded, slide) for slide in few[1:]] == [True, True])
check([exported(session, slide) for slide in few[1:]] == [False, False])
with open(recorded, encoding="utf-8") as f:
    rings = [ring for moving in json.load(f)["moving"]
             for entry in moving["runs"] for ring in entry.get("rings", [])]
check(len(rings) == 1 and rings[0]["slide"] in os.path.basename(few[1]),
      rings)
result = run("register", *few[:2], "-o", recorded, *QUICKLY)
check(result.returncode in (0, 3), result)
check([exported(recorded, slide) for slide in few[1:]] == [False, False])

result = run("quality", session, "-o", path("one"), "-m",
             os.path.basename(few[2]))
check(result.returncode in (0, 3), result)
check(read("one", "windows.csv") == read("both", names[1], "windows.csv"),
      "another table")

# Three moving slides are a ring. Two of them have the same file name; what they
# are called is unique all the same.
os.makedirs(path("again"))
copy = shutil.copy(few[1], path("again"))
result = run("register", few[0], copy, "-o", session, *QUICKLY)
check(result.returncode in (0, 3), result)
result = run("quality", session, "-o", path("ring"), "--accept-partial", 0)
check(result.returncode in (0, 3), result)
listed = [slide["name"]
          for slide in json.loads(read("ring", "report.json"))["slides"]]
check(listed[:2] == names and listed[2] == names[0] + "_2", listed)
summaries = [json.loads(read("ring", name, "quality.json")) for name in listed]
check(["ring" in summary for summary in summaries] == [False, False, True],
      "the last closes the ring")
documented(summaries[2])
check([summary["loop"]["with"] for summary in summaries[1:]] == listed[:2],
      summaries)
ring = summaries[2]["ring"]
check(ring["with"] == listed[0] and ring["closes"] is True, ring)
check(ring["apart_median_px"] < 0.5, "the same slide twice", ring)
for row in csv.DictReader(read("ring", "report.csv").splitlines()):
    check((row["ring_with"] != "") == (row["slide"] == listed[2]), row)
    check(row["ring_with"] in ("", ring["with"]), row)
    check(row["slide"] != listed[2]
          or float(row["ring_closure_median_px"]) == ring["closure_median_px"],
          row)

# Landmarks are counted as `evaluate` counts them.
marked = path("marked.saffron")
points = [path(f"slide{n}.csv") for n in (1, 2)]
result = run("register", *slides[:2], "-o", marked, "--landmarks",
             ",".join(points), *QUICKLY)
check(result.returncode in (0, 3), result)
result = run("quality", marked, "-o", path("marked"))
check(result.returncode in (0, 3), result)
told = json.loads(read("marked", "quality.json"))["landmarks"]
result = run("evaluate", marked, "--reference-landmarks", points[0],
             "--moving-landmarks", points[1], "--json")
asked = json.loads(result.stdout)
check(told["n"] == asked["pairs"] > 100, told, asked)
check(told["robustness"] == round(asked["robustness"], 3), told, asked)
check(abs(told["tre_median_px"] - asked["tre_px"]["median"]) < 1e-3, told,
      asked)

for args, word in (([session], "-o DIR"),
                   ([session, "-o", path("x"), "--tolerance=-1"], "tolerance"),
                   ([path("none.saffron"), "-o", path("x")], "none.saffron"),
                   ([session, "-o", path("x"), "-m", "nobody"], "nobody"),
                   ([session, "-o", path("no", "such")], "folder")):
    result = run("quality", *args)
    check(result.returncode in (1, 2), result)
    check(word in result.stderr, word, result)
    check(not os.path.exists(path("x", "windows.csv")), args)
print("ok")
