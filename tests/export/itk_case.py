# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by the tests of what is written for ITK: slides with a known
transform, pictures as ITK reads them, and what a field says."""

import os
import re
import subprocess
import sys
import tempfile
import unittest

import numpy
import tifffile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402
from harness import tree  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
WIDTH, HEIGHT = 420, 310
MOVING = 520, 480
# The moving slide's pixels are square: of others, warp takes means.
REFERENCE_UM, MOVING_UM = (0.5, 0.25), (0.4, 0.4)
AFFINE = session_file.similarity(25, 1.1, 130, -10)


def cli(*arguments, **options):
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True,
                          text=True, **options)


def smooth(width, height, seed):
    """A picture without detail finer than ten pixels, so that interpolations
    agree about it."""
    rng = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    out = numpy.zeros((height, width))
    for _ in range(12):
        a, b = rng.normal(0, 0.06, 2)
        out += rng.uniform(0.3, 1) * numpy.sin(a * x + b * y
                                               + rng.uniform(0, 7))
    out -= out.min()
    return (1000 + 50000 * out / out.max()).astype(numpy.uint16)


def bent():
    """Bends by up to 12 px."""
    return session_file.lattice(
        14, 11, 40, lambda i, j: (12 * numpy.sin(0.7 * i + 0.2 * j),
                                  9 * numpy.cos(0.5 * j - 0.3 * i)))


def write_mha(path, plane, size=(1, 1)):
    """As ITK reads pictures: the first pixel's centre is the origin."""
    with open(path, "wb") as f:
        f.write((f"ObjectType = Image\nNDims = 2\nBinaryData = True\n"
                 f"BinaryDataByteOrderMSB = False\nOffset = 0 0\n"
                 f"ElementSpacing = {size[0]:.15g} {size[1]:.15g}\n"
                 f"DimSize = {plane.shape[1]} {plane.shape[0]}\n"
                 "ElementType = MET_USHORT\nElementDataFile = LOCAL\n")
                .encode())
        f.write(plane.astype("<u2").tobytes())


def read_mha(path):
    """The head as a dictionary, and the values: rows of points of channels."""
    with open(path, "rb") as f:
        data = f.read()
    end = data.index(b"ElementDataFile = LOCAL\n") + 24
    head = dict(re.findall(r"^(\w+) = (.*)$", data[:end].decode("ascii"),
                           re.MULTILINE))
    width, height = map(int, head["DimSize"].split())
    kind = {"MET_FLOAT": "<f4", "MET_USHORT": "<u2"}[head["ElementType"]]
    values = numpy.frombuffer(data[end:], kind)
    return head, values.reshape(height, width, -1)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.out = self.path("out")
        os.mkdir(self.out)
        self.reference = smooth(WIDTH, HEIGHT, 1)
        self.moving = smooth(*MOVING, 2)
        self.write_slide("a.ome.tif", self.reference, REFERENCE_UM)
        self.write_slide("b.ome.tif", self.moving, MOVING_UM)
        self.session = self.write("s.saffron", session_file.run(
            AFFINE, WIDTH, HEIGHT, bent()))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write_slide(self, name, plane, um=None):
        """A slide of two levels, the smaller one every second pixel."""
        size = {} if um is None else {"PhysicalSizeX": um[0],
                                      "PhysicalSizeY": um[1]}
        with tifffile.TiffWriter(self.path(name), ome=True) as tiff:
            tiff.write(plane, photometric="minisblack", tile=(64, 64),
                       subifds=1, metadata={"axes": "YX", **size})
            tiff.write(plane[::2, ::2], photometric="minisblack",
                       tile=(64, 64), subfiletype=1)

    def write(self, name, run, moving="b.ome.tif"):
        session_file.write(self.path(name), {self.path(moving): run},
                           reference=self.path("a.ome.tif"))
        return self.path(name)

    def torn(self):
        """What lies right of the middle has moved further right and down."""
        run = session_file.run(AFFINE, WIDTH, HEIGHT)
        run["transform"] = session_file.torn(
            AFFINE, WIDTH, HEIGHT, 10, lambda x, y: int(x > WIDTH / 2),
            [bent(), session_file.lattice(14, 11, 40, lambda i, j: (37, 21))])
        return self.write("torn.saffron", run)

    def transform(self, session, name, *options, status=0):
        """Runs the command. Returns the path of what it wrote, and the error
        that it says the field has."""
        target = os.path.join(self.out, name)
        done = cli("transform", session, "-o", target, "--force", *options)
        self.assertEqual(done.returncode, status, done.stderr)
        said = re.search(r"off between them by at most (\S+) px", done.stdout)
        return target, float(said.group(1)) if said else None

    def pull(self, session, points):
        """Where @points of the reference lie on the moving slide."""
        table, out = self.path("in.csv"), self.path("out.csv")
        numpy.savetxt(table, numpy.column_stack(
            [numpy.arange(len(points)), points]), delimiter=",",
            header=",X,Y", comments="", fmt=["%d", "%.6f", "%.6f"])
        done = cli("points", session, "--from", "reference", "--to", "moving",
                   table, out, "--force")
        self.assertEqual(done.returncode, 0, done.stderr)
        return numpy.loadtxt(out, delimiter=",", skiprows=1)[:, 1:3]

    def warp(self, session, *options):
        target = self.path("warped.ome.tiff")
        done = cli("warp", session, "-o", target, "--force", "-c", "none",
                   *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return tifffile.imread(target, key=0).astype(float)

    def refused(self, *arguments, says=(), status=1, **options):
        """Checks that the command refuses in one line and leaves all files as
        they are."""
        before = tree(self.folder)
        done = cli("transform", *arguments, **options)
        lines = [line for line in done.stderr.split("\n")
                 if line and "%  " not in line]
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(len(lines), 1, lines)
        for text in says:
            self.assertIn(text, lines[0])
        self.assertEqual(tree(self.folder), before)
