#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli transform writes a field that is the registration, in every unit
and at every level, as right as it says; and affine parts with the same numbers.
What cannot be written is refused and leaves nothing."""

import os
import re
import resource
import signal
import subprocess
import sys
import unittest

try:
    import numpy
    import tifffile
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

import itk_case
from itk_case import (AFFINE, CLI, HEIGHT, MOVING_UM, REFERENCE_UM, WIDTH,
                      Case, cli, read_mha)
from harness import SANITIZED, holds_open, wait_until  # noqa: E402

ONE = (1.0, 1.0)
# Options, level-0 pixels per pixel of a picture, and the sides of its pixels on
# the reference and on the moving slide.
PLACES = (((), 1, ONE, ONE),
          (("--unit", "um"), 1, REFERENCE_UM, MOVING_UM),
          (("--level", "1"), 2, ONE, ONE),
          (("--level", "3"), 8, ONE, ONE),
          (("--unit", "mm", "--level", "1"), 2,
           tuple(2e-3 * s for s in REFERENCE_UM),
           tuple(2e-3 * s for s in MOVING_UM)))


def to_itk(points, step, size):
    return (numpy.asarray(points) / step - 0.5) * size


def from_itk(points, step, size):
    return (numpy.asarray(points) / size + 0.5) * step


class Field(Case):
    def look_up(self, path, points, step, sizes):
        """Where the field, linear between its points, takes level-0 points of
        the reference."""
        head, field = read_mha(path)
        offset = numpy.array(head["Offset"].split(), float)
        spacing = numpy.array(head["ElementSpacing"].split(), float)
        places = to_itk(points, step, sizes[0])
        at = (places - offset) / spacing
        last = numpy.array(field.shape[1::-1]) - 1
        self.assertTrue((at > -1e-6).all() and (at < last + 1e-6).all())
        low = numpy.clip(numpy.floor(at).astype(int), 0, last - 1)
        share = at - low
        moved = 0
        for i in (0, 1):
            for j in (0, 1):
                weight = (abs(1 - i - share[:, 0]) * abs(1 - j - share[:, 1]))
                moved = moved + (weight[:, None]
                                 * field[low[:, 1] + j, low[:, 0] + i])
        return from_itk(places + moved, step, sizes[1])

    def points(self, n=400):
        rng = numpy.random.default_rng(3)
        points = rng.uniform(0, 1, (n, 2)) * (WIDTH, HEIGHT)
        # The corners of the reference, and the centres of its corner pixels.
        for inset in (0, 0.5):
            points = numpy.vstack([points, [
                (x, y) for x in (inset, WIDTH - inset)
                for y in (inset, HEIGHT - inset)]])
        return points

    def test_everywhere(self):
        points = self.points()
        want = self.pull(self.session, points)
        for options, step, *sizes in PLACES:
            for more in ((), ("--spacing", 25), ("--spacing", 0.7)):
                path, error = self.transform(self.session, "f.mha", *options,
                                             *more)
                got = self.look_up(path, points, step, sizes)
                off = numpy.hypot(*(got - want).T).max()
                # The points are printed to a thousandth.
                self.assertLess(off, error + 2e-3, (options, more))
                self.assertEqual(error <= 0.05, more != ("--spacing", 25))
                self.assertGreater(off, 0.1 * error if error > 0.02 else 0)

    def test_at_its_points(self):
        path, _ = self.transform(self.session, "f.mha", "--spacing", 60)
        head, field = read_mha(path)
        self.assertEqual(head["DimSize"], "8 7")
        self.assertEqual(head["Offset"], "-0.5 -0.5")
        i, j = numpy.meshgrid(numpy.arange(8), numpy.arange(7))
        points = numpy.column_stack([i.ravel() * WIDTH / 7,
                                     j.ravel() * HEIGHT / 6])
        got = points + field.reshape(-1, 2)
        off = abs(got - self.pull(self.session, points)).max()
        self.assertLess(off, 2e-3)

    def test_torn(self):
        """Each piece goes its own way up to one step from the border, and in
        the middle of that step the field lies between the two."""
        session = self.torn()
        border = WIDTH / 2  # as the map's cells have it
        points = self.points(2000)
        for more, step in (((), 10), (("--spacing", "3"), 3)):
            path, error = self.transform(session, "f.mha", *more)
            away = points[abs(points[:, 0] - border) > step]
            got = self.look_up(path, away, 1, (ONE, ONE))
            off = numpy.hypot(*(got - self.pull(session, away)).T).max()
            self.assertLess(off, error + 2e-3)
            near = points[abs(points[:, 0] - border) < step]
            got = self.look_up(path, near, 1, (ONE, ONE))
            off = numpy.hypot(*(got - self.pull(session, near)).T).max()
            self.assertGreater(off, 2)
        with open(os.path.join(self.out, "f.txt"), encoding="ascii") as f:
            self.assertIn("gap", f.read())

    def test_threads(self):
        fields = []
        for threads in (1, 3):
            path, _ = self.transform(self.session, "f.mha", "-t", threads,
                                     "-s", 1)
            with open(path, "rb") as f:
                fields.append(f.read())
        self.assertEqual(fields[0], fields[1])

    def test_folder(self):
        done = cli("transform", self.session, "-o", self.out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(os.listdir(self.out)),
                         ["b_transform.mha", "b_transform.txt"])
        with open(os.path.join(self.out, "b_transform.txt")) as f:
            self.assertIn('"b_transform.mha"', f.read())

    def test_locale(self):
        """A comma is no decimal point here."""
        names = subprocess.run(["locale", "-a"], capture_output=True,
                               text=True).stdout.split()
        comma = [n for n in names if n.startswith(("de_", "fr_"))]
        if not comma:
            self.skipTest("no locale with decimal commas")
        done = cli("transform", self.session, "-o", self.out,
                   env=dict(os.environ, LC_ALL=comma[0]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(read_mha(os.path.join(
            self.out, "b_transform.mha"))[0]["Offset"], "-0.5 -0.5")


class Affine(Case):
    def check(self, values, step, sizes):
        xx, xy, yx, yy, x0, y0 = values
        points = numpy.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (33, 200)])
        places = to_itk(points, step, sizes[0])
        got = from_itk(places @ numpy.array([[xx, yx], [xy, yy]])
                       + (x0, y0), step, sizes[1])
        a = AFFINE
        want = points @ numpy.array([[a[0], a[3]], [a[1], a[4]]]) + (a[2], a[5])
        self.assertLess(abs(got - want).max(), 1e-9)

    def test_numbers(self):
        for options, step, *sizes in PLACES:
            path, _ = self.transform(self.session, "a.tfm", *options)
            with open(path, encoding="ascii") as f:
                text = f.read()
            self.assertEqual(text.split("\n")[0],
                             "#Insight Transform File V1.0")
            values = re.search(r"^Parameters: (.*)$", text, re.MULTILINE)
            self.check(map(float, values.group(1).split()), step, sizes)
            path, _ = self.transform(self.session, "a.txt", *options)
            with open(path, encoding="ascii") as f:
                text = f.read()
            values = re.search(r"^\(TransformParameters (.*)\)$", text,
                               re.MULTILINE)
            self.check(map(float, values.group(1).split()), step, sizes)
            spacing = re.search(r"^\(Spacing (.*)\)$", text, re.MULTILINE)
            self.assertEqual(tuple(map(float, spacing.group(1).split())),
                             tuple(float(f"{s:.15g}") for s in sizes[0]))
            size = re.search(r"^\(Size (\d+) (\d+)\)$", text, re.MULTILINE)
            self.assertEqual(tuple(map(int, size.groups())),
                             (-(-WIDTH // step), -(-HEIGHT // step)))

    def test_left_out(self):
        """The bending that is left out is told, in the file and beside it."""
        done = cli("transform", self.session, "-o",
                   os.path.join(self.out, "a.tfm"))
        said = re.search(r"bending of up to (\S+) px is left out", done.stdout)
        self.assertTrue(11 < float(said.group(1)) < 15.1, done.stdout)
        with open(os.path.join(self.out, "a.tfm")) as f:
            self.assertIn(f"bending of up to {said.group(1)} px", f.read())

    def test_verdict(self):
        run = itk_case.session_file.run(AFFINE, WIDTH, HEIGHT, verified=False)
        path, _ = self.transform(self.write("u.saffron", run), "u.txt",
                                 status=3)
        with open(path) as f:
            self.assertIn("UNVERIFIED", f.read())


class Refused(Case):
    def test_usage(self):
        target = os.path.join(self.out, "f.mha")
        for options in (["--unit", "inch"], ["--level", "-1"],
                        ["--level", "21"], ["--spacing", "-3"],
                        ["--threads", "-1"]):
            self.refused(self.session, "-o", target, *options,
                         says=options[1:], status=2)
        self.refused(self.session, status=2, says=["-o"])
        self.refused(self.session, "-o", os.path.join(self.out, "f.nii"),
                     status=2, says=["f.nii", ".mha", ".txt", ".tfm"])
        self.refused(self.session, "-o", target, "-s", "1e-5",
                     says=["give 0.1 or more"])
        self.refused(self.session, "-o", os.path.join(self.out, 'a"b.mha'),
                     says=['a"b.mha', "quotation marks"])

    def test_no_pixel_size(self):
        self.write_slide("b.ome.tif", self.moving)
        for unit in ("um", "mm"):
            self.refused(self.session, "-o", self.out, "-u", unit,
                         says=[self.path("b.ome.tif"), "pixel size"])
        self.transform(self.session, "f.mha")

    def test_other_reference(self):
        run = itk_case.session_file.run(AFFINE, 2 * WIDTH, HEIGHT)
        self.refused(self.write("w.saffron", run), "-o", self.out,
                     says=[self.path("a.ome.tif"), "register again"])

    def test_kept(self):
        """Neither the field nor its text replaces a file without --force, and
        no slide is replaced even with it."""
        for name in ("f.mha", "f.txt"):
            path = os.path.join(self.out, name)
            with open(path, "w") as f:
                f.write("mine")
            self.refused(self.session, "-o", os.path.join(self.out, "f.mha"),
                         says=[path, "--force"])
            os.remove(path)
        slide = os.path.join(self.out, "b.txt")
        os.rename(self.path("b.ome.tif"), slide)
        run = itk_case.session_file.run(AFFINE, WIDTH, HEIGHT)
        session = self.write("o.saffron", run, "out/b.txt")
        self.refused(session, "-o", os.path.join(self.out, "b.mha"), "--force",
                     says=[slide])
        self.refused(session, "-o", slide, "--force", says=[slide])

    def test_no_room(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

        target = os.path.join(self.out, "f.mha")
        self.refused(self.session, "-o", target, "-s", "2", says=[target],
                     preexec_fn=limit)
        for name in ("f.mha", "f.txt"):
            with open(os.path.join(self.out, name), "w") as f:
                f.write("mine")
        self.refused(self.session, "-o", target, "-s", "2", "--force",
                     says=[target], preexec_fn=limit)


class Large(Case):
    """A field of 288 MB, of which little is held at once."""

    SIDE = 6000

    def setUp(self):
        super().setUp()
        side = self.SIDE
        plane = numpy.zeros((side, side), numpy.uint8)
        tifffile.imwrite(self.path("a.ome.tif"), plane, tile=(512, 512),
                         compression="zlib", photometric="minisblack")
        self.session = self.write("l.saffron", itk_case.session_file.run(
            [1, 0, 3, 0, 1, 4], side, side,
            itk_case.session_file.lattice(
                33, 33, 200, lambda i, j: (i % 5, j % 7))))

    def start(self, *options):
        return subprocess.Popen(
            [CLI, "transform", self.session, "-o",
             os.path.join(self.out, "f.mha"), "-s", "1", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def test_memory(self):
        if SANITIZED:
            self.skipTest("a sanitizer needs memory of its own")
        process = self.start()
        with process.stderr as said:
            said.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        size = os.stat(os.path.join(self.out, "f.mha")).st_size
        self.assertGreater(size, 288e6)
        self.assertLess(usage.ru_maxrss / 1024, 100)

    def test_stopped(self):
        for number in (signal.SIGINT, signal.SIGKILL):
            process = self.start("-t", "1")
            wait_until(lambda: holds_open(process, self.out)
                       or process.poll() is not None, why="it to write")
            self.assertIsNone(process.poll(), "too quick to be stopped")
            process.send_signal(number)
            said = process.communicate()[1].strip().split("\n")
            self.assertEqual(process.returncode,
                             1 if number == signal.SIGINT else -number)
            if number == signal.SIGINT:
                self.assertIn("saffron-cli transform: cancelled", said[-1])
            self.assertEqual(os.listdir(self.out), [])


if __name__ == "__main__":
    unittest.main(verbosity=0)
