#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SimpleITK reads what saffron-cli transform writes, and takes points where
saffron-cli points takes them."""

import sys
import unittest

try:
    import numpy
    import SimpleITK
    import tifffile  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

from itk_case import (AFFINE, HEIGHT, MOVING_UM, REFERENCE_UM, WIDTH, Case)


class Points(Case):
    def setUp(self):
        super().setUp()
        rng = numpy.random.default_rng(4)
        self.points = rng.uniform(0.5, 1, (200, 2)) * (WIDTH - 1, HEIGHT - 1)

    def take(self, transform, units):
        """Where @transform takes the points, in moving level-0 pixels."""
        places = (self.points - 0.5) * units[0]
        return numpy.array([transform.TransformPoint(p) for p in
                            places.tolist()]) / units[1] + 0.5

    def check(self, name, units, want, limit, *options):
        path, error = self.transform(self.session, name, *options)
        if name.endswith(".mha"):
            field = SimpleITK.ReadImage(path, SimpleITK.sitkVectorFloat64)
            self.assertEqual(field.GetNumberOfComponentsPerPixel(), 2)
            transform = SimpleITK.DisplacementFieldTransform(field)
            limit += error
        else:
            transform = SimpleITK.ReadTransform(path)
            self.assertIn("AffineTransform", transform.GetName())
        got = self.take(transform, units)
        self.assertLess(numpy.hypot(*(got - want).T).max(), limit)

    def test_points(self):
        # Points are printed to a thousandth.
        bent = self.pull(self.session, self.points)
        a = AFFINE
        plain = (self.points @ numpy.array([[a[0], a[3]], [a[1], a[4]]])
                 + (a[2], a[5]))
        one = numpy.ones(2)
        for options, units in (((), (one, one)),
                               (("-u", "um"), (REFERENCE_UM, MOVING_UM))):
            self.check("f.mha", units, bent, 2e-3, *options)
            self.check("a.tfm", units, plain, 1e-9, *options)


if __name__ == "__main__":
    unittest.main(verbosity=0)
