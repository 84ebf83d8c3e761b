#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of slides whose pixels are not square, a QC picture shows the tissue's true
shape with a scale bar that is right along both axes, and a warped OME-TIFF has
the reference's pixels and says how large they are."""

import os
import subprocess
import sys
import tempfile
import unittest

import numpy
import tifffile
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
WIDTH, HEIGHT = 400, 300
PIXEL = 0.5


def blobs(seed):
    rng = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    out = numpy.full((HEIGHT, WIDTH), 300.0)
    for _ in range(120):
        cx, cy = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        out += rng.uniform(500, 9000) * numpy.exp(
            -((x - cx) ** 2 + (y - cy) ** 2) / rng.uniform(60, 300))
    return out


def alike(a, b):
    return numpy.corrcoef(a.ravel(), b.ravel())[0, 1]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.out = self.path("out")
        os.mkdir(self.out)
        self.plane = blobs(1)

    def path(self, name):
        return os.path.join(self.folder, name)

    def cli(self, *arguments):
        result = subprocess.run([CLI, *map(str, arguments)],
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def slide(self, plane, x, y):
        """Writes the tissue with pixels x times as wide and y as tall."""
        height, width = plane.shape[0] // y, plane.shape[1] // x
        plane = plane.reshape(height, y, width, x).mean((1, 3))
        name = f"{x}x{y}.ome.tif"
        tifffile.imwrite(self.path(name), plane.astype(numpy.uint16)[None],
                         photometric="minisblack", ome=True, tile=(64, 64),
                         metadata={"axes": "CYX", "Channel": {"Name": ["DAPI"]},
                                   "PhysicalSizeX": PIXEL * x,
                                   "PhysicalSizeY": PIXEL * y})
        return name

    def session(self, plane, reference, moving):
        """Both are the same tissue, in pixels of these sizes."""
        (rx, ry), (mx, my) = reference, moving
        run = session_file.run([rx / mx, 0, 0, 0, ry / my, 0],
                               plane.shape[1] // rx, plane.shape[0] // ry)
        name = self.path("s.saffron")
        session_file.write(
            name, {self.path(self.slide(plane, mx, my)): run},
            reference=self.path(self.slide(plane, rx, ry)))
        return name

    def picture(self, *pixels, plane=None, legend=False):
        session = self.session(self.plane if plane is None else plane, *pixels)
        self.cli("qc", session, "-o", self.out, "--force",
                 *(["--legend"] if legend else []))
        name = "%dx%d_QC_RGB.png" % pixels[1]
        with Image.open(os.path.join(self.out, name)) as image:
            return numpy.asarray(image).astype(int)

    def test_picture(self):
        square = self.picture((1, 1), (1, 1))
        self.assertEqual(square.shape[:2], (HEIGHT, WIDTH))
        for pixels in (((1, 2), (2, 1)), ((2, 1), (1, 1)), ((1, 1), (1, 2))):
            got = self.picture(*pixels)
            self.assertEqual(got.shape, square.shape)
            for colour in range(2):
                self.assertGreater(alike(got[..., colour], square[..., colour]),
                                   0.998, (pixels, colour))

    def test_size(self):
        """The longest side of the picture, not of the slide, decides."""
        plane = numpy.full((7000, 40), 300)
        plane[40:2000, 4:20] = 9000
        for pixels in (((1, 2), (1, 1)), ((2, 1), (1, 2))):
            got = self.picture(*pixels, plane=plane)
            self.assertEqual(got.shape[:2], (1750, 10), pixels)

    def bar(self, *pixels):
        """The length of the scale bar, pixels."""
        got = self.picture(*pixels, legend=True)
        white = (got == 255).all(2)
        full = [numpy.flatnonzero(numpy.diff(numpy.r_[0, row, 0]))
                for row in white.astype(int)]
        return max((b[1::2] - b[::2]).max() for b in full if len(b))

    def test_scale_bar(self):
        """A fifth of 200 µm leaves room for 20 µm, which are 40 pixels."""
        for pixels in (((1, 1), (1, 1)), ((1, 2), (1, 1)), ((2, 1), (1, 1))):
            self.assertEqual(self.bar(*pixels), 40, pixels)

    def test_warped(self):
        for reference, moving in (((1, 2), (2, 1)), ((2, 1), (1, 1))):
            target = self.path("w.ome.tiff")
            self.cli("warp", self.session(self.plane, reference, moving), "-o",
                     target, "--force")
            rx, ry = reference
            want = self.plane.reshape(HEIGHT // ry, ry, WIDTH // rx, rx)
            want = want.mean((1, 3))
            with tifffile.TiffFile(target) as tiff:
                got = tiff.asarray()
                xml = tifffile.xml2dict(tiff.ome_metadata)
            self.assertEqual(got.shape, want.shape)
            self.assertGreater(alike(got, want), 0.998)
            about = xml["OME"]["Image"]["Pixels"]
            self.assertAlmostEqual(about["PhysicalSizeX"], PIXEL * rx)
            self.assertAlmostEqual(about["PhysicalSizeY"], PIXEL * ry)

    def test_shape_of_moving_alone(self):
        """Where the reference's size is not known, it is found from the moving
        slide's: of squares as large as its pixels are."""
        session = self.session(self.plane, (1, 1), (1, 2))
        tifffile.imwrite(self.path("1x1.ome.tif"),
                         self.plane.astype(numpy.uint16),
                         photometric="minisblack", tile=(64, 64), ome=True)
        target = self.path("w.ome.tiff")
        self.cli("warp", session, "-o", target)
        with tifffile.TiffFile(target) as tiff:
            xml = tifffile.xml2dict(tiff.ome_metadata)
        about = xml["OME"]["Image"]["Pixels"]
        self.assertAlmostEqual(about["PhysicalSizeX"], PIXEL, 6)
        self.assertAlmostEqual(about["PhysicalSizeY"], PIXEL, 6)


unittest.main()
