#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every pixel of every level that saffron-cli warp writes is what numpy
computes from the definitions of transform, kernels and halving, for each kind
of slide, interpolation, crop and compression. Where the transform bends, a
place may be 0.01 pixels off, and a value by what that makes of it; labels, and
all values where it does not bend, are right to rounding."""

import os
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    import tifffile
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
SPACING = 121
WIDTH, HEIGHT = 6 * SPACING, 5 * SPACING    # of the reference
NODES_X, NODES_Y = 9, 8
MOVING_WIDTH, MOVING_HEIGHT = 640, 660
AFFINE = session_file.similarity(12, 0.93, -120, -90)
TOLERANCE = 0.01                            # of a place, pixels
MARGIN = 400                                # of the canvas around it
TYPES = {"uint8": (numpy.uint8, 250), "uint16": (numpy.uint16, 60000),
         "float32": (numpy.float32, 4), "rgb": (numpy.uint8, 250)}


def displacement(i, j):
    return 9 * numpy.sin(1.3 * i + 0.7 * j), 8 * numpy.cos(0.9 * i - 1.1 * j)


def slide(kind):
    """Returns a slide as an array of channels × rows × columns."""
    dtype, top = TYPES[kind]
    rng = numpy.random.default_rng(len(kind))
    y, x = numpy.mgrid[0:MOVING_HEIGHT, 0:MOVING_WIDTH]
    planes = []
    for c in range(3 if kind == "rgb" else 2):
        plane = numpy.zeros(x.shape)
        for _ in range(12):
            fx, fy, phase = rng.uniform(0.005, 0.6, 3)
            plane += numpy.sin(fx * x + fy * y + 9 * phase)
        plane = plane + rng.uniform(-1, 1, x.shape)
        # No value is 0, because 0 fills what the slide does not cover.
        planes.append((0.1 + 0.9 * (plane - plane.min()) / numpy.ptp(plane))
                      * top)
    return numpy.stack(planes).astype(dtype)


def spline(t):
    """Returns the value of the centred cubic B-spline."""
    t = abs(t)
    return numpy.where(t < 1, 2 / 3 - t * t + t ** 3 / 2,
                       numpy.where(t < 2, (2 - t) ** 3 / 6, 0))


def pull(x, y, bent=True):
    """Maps the points of all @x and @y from the reference to the moving slide,
    by the definition in the header of the transform."""
    coefficients = numpy.array([[displacement(i, j) for i in range(NODES_X)]
                                for j in range(NODES_Y)], numpy.float32)
    in_x = numpy.stack([spline(numpy.clip(x, 0, WIDTH) / SPACING + 1 - i)
                        for i in range(NODES_X)])
    in_y = numpy.stack([spline(numpy.clip(y, 0, HEIGHT) / SPACING + 1 - j)
                        for j in range(NODES_Y)])
    u, v = (in_y.T @ coefficients[:, :, k].astype(float) @ in_x
            for k in (0, 1))
    if not bent:
        u, v = 0 * u, 0 * v
    xx, xy, x0, yx, yy, y0 = AFFINE
    u, v = u + x[None, :], v + y[:, None]
    return xx * u + xy * v + x0, yx * u + yy * v + y0


def keys(t):
    """Returns the value of Keys' kernel with a = -1/2."""
    t = abs(t)
    return numpy.where(t < 1, 1.5 * t ** 3 - 2.5 * t * t + 1,
                       numpy.where(t < 2, -0.5 * t ** 3 + 2.5 * t * t - 4 * t
                                   + 2, 0))


def sample(plane, x, y, interpolation):
    """Interpolates. Pixels have their edges at whole numbers; beyond the
    plane's border, its outermost pixels are repeated."""
    plane = plane.astype(float)

    def at(ix, iy):
        return plane[numpy.clip(iy, 0, plane.shape[0] - 1),
                     numpy.clip(ix, 0, plane.shape[1] - 1)]

    if interpolation == "nearest":
        return at(numpy.floor(x).astype(int), numpy.floor(y).astype(int))
    ix, iy = (numpy.floor(c - 0.5).astype(int) for c in (x, y))
    fx, fy = x - 0.5 - ix, y - 0.5 - iy
    if interpolation == "linear":
        return ((at(ix, iy) * (1 - fx) + at(ix + 1, iy) * fx) * (1 - fy)
                + (at(ix, iy + 1) * (1 - fx) + at(ix + 1, iy + 1) * fx) * fy)
    total, low, high = 0, numpy.inf, -numpy.inf
    for j in range(-1, 3):
        for i in range(-1, 3):
            value = at(ix + i, iy + j)
            total = total + value * keys(fx - i) * keys(fy - j)
            low, high = numpy.minimum(low, value), numpy.maximum(high, value)
    return numpy.clip(total, low, high)


def halve(planes):
    """Averages 2 × 2 pixels. Odd sizes are rounded up by repeating the last
    row or column."""
    a = numpy.pad(planes, ((0, 0), (0, planes.shape[1] % 2),
                           (0, planes.shape[2] % 2)), mode="edge")
    quads = [a[:, j::2, i::2].astype(numpy.float64 if a.dtype == "f4"
                                     else numpy.int64)
             for j in (0, 1) for i in (0, 1)]
    if a.dtype == numpy.float32:
        return (sum(quads) / 4).astype(numpy.float32)
    return ((sum(quads) + 2) // 4).astype(a.dtype)


class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        tifffile.imwrite(cls.path("reference.tif"),
                         numpy.ones((HEIGHT, WIDTH), numpy.uint16),
                         tile=(256, 256))
        cls.places = pull(numpy.arange(-MARGIN, WIDTH + MARGIN) + 0.5,
                          numpy.arange(-MARGIN, HEIGHT + MARGIN) + 0.5)
        cls.covered = ((cls.places[0] >= 0) & (cls.places[1] >= 0)
                       & (cls.places[0] < MOVING_WIDTH)
                       & (cls.places[1] < MOVING_HEIGHT))
        assert not cls.covered[0].any() and not cls.covered[:, 0].any()
        assert not cls.covered[-1].any() and not cls.covered[:, -1].any()
        cls.slides, cls.wanted, cls.slacks = {}, {}, {}
        for kind in TYPES:
            planes = cls.slides[kind] = slide(kind)
            rgb = kind == "rgb"
            tifffile.imwrite(
                cls.path(f"{kind}.ome.tif"),
                numpy.moveaxis(planes, 0, 2) if rgb else planes, ome=True,
                photometric="rgb" if rgb else "minisblack", tile=(256, 256),
                metadata={"axes": "YXS" if rgb else "CYX"})
            session_file.write(
                cls.path(f"{kind}.saffron"),
                {cls.path(f"{kind}.ome.tif"): session_file.run(
                    AFFINE, WIDTH, HEIGHT, session_file.lattice(
                        NODES_X, NODES_Y, SPACING, displacement))},
                reference=cls.path("reference.tif"))
            session_file.write(
                cls.path(f"{kind}-straight.saffron"),
                {cls.path(f"{kind}.ome.tif"): session_file.run(
                    AFFINE, WIDTH, HEIGHT)},
                reference=cls.path("reference.tif"))

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def canvas(self, kind, interpolation):
        """Returns the moving slide on the canvas, as floats."""
        if (kind, interpolation) not in self.wanted:
            x, y = (c[self.covered] for c in self.places)
            planes = []
            for plane in self.slides[kind]:
                full = numpy.full(self.covered.shape,
                                  255.0 if kind == "rgb" else 0.0)
                full[self.covered] = sample(plane, x, y, interpolation)
                planes.append(full)
            self.wanted[kind, interpolation] = numpy.stack(planes)
        return self.wanted[kind, interpolation]

    def slack(self, kind, interpolation):
        """Returns by how much a value of the canvas may be wrong because its
        place is: everything where the slide ends, nothing for labels."""
        if (kind, interpolation) not in self.slacks:
            full = numpy.zeros((len(self.slides[kind]), *self.covered.shape))
            places = [c[self.covered] for c in self.places]
            ends = numpy.zeros(len(places[0]), bool)
            for place, size in zip(places, (MOVING_WIDTH, MOVING_HEIGHT)):
                ends |= (place < TOLERANCE) | (place > size - TOLERANCE)
            for plane, out in zip(self.slides[kind], full):
                if interpolation == "nearest":
                    continue
                at = sample(plane, *places, interpolation)
                slack = 0
                for axis in (0, 1):
                    steps = []
                    for sign in (-1, 1):
                        moved = list(places)
                        moved[axis] = moved[axis] + sign * TOLERANCE
                        steps.append(abs(sample(plane, *moved, interpolation)
                                         - at))
                    slack = slack + numpy.maximum(*steps)
                out[self.covered] = numpy.where(ends, numpy.inf, 1.1 * slack)
            self.slacks[kind, interpolation] = full
        return self.slacks[kind, interpolation]

    def warp(self, kind, *options, straight=False):
        """Runs saffron-cli warp. Returns the levels, channels first."""
        target = self.path("out.ome.tiff")
        session = self.path(f"{kind}{'-straight' if straight else ''}.saffron")
        done = subprocess.run([CLI, "warp", session,
                               "-o", target, "--force", *options],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with tifffile.TiffFile(target) as tiff:
            series = tiff.series[0]
            self.assertEqual(series.axes, "YXS" if kind == "rgb" else "CYX")
            n = len(series.levels)
        # libvips decodes compressions for which tifffile needs more packages.
        levels = []
        for level in range(n):
            plain = self.path("plain.tif")
            pages = 1 if kind == "rgb" else len(self.slides[kind])
            subifd = f",subifd={level - 1}" if level else ""
            done = subprocess.run(["vips", "copy",
                                   f"{target}[n={pages}{subifd}]",
                                   f"{plain}[compression=none]"],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            got = tifffile.imread(plain)
            levels.append(numpy.moveaxis(got, 2, 0) if kind == "rgb"
                          else got.reshape(pages, -1, got.shape[-1]))
        return levels

    def compare(self, kind, interpolation, got, x, y):
        """Compares level 0, whose corner is pixel (x, y) of the canvas."""
        height, width = got.shape[1:]
        want = self.canvas(kind, interpolation)[:, y:y + height, x:x + width]
        self.assertEqual(got.dtype, TYPES[kind][0])
        self.assertEqual(got.shape, want.shape)
        slack = self.slack(kind, interpolation)[:, y:y + height, x:x + width]
        # A point within a rounding error of a border may fall on either side,
        # so a few pixels may differ.
        if kind == "float32":
            wrong = abs(got - want) > 2e-5 * TYPES[kind][1] + slack
        else:
            wrong = abs(got - want) > 0.5 + 0.02 + slack
        self.assertLess(wrong.mean(), 1e-5)

    def compare_levels(self, levels, labels=False):
        height, width = levels[0].shape[1:]
        self.assertGreater(len(levels), 1)
        self.assertLessEqual(max(levels[-1].shape[1:]), 512)
        for finer, coarser in zip(levels, levels[1:]):
            want = finer[:, ::2, ::2] if labels else halve(finer)
            self.assertEqual(coarser.dtype, want.dtype)
            self.assertEqual(coarser.shape, want.shape)
            if want.dtype == numpy.float32:
                self.assertLess(abs(coarser - want).max(), 1e-6 * 4)
            else:
                self.assertTrue((coarser == want).all())

    def test_interpolations(self):
        for kind in TYPES:
            for interpolation in ("nearest", "linear", "cubic"):
                with self.subTest(kind=kind, interpolation=interpolation):
                    levels = self.warp(kind, "--interpolation", interpolation)
                    self.assertEqual(levels[0].shape[1:], (HEIGHT, WIDTH))
                    self.compare(kind, interpolation, levels[0], MARGIN,
                                 MARGIN)
                    # Of labels there is no average.
                    self.compare_levels(levels, interpolation == "nearest")

    def test_straight(self):
        """Without bending there is no slack."""
        x, y = pull(numpy.arange(WIDTH) + 0.5, numpy.arange(HEIGHT) + 0.5,
                    bent=False)
        covered = ((x >= 0) & (y >= 0) & (x < MOVING_WIDTH)
                   & (y < MOVING_HEIGHT))
        self.assertGreater(covered.mean(), 0.5)
        for kind in TYPES:
            for interpolation in ("nearest", "linear", "cubic"):
                with self.subTest(kind=kind, interpolation=interpolation):
                    got = self.warp(kind, "--interpolation", interpolation,
                                    straight=True)[0]
                    allowed = 0.5 + 0.02
                    if kind == "float32":
                        allowed = 2e-5 * TYPES[kind][1]
                    for plane, page in zip(self.slides[kind], got):
                        want = sample(plane, x[covered], y[covered],
                                      interpolation)
                        wrong = abs(page[covered] - want) > allowed
                        self.assertLess(wrong.mean(), 1e-5)
                        self.assertTrue((page[~covered] == (
                            255 if kind == "rgb" else 0)).all())

    def test_compressions(self):
        for kind in ("uint16", "float32", "rgb"):
            plain = self.warp(kind, "-c", "none")
            for options in (["-c", "lzw"], ["-c", "deflate"], ["-c", "zstd"],
                            ["-c", "zstd", "--no-predictor"],
                            ["-c", "deflate", "--predictor"]):
                with self.subTest(kind=kind, options=options):
                    levels = self.warp(kind, *options)
                    self.assertEqual(len(levels), len(plain))
                    for got, want in zip(levels, plain):
                        self.assertTrue((got == want).all())
            if kind != "rgb":
                continue
            # Lossy compression keeps the picture, at every level.
            for compression in ("jpeg", "webp"):
                levels = self.warp(kind, "-c", compression, "-q", "95")
                for got, want in zip(levels, plain):
                    difference = abs(got.astype(float) - want)
                    self.assertLess(difference.mean(), 25, compression)

    def test_planar(self):
        """RGB as three channels has the same values, and white outside."""
        together = self.warp("rgb", "-c", "none")
        target = self.path("planar.ome.tiff")
        for more in ((), ("--float32",)):
            done = subprocess.run([CLI, "warp", self.path("rgb.saffron"), "-o",
                                   target, "--planar", "-c", "none", "--force",
                                   *more], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            with tifffile.TiffFile(target) as tiff:
                series = tiff.series[0]
                self.assertEqual(series.axes, "CYX")
                self.assertEqual(len(series.levels), len(together))
                for level, want in zip(series.levels, together):
                    got = level.asarray()
                    self.assertLessEqual(abs(got - want.astype(float)).max(),
                                         1 if more else 0)
                for name in ("Red", "Green", "Blue"):
                    self.assertIn(f'Name="{name}"', tiff.pages[0].description)

    def test_floats(self):
        """Values between whole numbers are kept; rounded, they are those of
        the stored type."""
        for kind in ("uint8", "uint16"):
            rounded = self.warp(kind)[0]
            target = self.path("floats.ome.tiff")
            done = subprocess.run([CLI, "warp", self.path(f"{kind}.saffron"),
                                   "-o", target, "--float32", "-c", "none",
                                   "--force"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            got = tifffile.imread(target)
            self.assertEqual(got.dtype, numpy.float32)
            self.assertTrue((numpy.floor(got + numpy.float32(0.5))
                             == rounded).all())
            want = self.canvas(kind, "cubic")[:, MARGIN:MARGIN + HEIGHT,
                                              MARGIN:MARGIN + WIDTH]
            slack = self.slack(kind, "cubic")[:, MARGIN:MARGIN + HEIGHT,
                                              MARGIN:MARGIN + WIDTH]
            wrong = abs(got - want) > 2e-5 * TYPES[kind][1] + slack
            self.assertLess(wrong.mean(), 1e-5)
            self.assertGreater((got != rounded).mean(), 0.3)

    def test_crops(self):
        rows, columns = (numpy.flatnonzero(self.covered.any(axis=a))
                         for a in (1, 0))
        for kind, interpolation in (("uint16", "cubic"), ("rgb", "linear")):
            everything = self.warp(kind, "--interpolation", interpolation,
                                   "--crop", "all")
            height, width = everything[0].shape[1:]
            x = min(columns[0], MARGIN)
            y = min(rows[0], MARGIN)
            # The picture has all of both slides and at most 6 pixels more. Its
            # corner is found by comparing the pixels.
            self.assertGreaterEqual(width, max(columns[-1] + 1,
                                               MARGIN + WIDTH) - x)
            self.assertGreaterEqual(height, max(rows[-1] + 1,
                                                MARGIN + HEIGHT) - y)
            self.assertLessEqual(width, max(columns[-1] + 1,
                                            MARGIN + WIDTH) - x + 6)
            self.assertLessEqual(height, max(rows[-1] + 1,
                                             MARGIN + HEIGHT) - y + 6)
            x, y = self.find_corner(kind, everything[0], x, y, 6)
            self.compare(kind, interpolation, everything[0], x, y)
            self.compare_levels(everything)

            overlap = self.warp(kind, "--interpolation", interpolation,
                                "--crop", "overlap")
            inside = self.covered[MARGIN:MARGIN + HEIGHT,
                                  MARGIN:MARGIN + WIDTH]
            rows_in, columns_in = (numpy.flatnonzero(inside.any(axis=a))
                                   for a in (1, 0))
            height, width = overlap[0].shape[1:]
            self.assertGreaterEqual(height, numpy.ptp(rows_in) + 1)
            self.assertGreaterEqual(width, numpy.ptp(columns_in) + 1)
            self.assertTrue(height < HEIGHT or width < WIDTH)
            x, y = self.find_corner(kind, overlap[0], MARGIN + columns_in[0],
                                    MARGIN + rows_in[0], 30)
            self.assertGreaterEqual(min(x, y), MARGIN)
            self.compare(kind, interpolation, overlap[0], x, y)
            self.compare_levels(overlap)

    def find_corner(self, kind, got, x, y, reach):
        """Finds which canvas pixel is the picture's corner: the one for which
        the covered pixels fit best, at most @reach from (x, y)."""
        fill = 255 if kind == "rgb" else 0
        shown = (got != fill).any(axis=0)
        height, width = shown.shape
        best = []
        for j in range(max(y - reach, 0), y + reach):
            for i in range(max(x - reach, 0), x + reach):
                want = self.covered[j:j + height, i:i + width]
                if want.shape == shown.shape:
                    best.append(((want != shown).sum(), i, j))
        wrong, i, j = min(best)
        self.assertLess(wrong, 20 + 0.002 * shown.size)
        return i, j


if __name__ == "__main__":
    unittest.main(verbosity=0)
