#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli warp and qc on slides that numpy made, against what numpy says
they should give."""

import os
import signal
import subprocess
import sys
import tempfile
import time
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
WIDTH, HEIGHT = 400, 300
DX, DY = 7, 5
NAMES = ["DAPI", "CD3"]


def cli(*arguments):
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True,
                          text=True)


def blobs(width, height, seed):
    rng = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    out = numpy.full((height, width), 300.0)
    for _ in range(150):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        out += rng.uniform(500, 9000) * numpy.exp(
            -((x - cx) ** 2 + (y - cy) ** 2) / rng.uniform(20, 200))
    return out + rng.uniform(0, 100, out.shape)


def moved(plane, fill):
    """What lay at (x, y) lies at (x + DX, y + DY)."""
    out = numpy.full_like(plane, fill)
    out[DY:, DX:] = plane[:-DY, :-DX]
    return out


def write_ome(path, planes):
    tifffile.imwrite(path, planes, photometric="minisblack", ome=True,
                     tile=(64, 64),
                     metadata={"axes": "CYX", "Channel": {"Name": NAMES},
                               "PhysicalSizeX": 0.5, "PhysicalSizeY": 0.5})


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.out = self.path("out")
        os.mkdir(self.out)
        self.reference = numpy.stack([blobs(WIDTH, HEIGHT, s)
                                      for s in (1, 2)]).astype(numpy.uint16)
        self.moving = numpy.stack([moved(p, 0) for p in self.reference])
        write_ome(self.path("a.ome.tif"), self.reference)
        write_ome(self.path("b.ome.tif"), self.moving)
        self.session = self.write("s.saffron", {"b.ome.tif": self.run_of()})

    def path(self, name):
        return os.path.join(self.folder, name)

    def run_of(self, verified=True):
        return session_file.run([1, 0, DX, 0, 1, DY], WIDTH, HEIGHT,
                                verified=verified)

    def write(self, name, runs, reference="a.ome.tif"):
        session_file.write(self.path(name), {self.path(m): r
                                             for m, r in runs.items()},
                           reference=self.path(reference))
        return self.path(name)

    def refused(self, result, *names, status=1):
        lines = [line for line in result.stderr.split("\n")
                 if line and "%  " not in line]
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(len(lines), 1, lines)
        for name in names:
            self.assertIn(name, lines[0])

    def picture(self, name):
        with Image.open(os.path.join(self.out, name)) as image:
            self.assertEqual(image.mode, "RGB")
            return numpy.asarray(image).astype(int)


class Warp(Case):
    def test_file(self):
        target = os.path.join(self.out, "w.ome.tiff")
        result = cli("warp", self.session, "-o", target)
        self.assertEqual(result.returncode, 0, result.stderr)
        with tifffile.TiffFile(target) as tiff:
            series = tiff.series[0]
            got = series.asarray()
            xml = tiff.pages[0].description
            self.assertEqual(series.axes, "CYX")
        want = self.reference.copy()
        want[:, HEIGHT - DY:] = 0
        want[:, :, WIDTH - DX:] = 0
        self.assertEqual(got.dtype, numpy.uint16)
        self.assertTrue((got == want).all())
        for text in ('Name="DAPI"', 'Name="CD3"', 'PhysicalSizeX="0.5"'):
            self.assertIn(text, xml)
        self.refused(cli("warp", self.session, "-o", target), target)
        self.assertEqual(cli("warp", self.session, "-o", target, "--force",
                             "-c", "none").returncode, 0)
        self.assertTrue((tifffile.imread(target) == want).all())

    def test_folder(self):
        result = cli("warp", self.session, "-o", self.out)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(os.listdir(self.out), ["b_registered.ome.tiff"])

    def test_unverified(self):
        session = self.write("u.saffron", {"b.ome.tif": self.run_of(False)})
        self.assertEqual(cli("warp", session, "-o", self.out).returncode, 3)
        self.assertEqual(cli("qc", session, "-o", self.out).returncode, 3)
        self.assertEqual(len(os.listdir(self.out)), 2)

    def test_usage(self):
        target = os.path.join(self.out, "w.ome.tiff")
        for options in (["--crop", "half"], ["--interpolation", "best"],
                        ["-c", "zip"], ["--level", "-1"], ["--level", "99"],
                        ["--quality", "101"], ["--threads", "-2"]):
            result = cli("warp", self.session, "-o", target, *options)
            self.refused(result, options[1], status=2)
        self.refused(cli("warp", self.session), "-o", status=2)
        # A compression that cannot keep 16 bits.
        self.refused(cli("warp", self.session, "-o", target, "-c", "jpeg"),
                     target, "8 bits")
        self.assertEqual(os.listdir(self.out), [])

    def test_missing_slide(self):
        os.remove(self.path("b.ome.tif"))
        result = cli("warp", self.session, "-o", self.out)
        self.assertEqual(result.returncode, 1)
        self.assertIn("b.ome.tif", result.stderr)
        self.assertEqual(os.listdir(self.out), [])

    def test_killed(self):
        size = 3000
        planes = numpy.tile(self.reference, (1, 10, 8))[:, :size, :size]
        write_ome(self.path("large.ome.tif"), planes)
        session = self.path("large.saffron")
        session_file.write(
            session, {self.path("large.ome.tif"):
                      session_file.run(session_file.similarity(10, 1, 5, 5),
                                       size, size)},
            reference=self.path("large.ome.tif"))
        process = subprocess.Popen([CLI, "warp", session, "-o", self.out, "-c",
                                    "deflate", "-q", "9", "-t", "1"],
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(0.4)
        self.assertIsNone(process.poll(), "too quick to be killed")
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(os.listdir(self.out), [])


class Qc(Case):
    def scaled(self, plane, low_high_of=None):
        values = numpy.sort((plane if low_high_of is None
                             else low_high_of).ravel())
        n = len(values) - 1
        low, high = float(values[int(0.01 * n)]), float(values[int(0.99 * n)])
        return numpy.floor(numpy.clip((plane - low) / (high - low), 0, 1) * 255
                           + 0.5).astype(int)

    def test_picture(self):
        result = cli("qc", self.session, "-o", self.out, "--level", 0)
        self.assertEqual(result.returncode, 0, result.stderr)
        got = self.picture("b_QC_RGB.png")
        dapi = self.reference[0].astype(float)
        seen = dapi[:HEIGHT - DY, :WIDTH - DX]
        red = numpy.zeros((HEIGHT, WIDTH), int)
        red[:HEIGHT - DY, :WIDTH - DX] = self.scaled(
            seen, self.moving[0].astype(float))
        self.assertEqual(got.shape, (HEIGHT, WIDTH, 3))
        self.assertLessEqual(abs(got[..., 0] - red).max(), 1)
        self.assertLessEqual(abs(got[..., 1] - self.scaled(dapi)).max(), 1)
        self.assertEqual(got[..., 2].max(), 0)

    def test_level_and_legend(self):
        self.assertEqual(cli("qc", self.session, "-o", self.out).returncode, 0)
        self.assertEqual(self.picture("b_QC_RGB.png").shape,
                         (HEIGHT // 4, WIDTH // 4, 3))
        # What is there is replaced when asked for.
        again = cli("qc", self.session, "-o", self.out, "--level", 0)
        self.refused(again, "b_QC_RGB.png")
        plain, drawn = [], []
        for options, found in (([], plain), (["--legend"], drawn)):
            result = cli("qc", self.session, "-o", self.out, "--level", 0,
                         "--force", *options)
            self.assertEqual(result.returncode, 0, result.stderr)
            found.append(self.picture("b_QC_RGB.png"))
        self.assertGreater((plain[0] != drawn[0]).any(axis=2).sum(), 100)

    def test_threads(self):
        pictures = []
        for threads in (1, 4):
            cli("qc", self.session, "-o", self.out, "-t", threads, "-l", 0,
                "--force")
            with open(os.path.join(self.out, "b_QC_RGB.png"), "rb") as f:
                pictures.append(f.read())
        self.assertEqual(pictures[0], pictures[1])

    def test_brightfield(self):
        tissue = numpy.clip(blobs(WIDTH, HEIGHT, 5) / 6000, 0, 1)[..., None]
        slide = (245 - tissue * [90, 150, 60]).astype(numpy.uint8)
        Image.fromarray(slide).save(self.path("he.png"))
        session = self.write("he.saffron", {"he.png": session_file.run(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)}, reference="he.png")
        result = cli("qc", session, "-o", self.out, "--level", 0)
        self.assertEqual(result.returncode, 0, result.stderr)
        got = self.picture("he_QC_RGB.png")
        self.assertTrue((got[..., 0] == got[..., 1]).all())
        shown = numpy.corrcoef(got[..., 0].ravel(), tissue.ravel())[0, 1]
        self.assertGreater(shown, 0.95)

    def test_several(self):
        write_ome(self.path("c.ome.tif"), self.moving)
        session = self.write("two.saffron", {"b.ome.tif": self.run_of(),
                                             "c.ome.tif": self.run_of()})
        self.assertEqual(cli("qc", session, "-o", self.out).returncode, 0)
        self.assertEqual(sorted(os.listdir(self.out)),
                         ["b_QC_RGB.png", "c_QC_RGB.png"])
        os.remove(os.path.join(self.out, "b_QC_RGB.png"))
        self.assertEqual(cli("qc", session, "-o", self.out, "-m", "c",
                             "--force").returncode, 0)
        self.assertEqual(os.listdir(self.out), ["c_QC_RGB.png"])
        self.refused(cli("qc", session, "-o", self.out, "-m", "d"), "d")

    def test_no_folder(self):
        nowhere = self.path("no/where")
        self.refused(cli("qc", self.session, "-o", nowhere), nowhere)
        self.refused(cli("qc", self.session), "-o", status=2)
        self.assertEqual(os.listdir(self.out), [])

    def test_too_large(self):
        # The picture that is there stays when the new one finds no room.
        target = os.path.join(self.out, "b_QC_RGB.png")
        with open(target, "wb") as f:
            f.write(b"mine")
        result = subprocess.run(
            ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", CLI, "qc",
             self.session, "-o", self.out, "--level", "0", "--force"],
            capture_output=True, text=True)
        self.refused(result, target)
        self.assertEqual(os.listdir(self.out), ["b_QC_RGB.png"])
        with open(target, "rb") as f:
            self.assertEqual(f.read(), b"mine")


if __name__ == "__main__":
    unittest.main(verbosity=0)
