#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`quality` writes a report in one file that loads nothing, whose numbers are
those of report.csv, report.json and quality.json to the last digit, in which no
text of a slide or a person becomes markup or a formula, which says what is not
verified, and which is the same on any number of threads."""

import base64
import csv
import html.parser
import json
import os
import re
import shutil

import harness
from harness import check, run

SOURCE = os.environ["SAFFRON_SOURCE"]
QUICKLY = ["-s", "max_processed_dim=512", "-s", "pieces=false",
           "-s", "max_non_rigid_dim=512"]
PICTURES = ("overlay.png", "before.png", *(
    f"map-{kind}.png" for kind in ("error", "likeness", "coverage",
                                   "displacement", "jacobian", "pieces")))
FILES = ("report.html", "report.csv", "report.json")
VOID = {"meta", "img", "br", "circle", "path", "rect"}
EVIL = '=1+1 <b>&"\'x\u202e'
NOTE = '<script>alert(1)</script>\n=HYPERLINK("http://x")'

folder = harness.scratch()


def path(*name):
    return os.path.join(folder, *name)


def read(*name):
    with open(path(*name), encoding="utf-8") as file:
        return file.read()


def look_up(value, where):
    """What stands at @where in a document, as the report names places."""
    for step in where.split("."):
        value = value[int(step) if isinstance(value, list) else step]
    return value


class Report(html.parser.HTMLParser):
    """Checks that the document is one and needs no other, and keeps the numbers
    of each slide and all text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.pictures = [], [], 0
        self.slide, self.name, self.number = 0, None, None
        self.figures, self.places, self.title = {}, {}, ""
        self.ids, self.links = set(), set()
        self.feed(text)
        self.close()
        check(self.open == [], "left open", self.open)

    def reference(self, name, value):
        if name == "href":
            check(value.startswith("#"), "a link to", value)
            self.links.add(value[1:])
            return
        kind, data = value.split(",", 1)
        check(kind == "data:image/png;base64", kind)
        check(base64.b64decode(data, validate=True)[:8]
              == b"\x89PNG\r\n\x1a\n", "no PNG")
        self.pictures += 1

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        check(tag not in ("script", "link", "iframe", "object", "embed", "base",
                          "form", "b>"), tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            check(not name.startswith("on"), name)
            if name in ("src", "href"):
                self.reference(name, value)
            check(name not in ("srcset", "action", "background", "data"), name)
            check(name != "style" or "url(" not in value, value)
        if tag == "section":
            self.slide = int(values["id"].removeprefix("slide-"))
            self.ids.add(values["id"])
        if tag == "tr":
            self.name = values.get("data-name")
        if tag == "data":
            self.number = [values["data-path"], values["value"], ""]

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        check(self.open and self.open.pop() == tag, "closed", tag, self.open)
        if tag == "data":
            where, value, shown = self.number
            self.places.setdefault(self.slide, []).append(
                (where, value, shown))
            if self.name is not None:
                unit = (where[-3:] if where.endswith(("_px", "_um")) else "")
                figures = self.figures.setdefault(self.slide, {})
                figures[self.name + unit] = value
            self.number = None

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            check(not re.search(r"url\(|@import|expression", data), data)
            return
        if self.open and self.open[-1] == "title":
            self.title += data
        if self.number is not None:
            self.number[2] += data
        self.texts.append(data)


def agree(report, slides, rows, folders):
    """Each number that the report shows is in the other files, exactly."""
    shown = 0
    for index, (slide, row) in enumerate(zip(slides, rows), 1):
        if slide["state"] == "unregistered":
            check(index not in report.places, "numbers of nothing")
            check("quality" not in slide and row["error_median_px"] == "", row)
            continue
        quality = json.loads(read(folders[slide["name"]], "quality.json"))
        check(slide["quality"] == quality, "report.json and quality.json")
        for where, value, text in report.places[index]:
            exact = look_up(quality, where)
            check(float(value) == exact, where, value, exact)
            check(min(abs(float(text) - round(exact, 3)),
                      abs(float(text) - round(100 * exact, 1))) < 1.1e-3,
                  where, text, exact)
            shown += 1
        names = report.figures[index]
        for name in ("agrees", "off", "error_median_um", "error_p90_px",
                     "worst_x", "certainty"):
            check(name in names or row[name] == "", name, sorted(names))
        for name, value in names.items():
            check(row[name] == value, name, row[name], value)
    check(shown > 150, "few numbers", shown)


def documented(rows, document):
    text = read(SOURCE, "docs", "quality.md")

    def members(value):
        if isinstance(value, dict):
            for name, below in value.items():
                yield name
                if name not in ("quality", "params", "values"):
                    yield from members(below)
        elif isinstance(value, list):
            for below in value:
                yield from members(below)

    for name in [*rows[0], *members(document)]:
        short = name.removesuffix("_px").removesuffix("_um")
        check(f"`{name}`" in text or f"`{short}`" in text, "not documented",
              name)


def make_session():
    """A session with a slide that is verified and accepted, one of other tissue
    with an evil name and an evil verdict, and one that is not registered."""
    slides = harness.make_slides(path("s"), size=700, slides=3)
    others = harness.make_slides(path("o"), size=700, slides=2, seed=8)
    evil = path("s", EVIL + ".ome.tif")
    shutil.copy(others[1], evil)
    session = path("pair.saffron")
    for moving in (slides[1], evil, slides[2]):
        result = run("register", slides[0], moving, "-o", session, *QUICKLY)
        check(result.returncode in (0, 3), result)
    with open(session, encoding="utf-8") as file:
        document = json.load(file)
    good, bad, bare = document["moving"]
    good["runs"][0]["sign"] = {
        "verdict": "accept", "initials": "KB", "when": "2026-01-02T03:04:05Z",
        "looked": [[1, 2], [3.5, 4]]}
    bad["runs"][0]["sign"] = {
        "verdict": "reject", "initials": "=<i>", "note": NOTE,
        "when": "2026-01-02T03:04:05Z"}
    bad["runs"][0]["note"] = "+" + NOTE
    bare["runs"], bare["current_run"] = [], None
    with open(session, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return session, slides


session, slides = make_session()
result = run("quality", session, "-o", path("out"), "-t", 2)
check(result.returncode == 3, result)
check(result.stdout.splitlines()[-3:] == [path("out", name) for name in FILES],
      result)
page, table, document = (read("out", name) for name in FILES)
report = Report(page)
rows = list(csv.DictReader(table.splitlines()))
document = json.loads(document)
check(len(table.splitlines()) == 4 and len(rows) == 3, table)
check([slide["state"] for slide in document["slides"]]
      == ["verified", "unverified", "unregistered"], document["slides"])
agree(report, document["slides"], rows, {
    slide["name"]: os.path.join("out", slide["name"])
    for slide in document["slides"]})
documented(rows, document)
check(report.links == report.ids == {"slide-1", "slide-2", "slide-3"},
      report.links)
check(report.pictures > 40, report.pictures)
check("default-src 'none'" in page, "no policy")

# What is not verified is said first and in each place.
text = "".join(report.texts)
check(report.title.startswith("✘ 2 of 3"), report.title)
check(text.count("NOT VERIFIED") >= 2 and text.count("NOT REGISTERED") >= 2,
      text[:2000])
check("REJECTED" in text and "Accepted" in text and "Places looked at: 2" in
      text, text[:2000])

# Texts of others are texts: all of them are there, but for what is not seen.
check(NOTE in text and "+" + NOTE in text, "the notes")
check(EVIL.replace("\u202e", "\ufffd") in text and "\u202e" not in page,
      "the name")
for row in rows:
    for name, value in row.items():
        try:
            float(value)
        except ValueError:
            check(not value.startswith(("=", "+", "-", "@", "\t")), name, value)
check(rows[1]["slide"] == "'" + EVIL and rows[1]["sign_note"].startswith("<"),
      rows[1])
check(document["slides"][1]["sign"]["note"] == NOTE, document["slides"][1])
check(rows[0]["sign"] == "accept" and rows[0]["sign_initials"] == "KB", rows[0])
check(document["reference"] == slides[0], document["reference"])
check(rows[0]["reference_fingerprint"] != rows[0]["moving_fingerprint"],
      rows[0])

# Nothing is replaced unasked, nor begun; by one thread as by two.
before = harness.tree(path("out"))
result = run("quality", session, "-o", path("out"))
check(result.returncode == 1 and harness.tree(path("out")) == before, result)
os.mkdir(path("alone"))
with open(path("alone", "report.csv"), "w", encoding="utf-8") as file:
    file.write("mine")
result = run("quality", session, "-o", path("alone"), "-m", "slide2_DAPI")
check(result.returncode == 1 and "report.csv" in result.stderr, result)
check(os.listdir(path("alone")) == ["report.csv"], os.listdir(path("alone")))
result = run("quality", session, "-o", path("out"), "-f", "-t", 1)
check(result.returncode == 3, result)
check(harness.tree(path("out")) == before, "other on one thread")

# One slide has no table of slides, and nothing says that it is wrong.
result = run("quality", session, "-o", path("alone"), "-m", "slide2_DAPI",
             "--force")
check(result.returncode == 0, result)
alone = Report(read("alone", "report.html"))
check(alone.title.startswith("✔ Verified –"), alone.title)
check("NOT " not in "".join(alone.texts), "a wrong word")
check(sorted(os.listdir(path("alone")))
      == sorted([*FILES, *PICTURES, "quality.json", "windows.csv"]),
      "other files")
print("ok")
