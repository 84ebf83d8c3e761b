#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OME-XML of every kind of file that we write is valid by the OME schema,
as PyPI's ome-types has it."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    import tifffile
    import xmlschema
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
NAME = "ome-2016-06.xsd"
HOSTILE = 'CD3 <"&\'> \u03b1\u200b\U0001d6fc ]]>'


def find_schema():
    found = importlib.util.find_spec("ome_types")
    for folder in found.submodule_search_locations if found else ():
        path = os.path.join(folder, NAME)
        if os.path.exists(path):
            return path
    print(f"skipped: no {NAME}, as ome-types has it")
    sys.exit(77)


# Nothing is fetched: XML's own attributes are in the validator.
SCHEMA = xmlschema.XMLSchema(find_schema(), allow="local")


class Schema(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def slide(self, name, shape, kind, metadata=None):
        rgb = len(shape) == 3 and shape[2] == 3
        rng = numpy.random.default_rng(1)
        if kind == numpy.float32:
            values = rng.normal(0, 100, shape).astype(kind)
        else:
            values = rng.integers(0, 256, shape).astype(kind)
        axes = "YXS" if rgb else "CYX"[-len(shape):]
        tifffile.imwrite(self.path(name), values, ome=True, tile=(64, 64),
                         photometric="rgb" if rgb else "minisblack",
                         metadata={"axes": axes, **(metadata or {})})

    def warp(self, name, *options):
        session, out = self.path("s.saffron"), self.path("out.ome.tiff")
        session_file.write(session, {self.path(name): session_file.run(
            [1, 0, 3, 0, 1, 4], 300, 200)}, reference=self.path("a.ome.tif"))
        done = subprocess.run([CLI, "warp", session, "-o", out, "--force",
                               *options], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with tifffile.TiffFile(out) as tiff:
            return tiff.pages[0].description

    def test_warped(self):
        sized = {"PhysicalSizeX": 0.325, "PhysicalSizeY": 0.5,
                 "PhysicalSizeXUnit": "µm", "PhysicalSizeYUnit": "µm"}
        named = {"Channel": {"Name": ["DAPI", HOSTILE],
                             "Color": [255, -16776961]}}
        self.slide("a.ome.tif", (200, 300), numpy.uint8, sized)
        self.slide("none.ome.tif", (200, 300), numpy.uint8)
        self.slide("b.ome.tif", (2, 200, 300), numpy.uint16, named)
        self.slide("c.ome.tif", (2, 200, 300), numpy.float32, named)
        self.slide("d <&>.ome.tif", (200, 300, 3), numpy.uint8, sized)
        for name, kind in (("none.ome.tif", "uint8"), ("b.ome.tif", "uint16"),
                           ("c.ome.tif", "float"), ("d <&>.ome.tif", "uint8")):
            for options in ((), ("--no-pyramid",), ("--level", "1"),
                            ("--crop", "all")):
                xml = self.warp(name, *options)
                SCHEMA.validate(xml)
                self.assertIn(f'Type="{kind}"', xml)
        self.assertEqual(xml.count("PhysicalSizeX="), 1)

    def test_merged(self):
        named = {"Channel": {"Name": ["DAPI", HOSTILE]}}
        self.slide("a.ome.tif", (2, 200, 300), numpy.uint16, named)
        self.slide("b.ome.tif", (2, 200, 300), numpy.uint16, named)
        self.slide("c.ome.tif", (2, 200, 300), numpy.uint16)
        session, out = self.path("m.saffron"), self.path("merged.ome.tiff")
        session_file.write(session, {
            self.path(name): session_file.run([1, 0, 3, 0, 1, 4], 300, 200)
            for name in ("b.ome.tif", "c.ome.tif")},
            reference=self.path("a.ome.tif"))
        done = subprocess.run([CLI, "merge", session, "-o", out],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with tifffile.TiffFile(out) as tiff:
            xml = tiff.pages[0].description
        SCHEMA.validate(xml)
        self.assertGreater(xml.count("<Channel "), 3)

    def test_synthetic(self):
        subprocess.run([CLI, "synth", self.folder, "--width", "400",
                        "--height", "300", "--channels", "3"], check=True,
                       capture_output=True)
        names = [n for n in os.listdir(self.folder) if n.endswith(".tif")]
        self.assertEqual(len(names), 2)
        for name in names:
            with tifffile.TiffFile(self.path(name)) as tiff:
                SCHEMA.validate(tiff.pages[0].description)

    def test_notices(self):
        """The schema finds what is wrong."""
        self.slide("a.ome.tif", (200, 300), numpy.uint8)
        xml = self.warp("a.ome.tif")
        SCHEMA.validate(xml)
        for old, new in (('Type="uint8"', 'Type="byte"'),
                         ('SizeX="', 'SizeX="-'), (' ID="Pixels:0"', ""),
                         ("<TiffData ", "<TiffDatum ")):
            self.assertIn(old, xml)
            with self.assertRaises(xmlschema.XMLSchemaValidationError):
                SCHEMA.validate(xml.replace(old, new))


if __name__ == "__main__":
    unittest.main(verbosity=0)
