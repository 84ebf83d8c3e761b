#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contact sheet of saffron-cli qc shows the worst places that quality
lists and nine random ones, as numpy cuts them out of the slides."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    import tifffile
    from PIL import Image
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
PLACES, COLUMNS, CELL, MARGIN, GAP, BETWEEN, CAPTION = 9, 3, 256, 16, 10, 34, 26
GROUP = COLUMNS * CELL + (COLUMNS - 1) * GAP
MASK = (1 << 64) - 1


def cli(*arguments):
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True,
                          text=True)


def blobs(width, height, stretch=1):
    """A plane whose tissue is @stretch times as tall as it is wide."""
    rng = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:height, 0:width]
    out = numpy.full((height, width), 300.0)
    for _ in range(150):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        out += rng.uniform(500, 9000) * numpy.exp(
            -((x - cx) ** 2 + ((y - cy) / stretch) ** 2)
            / rng.uniform(20, 200))
    return (out + rng.uniform(0, 100, out.shape)).astype(numpy.uint16)


def draw_lot(index):
    """SplitMix64's number @index."""
    x = (index + 1) * 0x9e3779b97f4a7c15 & MASK
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9 & MASK
    x = (x ^ x >> 27) * 0x94d049bb133111eb & MASK
    return x ^ x >> 31


def cut_out(plane, place):
    """What a cell shows; NaN outside the plane."""
    padded = numpy.pad(plane.astype(float), CELL, constant_values=numpy.nan)
    left, top = (int(c) + CELL - CELL // 2 for c in place)
    return padded[top:top + CELL, left:left + CELL]


def low_high(values):
    values = numpy.sort(values[numpy.isfinite(values)])
    n = len(values) - 1
    return values[int(0.01 * n)], values[int(0.99 * n)]


def is_amber(picture):
    red, green, blue = numpy.moveaxis(picture, -1, 0)
    return (red > 200) & (green > 120) & (green < 220) & (blue > 20) \
        & (blue < 100)


class Sheet(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def slide(self, name, plane, um=(0.5, 0.5)):
        tifffile.imwrite(self.path(name), plane[None], tile=(64, 64),
                         photometric="minisblack", ome=True,
                         metadata={"axes": "CYX", "Channel": {"Name": ["DAPI"]},
                                   "PhysicalSizeX": um[0],
                                   "PhysicalSizeY": um[1]})
        return plane

    def session(self, plane, right, verified):
        """The moving slide is the reference moved by 7 pixels to the right;
        the transform says that it is @right."""
        height, width = plane.shape
        session_file.write(
            self.path("s.saffron"),
            {self.path("b.ome.tif"): session_file.run(
                [1, 0, right, 0, 1, 0], width, height, verified=verified)},
            reference=self.path("a.ome.tif"))

    def write(self, *options, status=0):
        result = cli("qc", self.path("s.saffron"), "-o", self.folder, "-l", 0,
                     "--sheet", *options)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(result.stdout.split("\n"), [
            self.path("b_QC_RGB.png"), self.path("b_QC_sheet.png"), ""])
        with Image.open(self.path("b_QC_sheet.png")) as image:
            self.assertEqual(image.mode, "RGB")
            return numpy.asarray(image).astype(int)

    def places(self):
        """The places that the sheet has to show, as rows of windows.csv: the
        worst, and random ones."""
        result = cli("quality", self.path("s.saffron"), "-o", self.folder)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        with open(self.path("windows.csv"), encoding="utf-8") as f:
            windows = list(csv.DictReader(f))
        with open(self.path("quality.json"), encoding="utf-8") as f:
            worst = [(w["x"], w["y"]) for w in json.load(f)["worst"][:PLACES]]
        for window in windows:
            window["at"] = float(window["x"]), float(window["y"])
        shown = {}
        for _, i in sorted((draw_lot(i), i) for i in range(len(windows))):
            at = windows[i]["at"]
            if at not in worst and at not in shown and len(shown) < PLACES:
                shown[at] = i
        return ([next(w for w in windows if w["at"] == place)
                 for place in worst],
                [windows[i] for i in sorted(shown.values())])

    def cells(self, sheet, groups):
        """Each window with its cell, and with the cell, its frame and its
        caption."""
        rows = max(-(-max(map(len, groups)) // COLUMNS), 1)
        bottom = sheet.shape[0] - MARGIN - rows * (CELL + CAPTION)
        self.assertEqual(sheet.shape[1], 2 * MARGIN + 2 * GROUP + BETWEEN)
        for group, windows in enumerate(groups):
            for i, window in enumerate(windows):
                x = MARGIN + group * (GROUP + BETWEEN) \
                    + i % COLUMNS * (CELL + GAP)
                y = bottom + i // COLUMNS * (CELL + CAPTION)
                yield (window, sheet[y:y + CELL, x:x + CELL],
                       sheet[y - 1:y + CELL + CAPTION - 2,
                             x - 1:x + CELL + 1])

    def check_captions(self, sheet, groups):
        """Places that are off, and no others, are marked in amber."""
        for window, cell, around in self.cells(sheet, groups):
            inside = is_amber(cell).sum()
            amber = is_amber(around).sum() - inside > 4 * CELL
            self.assertEqual(amber, window["class"] == "off", window)

    def test_wrong(self):
        """All cells show the pixels of their places, each slide in one scale.
        An unverified run says so."""
        reference = self.slide("a.ome.tif", blobs(280, 200))
        moving = self.slide("b.ome.tif", numpy.roll(reference, 7, axis=1))
        self.session(reference, 15, verified=False)
        sheet = self.write(status=3)
        groups = self.places()
        self.assertEqual(len(groups[1]), PLACES)
        for colour, plane, dx in ((0, moving, 15), (1, reference, 0)):
            cut = [cut_out(plane, (window["at"][0] + dx, window["at"][1]))
                   for group in groups for window in group]
            low, high = low_high(plane[:, dx:])
            high = max(high, low_high(numpy.stack(cut))[1])
            for want, (window, cell, _) in zip(cut, self.cells(sheet, groups)):
                want = numpy.nan_to_num((want - low) / (high - low))
                want = numpy.floor(255 * numpy.clip(want, 0, 1) + 0.5)
                off = abs(want - cell[..., colour]).max()
                self.assertLessEqual(off, 1, (colour, window))
        self.check_captions(sheet, groups)
        self.assertIn("off", {window["class"] for window in groups[0]})
        self.assertGreater(is_amber(sheet[:40]).sum(), 50)
        self.check_refused()

    def check_refused(self):
        """Without --force nothing is replaced, and nothing is written before
        that is known."""
        os.remove(self.path("b_QC_RGB.png"))
        result = cli("qc", self.path("s.saffron"), "-o", self.folder,
                     "--sheet")
        self.assertEqual(result.returncode, 1)
        self.assertIn(self.path("b_QC_sheet.png"), result.stderr)
        self.assertFalse(os.path.exists(self.path("b_QC_RGB.png")))

    def test_not_square(self):
        """The tissue has its true shape. A verified run has no warning, and
        places are named in pixels of the slide."""
        reference = self.slide("a.ome.tif", blobs(80, 160, 2), (1.0, 0.5))
        self.slide("b.ome.tif", numpy.roll(reference, 7, axis=1), (1.0, 0.5))
        self.session(reference, 7, verified=True)
        sheet = self.write()
        groups = self.places()
        wide = numpy.repeat(reference, 2, axis=1)
        for window, cell, _ in self.cells(sheet, groups):
            x, y = window["at"]
            want = cut_out(wide, (2 * x, y))
            known = numpy.isfinite(want)
            alike = numpy.corrcoef(want[known], cell[..., 1][known])[0, 1]
            self.assertGreater(alike, 0.95, window)
        self.check_captions(sheet, groups)
        self.assertEqual(is_amber(sheet[:40]).sum(), 0)
        self.assertGreater((sheet[:24] == 255).all(axis=2).sum(), 20)

    def test_few(self):
        """A slide with few windows has a smaller sheet, the same on any number
        of threads."""
        reference = self.slide("a.ome.tif", blobs(400, 300)[:40, :70])
        self.slide("b.ome.tif", reference)
        self.session(reference, 0, verified=True)
        sheet = self.write("-t", 2)
        groups = self.places()
        self.assertTrue((self.write("-t", 1, "--force") == sheet).all())
        self.assertLess(max(map(len, groups)), PLACES)
        self.check_captions(sheet, groups)


if __name__ == "__main__":
    unittest.main(verbosity=0)
