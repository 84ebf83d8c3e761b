#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli warp --image takes masks, other stains and other scans of the
moving slide, at any size, to the places that the slide itself goes to."""

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
WIDTH, HEIGHT = 700, 600                    # of the reference
MOVING_WIDTH, MOVING_HEIGHT = 803, 641
AFFINE = session_file.similarity(8, 0.95, 40, -30)


def smooth(height, width, seed=1):
    """A picture without noise, larger where it is bright."""
    y, x = numpy.mgrid[0:height, 0:width]
    rng = numpy.random.default_rng(seed)
    plane = sum(numpy.sin(a * x + b * y + c)
                for a, b, c in rng.uniform(0.02, 0.08, (9, 3)))
    return (plane - plane.min()) / numpy.ptp(plane)


class OtherImage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.pixels = (1000 + 20000 * smooth(MOVING_HEIGHT, MOVING_WIDTH)
                      ).astype("u2")
        cls.write("reference.tif", numpy.zeros((HEIGHT, WIDTH), "u2"))
        cls.write("moving.tif", cls.pixels)
        cls.session = cls.path("run.saffron")
        bent = session_file.lattice(
            10, 9, 100, lambda i, j: (6 * numpy.sin(i + j), 5 * numpy.cos(i)))
        session_file.write(
            cls.session, {cls.path("moving.tif"): session_file.run(
                AFFINE, WIDTH, HEIGHT, bent)}, cls.path("reference.tif"))

    @classmethod
    def path(cls, name):
        return os.path.join(cls.scratch.name, name)

    @classmethod
    def write(cls, name, pixels, **more):
        tifffile.imwrite(cls.path(name), pixels, **more)
        return cls.path(name)

    def warp(self, image=None, *more, code=0):
        arguments = ["--image", image] if image else []
        result = subprocess.run(
            [CLI, "warp", self.session, "-o", self.path("out.ome.tiff"), "-f",
             *arguments, *more], capture_output=True, text=True)
        self.assertEqual(result.returncode, code, result.stderr)
        return result.stderr

    def warped(self, *arguments):
        said = self.warp(*arguments)
        with tifffile.TiffFile(self.path("out.ome.tiff")) as f:
            return [level.asarray() for level in f.series[0].levels], said

    def test_the_slide_itself(self):
        plain, _ = self.warped()
        same, said = self.warped(self.path("moving.tif"))
        numpy.testing.assert_array_equal(plain[0], same[0])
        self.assertNotIn("labels", said)

    def test_other_scans(self):
        """Twice and half as large, they lie where the slide does."""
        plain = self.warped()[0][0].astype(float)
        double = numpy.kron(self.pixels, numpy.ones((2, 2), "u2"))
        even = self.pixels[:640, :802].astype(float)
        half = numpy.pad(even, ((0, 2), (0, 2)), "edge").reshape(
            321, 2, 402, 2).mean((1, 3)).astype("u2")
        for pixels in (double, half):
            image = self.write("other.tif", pixels)
            got = self.warped(image)[0][0].astype(float)
            inside = (plain > 0) & (got > 0)
            self.assertGreater(inside.mean(), 0.9)
            self.assertLess(numpy.abs(plain - got)[inside].mean(), 60)
            # A pixel of the slide aside would differ by more.
            aside = numpy.roll(got, 1, 1)
            self.assertGreater(numpy.abs(plain - aside)[inside].mean(), 100)

    def mask(self, shape=(MOVING_HEIGHT, MOVING_WIDTH), dtype="u2", ids=True,
             size=24):
        labels = numpy.zeros(shape, dtype)
        rng = numpy.random.default_rng(7)
        for k in range(150):
            y, x = (rng.integers(0, n - size) for n in shape)
            labels[y:y + size, x:x + size] = k * 401 % 60000 + 1 if ids else 255
        return labels

    def test_labels_stay_labels(self):
        for mask in (self.mask(), self.mask(dtype="u1", ids=False),
                     self.mask(dtype="i4"), self.mask() % 5,
                     self.mask((161, 201), size=6)):
            levels, said = self.warped(self.write("mask.tif", mask))
            self.assertIn("mask.tif: looks like labels", said)
            self.assertGreater(len(levels), 1)
            for level in levels:
                self.assertLessEqual(set(numpy.unique(level)),
                                     set(numpy.unique(mask)))
            kept = set(numpy.unique(levels[0]))
            self.assertGreater(len(kept), 0.6 * len(numpy.unique(mask)))

    def test_a_small_mask_lies_where_the_slide_does(self):
        """What is bright on the slide is what the mask of it says."""
        bright = self.pixels > 14000
        plain = self.warped()[0][0] > 14000
        small = bright[2::4, 2::4].astype("u1")
        image = self.write("small.tif", small)
        self.assertEqual(small.shape, (160, 201))
        got = self.warped(image)[0][0] > 0
        self.assertLess((got != plain).mean(), 0.02)

    def test_pictures_are_no_labels(self):
        rng = numpy.random.default_rng(3)
        flat = (smooth(MOVING_HEIGHT, MOVING_WIDTH) * 40).astype("u1")
        noisy = (flat + rng.poisson(3, flat.shape)).astype("u1")
        glass = numpy.minimum(flat.astype("u2") * 12, 255).astype("u1")
        for pixels in (flat, noisy, glass, self.pixels):
            said = self.warp(self.write("picture.tif", pixels))
            self.assertNotIn("labels", said)

    def test_interpolation_is_obeyed(self):
        image = self.write("mask.tif", self.mask(dtype="u1", ids=False))
        levels, said = self.warped(image, "--interpolation", "linear")
        self.assertNotIn("labels", said)
        self.assertGreater(len(numpy.unique(levels[0])), 10)

    def test_names_of_channels(self):
        stack = numpy.stack([self.pixels, self.pixels // 2])
        image = self.write("names.ome.tif", stack, photometric="minisblack",
                           metadata={"axes": "CYX", "Channel": {
                               "Name": ["CD8", "Ki67"]}})
        self.warp(image)
        with tifffile.TiffFile(self.path("out.ome.tiff")) as f:
            self.assertIn('Name="CD8"', f.ome_metadata)
            self.assertIn('Name="Ki67"', f.ome_metadata)
            self.assertEqual(f.series[0].shape, (2, HEIGHT, WIDTH))

    def test_signed_integers_say_what_they_become(self):
        self.assertNotIn("float32", self.warp())
        for dtype, bits in (("i1", 8), ("i2", 16)):
            values = (self.pixels // 200 - 60).astype(dtype)
            image = self.write("signed.tif", values)
            levels, said = self.warped(image, "--interpolation", "nearest")
            self.assertIn(f"Signed integers of {bits} bits are read, and "
                          "written by warp, as float32", said)
            self.assertEqual(levels[0].dtype, numpy.float32)
            self.assertLess(levels[0].min(), 0)
            self.assertEqual(set(numpy.unique(levels[0]))
                             - set(numpy.unique(values)) - {0}, set())

    def test_another_shape(self):
        image = self.write("crop.tif", self.pixels[:500])
        said = self.warp(image, code=1)
        self.assertIn("crop.tif: its 803 × 500 px do not have the shape of",
                      said)

    def test_never_writes_over_the_image(self):
        image = self.write("out.ome.tiff", self.pixels)
        with open(image, "rb") as f:
            before = f.read()
        self.assertIn("is an input", self.warp(image, code=1))
        with open(image, "rb") as f:
            self.assertEqual(f.read(), before)

    def test_a_folder(self):
        image = self.write("mask.tif", self.mask())
        os.makedirs(self.path("results"), exist_ok=True)
        self.warp(image, "-o", self.path("results"))
        self.assertEqual(os.listdir(self.path("results")),
                         ["mask_registered.ome.tiff"])


if __name__ == "__main__":
    unittest.main()
