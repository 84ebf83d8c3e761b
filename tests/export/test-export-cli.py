#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli warp and qc write the pixels that numpy computes, for slides
that numpy made."""

import os
import signal
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
from harness import holds_open, wait_until  # noqa: E402

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
    """Moves what was at (x, y) to (x + DX, y + DY)."""
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

    def torn(self):
        """A session whose moving slide is torn: what lies right of the middle
        has moved further right and down."""
        middle = WIDTH // 2
        planes = numpy.zeros((2, HEIGHT + 20, WIDTH + 60), numpy.uint16)
        planes[:, :HEIGHT, :middle] = self.reference[:, :, :middle]
        planes[:, 20:, middle + 60:] = self.reference[:, :, middle:]
        write_ome(self.path("torn.ome.tif"), planes)
        run = self.run_of()
        run["transform"] = session_file.torn(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT, 10, lambda x, y: int(x > middle),
            [None, session_file.lattice(11, 9, 50, lambda i, j: (60, 20))])
        return self.write("torn.saffron", {"torn.ome.tif": run})

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

    def test_torn(self):
        for how in ("nearest", "linear", "cubic"):
            target = os.path.join(self.out, f"{how}.ome.tiff")
            result = cli("warp", self.torn(), "-o", target, "--interpolation",
                         how)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue((tifffile.imread(target) == self.reference).all())

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
        for codec in ("none", "jpeg", "webp"):
            self.refused(cli("warp", self.session, "-o", target, "-c", codec,
                             "--predictor"), "--predictor", codec, status=2)
        # JPEG cannot store 16 bits, nor floats.
        for codec in ("jpeg", "webp"):
            self.refused(cli("warp", self.session, "-o", target, "-c", codec),
                         target, codec, "8 bits, not uint16")
            self.refused(cli("warp", self.session, "-o", target, "-c", codec,
                             "--float32"), target, codec, "not float32")
        self.assertEqual(os.listdir(self.out), [])

    def test_lacking(self):
        """A libtiff without a compression is told in one line; the others
        work."""
        if "SAFFRON_SANITIZED" in os.environ:
            self.skipTest("a sanitizer has to be loaded first")
        environment = dict(os.environ, SAFFRON_LACKING_CODEC="50000",
                           LD_PRELOAD=os.environ["SAFFRON_LACKING"])
        for codec, done in (("zstd", False), ("deflate", True)):
            target = os.path.join(self.out, f"{codec}.ome.tiff")
            result = subprocess.run(
                [CLI, "warp", self.session, "-o", target, "-c", codec],
                capture_output=True, text=True, env=environment)
            if done:
                self.assertEqual(result.returncode, 0, result.stderr)
            else:
                self.refused(result, target, "built without zstd")
        self.assertEqual(os.listdir(self.out), ["deflate.ome.tiff"])

    def test_missing_slide(self):
        os.remove(self.path("b.ome.tif"))
        result = cli("warp", self.session, "-o", self.out)
        self.assertEqual(result.returncode, 1)
        self.assertIn("b.ome.tif", result.stderr)
        self.assertEqual(os.listdir(self.out), [])

    def test_other_reference(self):
        # All commands refuse a run whose reference had another size.
        session = self.write("size.saffron", {"b.ome.tif": session_file.run(
            [1, 0, DX, 0, 1, DY], 2 * WIDTH, HEIGHT)})
        for command in (["warp", session, "-o", self.out],
                        ["warp", session, "-o", self.out, "--crop", "all"],
                        ["qc", session, "-o", self.out],
                        ["register", self.path("a.ome.tif"),
                         self.path("b.ome.tif"), "-o", session, "--region",
                         "50,50,250,200"]):
            self.refused(cli(*command), self.path("a.ome.tif"), "800 × 300",
                         "register again")
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
        wait_until(lambda: holds_open(process, self.out) or
                   process.poll() is not None, why="it to write")
        self.assertIsNone(process.poll(), "too quick to be killed")
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(os.listdir(self.out), [])


class Said(Case):
    """Checks that each note about the session, run and slides is printed
    once."""

    def setUp(self):
        super().setUp()
        extra = numpy.concatenate([self.moving[:1], self.moving[:1]])
        tifffile.imwrite(self.path("z.ome.tif"), extra, ome=True,
                         photometric="minisblack", metadata={"axes": "ZYX"})
        tifffile.imwrite(self.path("t.ome.tif"), extra, ome=True,
                         photometric="minisblack", metadata={"axes": "TYX"})
        self.session = self.write("said.saffron", {
            "z.ome.tif": self.run_of(False), "t.ome.tif": self.run_of(),
            "gone.ome.tif": None}, reference="t.ome.tif")

    def said(self, *arguments):
        result = cli(*arguments)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return [line for line in result.stderr.split("\n")
                if line and "%  " not in line]

    def test_all(self):
        gone = self.path("gone.ome.tif")
        z = self.path("z.ome.tif") + ": Z plane 1 of 2, the sharpest, is read"
        t = self.path("t.ome.tif") + ": Time point 2 is ignored"
        unverified = f"{self.session}: the registration of “z” is unverified"
        for command in ("warp", "qc"):
            lines = self.said(command, self.session, "-o", self.out, "-m",
                              "z")
            for text in (f"{self.session}: {gone}", unverified, z, t):
                self.assertEqual([text in line for line in lines].count(True),
                                 1, (command, text, lines))
            self.assertEqual(len(lines), 4, lines)
        # With several moving slides, the reference is opened only once.
        lines = self.said("qc", self.session, "-o", self.out, "--force")
        for text, times in ((unverified, 1), (z, 1), (gone, 1)):
            self.assertEqual([text in line for line in lines].count(True),
                             times, lines)
        lines = self.said("register", self.path("a.ome.tif"),
                          self.path("z.ome.tif"), "-o", self.path("r.saffron"))
        self.assertEqual(lines, [z])


class Qc(Case):
    def scaled(self, plane, low_high_of=None):
        values = numpy.sort((plane if low_high_of is None
                             else low_high_of).ravel())
        n = len(values) - 1
        low, high = float(values[int(0.01 * n)]), float(values[int(0.99 * n)])
        return numpy.floor(numpy.clip((plane - low) / (high - low), 0, 1) * 255
                           + 0.5).astype(int)

    def bar(self, plane):
        """Returns a mask of the tissue, from 0 to 1."""
        return numpy.clip(plane / 6000, 0, 1)

    def shown(self, reference, moving, name):
        """Writes the QC picture of two slides with the identity as their
        transform. Returns its red and green channels."""
        session = self.write("pair.saffron", {moving: session_file.run(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)}, reference=reference)
        result = cli("qc", session, "-o", self.out, "--level", 0, "--force")
        self.assertEqual(result.returncode, 0, result.stderr)
        got = self.picture(name)
        return got[..., 0], got[..., 1]

    def likeness(self, a, b):
        return numpy.corrcoef(a.ravel(), b.ravel())[0, 1]

    def test_picture(self):
        result = cli("qc", self.session, "-o", self.out, "--level", 0)
        self.assertEqual(result.returncode, 0, result.stderr)
        got = self.picture("b_QC_RGB.png")
        dapi = self.reference[0].astype(float)
        seen = dapi[:HEIGHT - DY, :WIDTH - DX]
        red = numpy.zeros((HEIGHT, WIDTH), int)
        red[:HEIGHT - DY, :WIDTH - DX] = self.scaled(
            seen)
        self.assertEqual(got.shape, (HEIGHT, WIDTH, 3))
        self.assertLessEqual(abs(got[..., 0] - red).max(), 1)
        self.assertLessEqual(abs(got[..., 1] - self.scaled(dapi)).max(), 1)
        self.assertEqual(got[..., 2].max(), 0)

    def test_torn(self):
        result = cli("qc", self.torn(), "-o", self.out, "--level", 0)
        self.assertEqual(result.returncode, 0, result.stderr)
        got = self.picture("torn_QC_RGB.png")
        self.assertLessEqual(abs(got[..., 0] - got[..., 1]).max(), 1)
        self.assertGreater(got[..., 0].max(), 250)

    def test_level_and_legend(self):
        self.assertEqual(cli("qc", self.session, "-o", self.out).returncode, 0)
        # Never less than the slide has.
        self.assertEqual(self.picture("b_QC_RGB.png").shape,
                         (HEIGHT, WIDTH, 3))
        # An existing file is replaced only with --force.
        again = cli("qc", self.session, "-o", self.out, "--level", 0)
        self.refused(again, "b_QC_RGB.png")
        plain, drawn = [], []
        for options, found in (([], plain), (["--legend"], drawn)):
            result = cli("qc", self.session, "-o", self.out, "--level", 0,
                         "--force", *options)
            self.assertEqual(result.returncode, 0, result.stderr)
            found.append(self.picture("b_QC_RGB.png"))
        self.assertGreater((plain[0] != drawn[0]).any(axis=2).sum(), 100)

    def test_level_by_itself(self):
        """About 2000 pixels on the longest side, whichever side that is."""
        for width, height, want in ((3600, 48, (24, 1800)),
                                    (40, 7000, (1750, 10)),
                                    (2000, 30, (30, 2000))):
            plane = numpy.full((2, height, width), 300, numpy.uint16)
            plane[:, 4:20, 4:20] = 9000
            for name in ("wide.ome.tif", "other.ome.tif"):
                write_ome(self.path(name), plane)
            run = session_file.run([1, 0, 0, 0, 1, 0], width, height)
            session = self.write("wide.saffron", {"other.ome.tif": run},
                                 reference="wide.ome.tif")
            result = cli("qc", session, "-o", self.out, "--force")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(self.picture("other_QC_RGB.png").shape[:2], want)

    def test_legend_warns(self):
        """The legend has the verdict above the names: in amber that of an
        unverified run, in white that of a verified one."""
        for verified in (True, False):
            session = self.write("u.saffron",
                                 {"b.ome.tif": self.run_of(verified)})
            result = cli("qc", session, "-o", self.out, "--legend", "--force")
            self.assertEqual(result.returncode, 0 if verified else 3)
            got = self.picture("b_QC_RGB.png")
            red, green, blue = numpy.moveaxis(got, 2, 0)
            amber = (red > 200) & (green > 120) & (green < 220) & (blue > 20) \
                & (blue < 100)
            self.assertEqual(amber.sum() > 50, not verified, amber.sum())
            # Only the legend has blue in it.
            name = (blue > 40) & (blue < 60) & (green > 250)
            top = numpy.flatnonzero(name.any(axis=1))[0]
            self.assertEqual((blue[:top] > 200).sum() > 20, verified)

    def test_legend_of_any_name(self):
        name = os.fsencode(self.folder) + b"/sl\xffide.ome.tif"
        write_ome(self.path("slide.ome.tif"), self.moving)
        os.rename(self.path("slide.ome.tif"), name)
        session = self.path("odd.saffron")
        result = subprocess.run([CLI, "register", self.path("a.ome.tif"), name,
                                 "-o", session], capture_output=True)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        result = subprocess.run([CLI, "qc", session, "-o", self.out,
                                 "--legend"], capture_output=True)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        self.assertNotIn(b"Pango", result.stderr)

    def test_threads(self):
        pictures = []
        for threads in (1, 4):
            cli("qc", self.session, "-o", self.out, "-t", threads, "-l", 0,
                "--force")
            with open(os.path.join(self.out, "b_QC_RGB.png"), "rb") as f:
                pictures.append(f.read())
        self.assertEqual(pictures[0], pictures[1])

    def save(self, name, values):
        Image.fromarray(values.astype(numpy.uint8)).save(self.path(name))
        return name

    def test_brightfield(self):
        tissue = self.bar(blobs(WIDTH, HEIGHT, 5))
        name = self.save("he.png",
                         245 - tissue[..., None] * [90, 150, 60])
        red, green = self.shown(name, name, "he_QC_RGB.png")
        self.assertTrue((red == green).all())
        self.assertGreater(self.likeness(red, tissue), 0.95)

    def test_grey_brightfield(self):
        # Tissue that is dark on bright grey is bright in the picture.
        tissue = self.bar(blobs(WIDTH, HEIGHT, 6))
        name = self.save("grey.png", 240 - 150 * tissue)
        red, green = self.shown(name, name, "grey_QC_RGB.png")
        self.assertTrue((red == green).all())
        self.assertGreater(self.likeness(red, tissue), 0.95)

    def test_dark_rgb(self):
        # Fluorescence saved as RGB is not inverted.
        light = self.bar(blobs(WIDTH, HEIGHT, 7) - 300)
        name = self.save("rgb.png", light[..., None] * [30, 60, 220])
        red, green = self.shown(name, name, "rgb_QC_RGB.png")
        self.assertTrue((red == green).all())
        self.assertGreater(self.likeness(red, light), 0.95)

    def test_hematoxylin(self):
        # Next to fluorescence, only the nuclei of the stained slide are shown.
        nuclei = self.bar(blobs(WIDTH, HEIGHT, 8))
        other = self.bar(blobs(WIDTH, HEIGHT, 9))
        densities = (1.2 * nuclei[..., None] * [0.650, 0.704, 0.286]
                     + 1.2 * other[..., None] * [0.072, 0.990, 0.105])
        name = self.save("stained.png", 240 * numpy.exp(-densities))
        write_ome(self.path("dapi.ome.tif"), numpy.stack(
            [(9000 * nuclei).astype(numpy.uint16)] * 2))
        red, green = self.shown("dapi.ome.tif", name, "stained_QC_RGB.png")
        self.assertGreater(self.likeness(red, nuclei), 0.97)
        self.assertLess(abs(self.likeness(red, other)), 0.3)
        self.assertGreater(self.likeness(green, nuclei), 0.97)

    def test_blank(self):
        # Blank areas are black and change nothing else.
        tissue = self.bar(blobs(WIDTH, HEIGHT, 5))[..., None]
        slide = 235 - tissue * [90, 150, 60]
        whole = self.shown(self.save("w.png", slide), "w.png",
                           "w_QC_RGB.png")[1]
        for fill in (0, 255):
            blank = slide.copy()
            blank[:80, :100] = fill
            name = self.save(f"b{fill}.png", blank)
            got = self.shown(name, name, f"b{fill}_QC_RGB.png")[1]
            self.assertEqual(got[:80, :100].max(), 0)
            rest = numpy.ones(got.shape, bool)
            rest[:81, :101] = False
            self.assertLess(abs(got - whole)[rest].mean(), 6)

    def test_covered(self):
        # A moving slide mostly outside is scaled by its visible part.
        wide = numpy.zeros((2, HEIGHT, 4 * WIDTH), numpy.uint16)
        wide[:, :, :WIDTH] = self.reference
        wide[:, :, WIDTH:] = 60000
        write_ome(self.path("wide.ome.tif"), wide)
        red, green = self.shown("a.ome.tif", "wide.ome.tif",
                                "wide_QC_RGB.png")
        self.assertLessEqual(abs(red - green).max(), 1)

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

    def test_one_name(self):
        # Two slides have the same name, and a third one has the name that the
        # second one's picture would get. Each still gets a picture of its own,
        # under the same name with -m as without.
        slides = ["x/s.ome.tif", "s_2.ome.tif", "y/s.ome.tif"]
        for name in slides:
            os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
            write_ome(self.path(name), self.moving)
        session = self.write("one.saffron", {s: self.run_of()
                                             for s in slides})
        result = cli("qc", session, "-o", self.out)
        self.assertEqual(result.returncode, 0, result.stderr)
        names = ["s_QC_RGB.png", "s_2_QC_RGB.png", "s_3_QC_RGB.png"]
        self.assertEqual(result.stdout.split(),
                         [os.path.join(self.out, n) for n in names])
        os.remove(os.path.join(self.out, names[2]))
        # Two of the pictures exist, which is reported before any is written.
        self.refused(cli("qc", session, "-o", self.out), names[0])
        self.assertFalse(os.path.exists(os.path.join(self.out, names[2])))
        result = cli("qc", session, "-o", self.out, "-m",
                     self.path("y/s.ome.tif"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(os.path.exists(os.path.join(self.out, names[2])))
        for slide, name in zip(slides, ("s", "s_2", "s_3")):
            result = cli("warp", session, "-o", self.out, "-m",
                         self.path(slide))
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn(f"{name}_registered.ome.tiff", result.stdout)

    def test_not_over_a_slide(self):
        # A slide that has the picture's name is not replaced, even with
        # --force.
        name = os.path.join(self.out, "b_QC_RGB.png")
        self.save(name, numpy.full((HEIGHT, WIDTH), 9))
        session = self.write("own.saffron", {"b.ome.tif": self.run_of(),
                                             "out/b_QC_RGB.png": None})
        with open(name, "rb") as f:
            before = f.read()
        self.refused(cli("qc", session, "-o", self.out, "--force"), name)
        with open(name, "rb") as f:
            self.assertEqual(f.read(), before)

    def test_no_folder(self):
        nowhere = self.path("no/where")
        self.refused(cli("qc", self.session, "-o", nowhere), nowhere)
        self.refused(cli("qc", self.session), "-o", status=2)
        self.assertEqual(os.listdir(self.out), [])

    def test_too_large(self):
        # An existing picture is kept if there is no room for the new one.
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
