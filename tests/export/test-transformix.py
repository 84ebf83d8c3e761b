#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""elastix's transformix, with what saffron-cli transform writes, makes of the
moving slide the picture that saffron-cli warp makes."""

import os
import shutil
import subprocess
import sys
import unittest

try:
    import numpy
    import tifffile
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
if shutil.which("transformix") is None:
    print("skipped: transformix is not installed (Debian's elastix)")
    sys.exit(77)

import itk_case
from itk_case import (AFFINE, HEIGHT, MOVING_UM, REFERENCE_UM, WIDTH, Case,
                      bent, read_mha, write_mha)

# Both programs round; elastix adds up in another order.
ROUNDING = 1.01


class Transformix(Case):
    def apply(self, text, plane, size=(1, 1)):
        """Runs transformix as its users do, in the folder of the field. Returns
        the picture that it makes."""
        write_mha(self.path("moving.mha"), plane, size)
        made = self.path("made")
        os.makedirs(made, exist_ok=True)
        done = subprocess.run(
            ["transformix", "-in", self.path("moving.mha"), "-out", made,
             "-tp", os.path.basename(text)], cwd=os.path.dirname(text),
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        head, picture = read_mha(os.path.join(made, "result.mha"))
        self.assertEqual(head["ElementType"], "MET_USHORT")
        return picture[..., 0].astype(float)

    def slope(self, error):
        """By how much a picture's values may differ where the field is off by
        @error."""
        y, x = numpy.gradient(self.moving.astype(float))
        return error * numpy.hypot(x, y).max() + ROUNDING

    def compare(self, got, want, limit, where=True):
        """Where both have the moving slide; at its border one may have it a
        place sooner."""
        self.assertEqual(got.shape, want.shape)
        both = (got > 0) & (want > 0)
        inside = both.copy()
        for axis in (0, 1):
            for step in (-2, -1, 1, 2):
                inside &= numpy.roll(both, step, axis)
        self.assertGreater(inside.mean(), 0.5)
        # Half a pixel along the border is neither's or both's.
        self.assertLess(((got > 0) != (want > 0)).mean(), 0.02)
        off = abs(got - want)[inside & where]
        self.assertLess(off.max(), limit)
        self.assertGreater(off.size, 1000)

    def test_field(self):
        want = self.warp(self.session, "--interpolation", "linear")
        for options, size in (((), (1, 1)), (("-u", "um"), MOVING_UM),
                              (("-s", "40"), (1, 1))):
            path, error = self.transform(self.session, "f.mha", *options)
            got = self.apply(path[:-3] + "txt", self.moving, size)
            self.compare(got, want, self.slope(error))

    def test_no_value_wraps(self):
        """Next to the ends of the type's range, too."""
        path, _ = self.transform(self.session, "f.mha")
        rng = numpy.random.default_rng(5)
        noise = rng.choice([2, 60000], self.moving.shape).astype(numpy.uint16)
        got = self.apply(path[:-3] + "txt", noise)
        self.assertLessEqual(got.max(), 60000)
        self.assertGreaterEqual(got[got > 0].min(), 2)
        self.assertGreater(numpy.ptp(got), 59000)

    def test_level(self):
        """Every second pixel in x and y: the picture of level 1 goes onto the
        grid of the reference's."""
        path, error = self.transform(self.session, "f.mha", "--level", "1",
                                     "-u", "mm")
        small = self.moving[::2, ::2]
        got = self.apply(path[:-3] + "txt", small,
                         [2e-3 * s for s in MOVING_UM])
        head, _ = read_mha(self.path("made/result.mha"))
        self.assertEqual([float(s) for s in head["ElementSpacing"].split()],
                         [float(f"{2e-3 * s:g}") for s in REFERENCE_UM])
        y, x = numpy.mgrid[0:HEIGHT // 2, 0:WIDTH // 2]
        at = self.pull(self.session, numpy.column_stack(
            [2 * x.ravel() + 1, 2 * y.ravel() + 1])) / 2 - 0.5
        low = numpy.floor(at).astype(int)
        fits = ((low >= 0) & (low < numpy.array(small.shape)[::-1] - 1)).all(1)
        share = (at - low)[fits]
        low = low[fits]
        want = numpy.zeros(x.size)
        for i in (0, 1):
            for j in (0, 1):
                want[fits] += (abs(1 - i - share[:, 0])
                               * abs(1 - j - share[:, 1])
                               * small[low[:, 1] + j, low[:, 0] + i])
        # A pixel is two wide here, and the points are printed to a thousandth.
        self.compare(got, want.reshape(x.shape), self.slope(error + 2e-3))

    def test_torn(self):
        """Up to one step from the border between the pieces."""
        session = self.torn()
        want = self.warp(session, "--interpolation", "linear")
        path, error = self.transform(session, "f.mha")
        got = self.apply(path[:-3] + "txt", self.moving)
        away = abs(numpy.arange(WIDTH) + 0.5 - WIDTH / 2) > 10
        self.compare(got, want, self.slope(error), away[None, :])
        self.assertGreater(abs(got - want)[:, ~away].max(), self.slope(error))

    def test_affine(self):
        run = itk_case.session_file.run(AFFINE, WIDTH, HEIGHT)
        plain = self.write("p.saffron", run)
        want = self.warp(plain, "--interpolation", "linear")
        # The same affine part with and without bending.
        for session in (plain, self.session):
            for options, size in (((), (1, 1)), (("-u", "um"), MOVING_UM)):
                path, _ = self.transform(session, "a.txt", *options)
                got = self.apply(path, self.moving, size)
                self.compare(got, want, self.slope(1e-4))


if __name__ == "__main__":
    unittest.main(verbosity=0)
