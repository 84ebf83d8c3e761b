#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file and all machine output is the same, byte for byte, in a language
with a decimal comma as in the C locale. With all texts translated, too, what
differs is prose alone: reports, words in pictures, and the members of JSON that
hold sentences."""

import csv
import json
import os
import re
import subprocess
import sys
import unicodedata

import harness
from harness import CLI, check

sys.path.insert(0, os.path.join(os.environ["SAFFRON_SOURCE"], "tests", "po"))
import catalogue

folder = harness.scratch()
os.environ.pop("LANGUAGE", None)

# What no two runs have in common.
PASSING = re.compile(
    rb'"(?:started|seconds|peak_memory|modified|mtime|stamp|written|signed|'
    rb'created)": *(?:"[^"]*"|[-+0-9.e]+)|'
    rb'urn:uuid:[-0-9a-f]+|'
    rb'"(?:inputs|report\.(?:html|json))": *"[0-9a-f]+"|'
    rb'\d+\.\d+ s\b|\d+ MB\b|'
    rb'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:?\d\d)?')
# Members of JSON that hold sentences for people.
PROSE = {"text", "words", "notes", "note", "message", "look", "reason"}
RUN_WORDS = {"reference_channel", "moving_channel"}

SYNTH = ["--width", "401", "--height", "399", "--slides", "2", "--channels",
         "2", "--seed", "5", "--amplitude", "7.5", "--rotation", "12.5",
         "--scale", "1.025", "--pixel-size", "0.4575"]
SET = ["-s", "max_processed_dim=512", "-s", "max_non_rigid_dim=512", "-s",
       "micro_reg_fraction=0.5", "-s", "regularisation=2.5"]
# Commands, and where their output goes if that is for machines.
ONE, TWO = (f"in/slide{i}_{n}.ome.tif" for i, n in
            ((1, "DAPI_CD3"), (2, "DAPI_CD8")))
COMMANDS = [
    (["synth", "in", *SYNTH], None),
    (["info", TWO, "--json"], "info.json"),
    (["params", "--json", "--set", "regularisation=2.5"], "params.json"),
    (["params", "--nextflow", "--set", "micro_reg_fraction=0.125"],
     "params.config"),
    (["register", ONE, TWO, "-o", "s.saffron",
      *SET, "-p", "params.json", "--landmarks", "in/slide1.csv,in/slide2.csv"],
     None),
    # The table of parameters is read and the session is written once more.
    (["register", ONE, TWO, "-o",
      "start.saffron", *SET, "--start", "10.5,-3.25,12.5", "-s",
      "deformable=false"], None),
    (["join", "s.saffron", "start.saffron", "-o", "joined.saffron"], None),
    (["estimate", "s.saffron", "--json", "--threads", "2", "--memory", "9000"],
     "estimate.json"),
    (["points", "s.saffron", "--from", "moving", "--to", "reference",
      "in/slide2.csv", "points.csv"], None),
    (["points", "s.saffron", "--from", "moving", "--to", "reference",
      "in/slide2.csv", "points.geojson"], None),
    (["points", "s.saffron", "--from", "reference", "--to", "moving",
      "points.geojson", "back.geojson"], None),
    (["landmarks", "s.saffron", "bigwarp.csv"], None),
    (["landmarks", "s.saffron", "a.geojson", "b.geojson"], None),
    (["evaluate", "s.saffron", "--reference-landmarks", "in/slide1.csv",
      "--moving-landmarks", "in/slide2.csv", "--json"], "evaluate.json"),
    (["transform", "s.saffron", "-o", "field.mha"], None),
    (["transform", "s.saffron", "-o", "affine.txt"], None),
    (["transform", "s.saffron", "-o", "affine.tfm"], None),
    (["qc", "s.saffron", "-o", "qc", "--sheet", "--legend", "--tiff"], None),
    (["quality", "s.saffron", "-o", "quality", "--tolerance", "4.5"], None),
    (["warp", "s.saffron", "-o", "warped.ome.tiff", "--level", "1"], None),
    (["merge", "s.saffron", "-o", "merged.ome.tiff", "--level", "1"], None),
    (["batch", ONE, TWO, "-o", "batch",
      "-r", "slide1_DAPI_CD3", *SET, "-s", "deformable=false"], None),
]


def make_all(name, environment):
    """Runs every command in a folder of its own. Returns the folder, and what
    was said to people."""
    where = os.path.join(folder, name)
    os.makedirs(os.path.join(where, "qc"))
    base = {k: v for k, v in os.environ.items()
            if not k.startswith("LC_") and k != "LANG"}
    said = []
    for arguments, out in COMMANDS:
        result = subprocess.run([CLI, *arguments], cwd=where,
                                env={**base, **environment},
                                capture_output=True, timeout=600)
        check(result.returncode in (0, 3), name, arguments,
              result.stderr.decode())
        if out is not None:
            with open(os.path.join(where, out), "wb") as file:
                file.write(result.stdout)
            result.stdout = b""
        said.append((result.stdout + result.stderr).decode())
    return where, "\n".join(said)


def without(data, title):
    """The table without its columns that have @title in their names."""
    rows = list(csv.reader(data.decode().splitlines()))
    kept = [i for i, name in enumerate(rows[0]) if title not in name]
    return "\n".join(",".join(row[i] for i in kept)
                     for row in rows).encode()


def files_of(where):
    found = {}
    for path, _, names in os.walk(where):
        for name in names:
            full = os.path.join(path, name)
            with open(full, "rb") as file:
                data = file.read()
            # What is left is still JSON where it was.
            data = PASSING.sub(lambda m: b'"passes": 0' if m.group(0)[:1]
                               == b'"' else b"(passes)", data)
            if name == "batch.json":
                data = re.sub(rb"[0-9a-f]{64}", b"(a hash)", data)
            if name == "summary.csv":
                data = without(data, "minutes")
            found[os.path.relpath(full, where)] = \
                data.replace(where.encode(), b"(here)")
    return found


def without_prose(value):
    if isinstance(value, dict):
        # A run says in words what it looked at; its parameters are names.
        aside = PROSE | (RUN_WORDS if "stages" in value else set())
        return {k: without_prose(v) for k, v in value.items()
                if k not in aside}
    if isinstance(value, list):
        return [without_prose(v) for v in value]
    return value


def is_prose(name):
    """Files that are for people alone: reports, the logs of a batch, pictures
    with words in them."""
    return (name.endswith((".html", ".png", ".tif", ".txt"))
            and not name.startswith(("in/", "affine", "field")))


def differing(a, b):
    return [name for name in sorted(set(a) | set(b)) if a.get(name)
            != b.get(name)]


def show(a, b, name):
    """Where two files begin to differ."""
    one, other = a.get(name, b""), b.get(name, b"")
    at = next((i for i, (x, y) in enumerate(zip(one, other)) if x != y),
              min(len(one), len(other)))
    return f"{name} at {at}: {one[at - 60:at + 60]} {other[at - 60:at + 60]}"


locales = os.path.join(folder, "locales")
os.makedirs(locales)
german = catalogue.make_locale("de_DE", locales)
if german is None:
    print("skipped: the C library has no sources of locales")
    sys.exit(77)
# This machine's own program writes a comma there, or the test shows nothing.
comma = subprocess.run(["/usr/bin/printf", "%.1f", "1,5"], text=True,
                       env={**os.environ, **german}, capture_output=True)
check(comma.stdout == "1,5", "the locale has no comma:", comma)

plain, said = make_all("c", {"LC_ALL": "C.UTF-8"})
before = files_of(plain)
abroad, said_abroad = make_all("de", german)
after = files_of(abroad)
for name in differing(before, after):
    check(False, "differs by the locale:", show(before, after, name))
number = re.compile(r"\d,\d")
check(not [line for line in said_abroad.split("\n") if number.search(line)
           and not number.search(said)], said_abroad)

# All texts in another language: files and numbers are as before, the words
# are not.
texts = os.path.join(folder, "texts")
template = catalogue.make_template(os.path.join(folder, "saffron.pot"))
catalogue.make_stretched(template, "de", texts)
other, said_other = make_all("other", {**german, "SAFFRON_LOCALE_DIR": texts})
translated = files_of(other)
check("⟦" in said_other and "⟦" not in said, "translates:", said_other)
check(set(before) == set(translated), "files:",
      set(before) ^ set(translated))
for name in differing(before, translated):
    if is_prose(name):
        continue
    if os.path.basename(name) == "report.csv":
        check(without(before[name], "reason")
              == without(translated[name], "reason"), "is translated:",
              show(before, translated, name))
        continue
    try:
        same = without_prose(json.loads(before[name])) \
            == without_prose(json.loads(translated[name]))
    except ValueError:
        same = False
    check(same, "is translated:", show(before, translated, name))
check("⟦" in translated["quality/report.html"].decode(), "the report is not")


# Tables stand in columns where letters are two columns wide, too.
def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def print_abroad(*arguments):
    result = subprocess.run([CLI, *arguments], cwd=plain, text=True, timeout=60,
                            env={**os.environ, **japanese,
                                 "SAFFRON_LOCALE_DIR": texts},
                            capture_output=True)
    check(result.returncode == 0, arguments, result)
    check(any(columns(line) > len(line) for line in result.stdout.split("\n")),
          "is not in Japanese:", result.stdout)
    return result.stdout.split("\n")


japanese = catalogue.make_locale("ja_JP", locales)
catalogue.compile_po(os.path.join(catalogue.PO, "ja.po"), "ja", texts)
facts = [re.match(r"\S.*?  +", line) for line in print_abroad("info", TWO)
         if line and not line.startswith(" ")]
check(len(facts) >= 7 and len({columns(fact[0]) for fact in facts}) == 1,
      [fact[0] for fact in facts])
table = print_abroad("evaluate", "s.saffron", "--reference-landmarks",
                     "in/slide1.csv", "--moving-landmarks",
                     "in/slide2.csv")[1:4]
check(len({columns(line) for line in table}) == 1, table)
print("ok")
