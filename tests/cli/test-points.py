#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli points and evaluate give the right points and errors for
sessions written by hand, and refuse bad input."""

import json
import math
import os
import random
import subprocess
import tempfile
import unittest

import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
WIDTH, HEIGHT = 3000, 2000


def wave(i, j):
    return 20 * math.sin(0.5 * i) * math.cos(0.4 * j), 15 * math.sin(0.7 * j)


def cli(*arguments):
    return subprocess.run([CLI, *arguments], capture_output=True, text=True)


def write_points(path, points):
    with open(path, "w", encoding="utf-8") as f:
        f.write(",X,Y\n")
        for label, x, y in points:
            f.write(f"{label},{x:.4f},{y:.4f}\n")


def read_points(path):
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split(",") for line in f]
    assert rows[0] == ["", "X", "Y"], rows[0]
    return [(r[0], float(r[1]), float(r[2])) for r in rows[1:]]


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for name in ("reference.png", "moving.png", "second.png"):
            with open(self.path(name), "wb") as f:
                f.write(b"not looked at")
        affine = session_file.similarity(30, 1.1, 400, -200)
        bent = session_file.lattice(33, 23, 100, wave)
        self.session = self.write(
            "run.saffron",
            {"moving.png": session_file.run(affine, WIDTH, HEIGHT, bent)})
        rng = random.Random(1)
        self.points = [(f"p{k}", rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT))
                       for k in range(100)]
        self.input = self.path("in.csv")
        write_points(self.input, self.points)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, runs):
        session_file.write(self.path(name),
                           {self.path(k): v for k, v in runs.items()},
                           self.path("reference.png"))
        return self.path(name)

    def torn_session(self):
        """The right half has moved 200 px away from the left one."""
        apart = session_file.lattice(33, 23, 100, lambda i, j: (200, 0))
        run = session_file.run([1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)
        run["transform"] = session_file.torn(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT, 20,
            lambda x, y: int(x > 1500), [None, apart])
        return self.write("torn.saffron", {"moving.png": run})

    def fails(self, code, said, *arguments):
        before = sorted(os.listdir(self.folder.name))
        result = cli(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(said, result.stderr)
        self.assertEqual(sorted(os.listdir(self.folder.name)), before)

    def map(self, source, target, direction, session=None, *more, status=0):
        other = {"moving": "reference", "reference": "moving"}[direction]
        result = cli("points", session or self.session, "--from", direction,
                     "--to", other, source, target, *more)
        self.assertEqual(result.returncode, status, result.stderr)
        return result


class Points(Case):
    def test_there_and_back(self):
        self.map(self.input, self.path("moving.csv"), "reference")
        self.map(self.path("moving.csv"), self.path("back.csv"), "moving")
        back = read_points(self.path("back.csv"))
        self.assertEqual([p[0] for p in back], [p[0] for p in self.points])
        for p, q in zip(self.points, back):
            self.assertLess(math.dist(p[1:], q[1:]), 1e-3)

    def test_against_the_formula(self):
        a = session_file.similarity(-70, 0.9, 10, 20)
        flat = session_file.lattice(33, 23, 100, lambda i, j: (7, -3))
        session = self.write(
            "flat.saffron",
            {"moving.png": session_file.run(a, WIDTH, HEIGHT, flat)})
        self.map(self.input, self.path("out.csv"), "reference", session)
        for p, q in zip(self.points, read_points(self.path("out.csv"))):
            x, y = p[1] + 7, p[2] - 3
            self.assertAlmostEqual(q[1], a[0] * x + a[1] * y + a[2], places=3)
            self.assertAlmostEqual(q[2], a[3] * x + a[4] * y + a[5], places=3)

    def test_pieces(self):
        session = self.torn_session()
        self.map(self.input, self.path("out.csv"), "reference", session)
        for p, q in zip(self.points, read_points(self.path("out.csv"))):
            moved = 200 if p[1] >= 1500 else 0
            self.assertAlmostEqual(q[1], p[1] + moved, places=3)
            self.assertAlmostEqual(q[2], p[2], places=3)
        self.map(self.path("out.csv"), self.path("back.csv"), "moving", session)
        for p, q in zip(self.points, read_points(self.path("back.csv"))):
            self.assertLess(math.dist(p[1:], q[1:]), 1e-3)

    def test_bent_pieces_there_and_back(self):
        """The right half bends, too, is turned about and lies far away."""
        def turned(i, j):
            x, y = (i - 1) * 100, (j - 1) * 100
            u, v = wave(i, j)
            return WIDTH - 2 * x + 4000 + u, HEIGHT - 2 * y + v

        run = session_file.run([1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)
        run["transform"] = session_file.torn(
            session_file.similarity(30, 1.1, 400, -200), WIDTH, HEIGHT, 20,
            lambda x, y: int(x > 1500), [
                session_file.lattice(33, 23, 100, wave),
                session_file.lattice(33, 23, 100, turned)])
        session = self.write("bent.saffron", {"moving.png": run})
        # Also on the border itself.
        points = self.points + [(f"b{k}", 1500, 20 * k) for k in range(50)]
        write_points(self.input, points)
        self.map(self.input, self.path("out.csv"), "reference", session)
        self.map(self.path("out.csv"), self.path("back.csv"), "moving", session)
        back = read_points(self.path("back.csv"))
        self.assertEqual(len(back), len(points))
        for p, q in zip(points, back):
            self.assertLess(math.dist(p[1:], q[1:]), 1e-3)

    def test_broken_pieces(self):
        for name, value in (("x1", WIDTH + 100), ("cell", 1e-2),
                            ("cell", None), ("labels", "AAAA"),
                            ("lattices", [None] * 256), ("lattices", [])):
            run = session_file.run([1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)
            run["transform"] = session_file.torn(
                [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT, 20, lambda x, y: 0, [None])
            run["transform"]["pieces"][name] = value
            session = self.write("broken.saffron", {"moving.png": run})
            self.fails(1, "broken.saffron", "points", session, "--from",
                       "reference", "--to", "moving", self.input,
                       self.path("out.csv"))

    def test_gap_between_pieces(self):
        session = self.torn_session()
        write_points(self.input, [("left", 1400, 900), ("gap", 1600, 900),
                                  ("right", 1800, 900)])
        self.map(self.input, self.path("out.csv"), "moving", session)
        with open(self.path("out.csv"), encoding="utf-8") as f:
            rows = f.read().splitlines()
        self.assertEqual([r.split(",")[1][:4] for r in rows[1:]],
                         ["1400", "", "1600"])

    def test_same_bits_each_time(self):
        for name in ("a.csv", "b.csv"):
            self.map(self.input, self.path(name), "moving")
        with open(self.path("a.csv"), "rb") as a:
            with open(self.path("b.csv"), "rb") as b:
                self.assertEqual(a.read(), b.read())

    def test_one_direction_is_enough(self):
        result = cli("points", self.session, "--to", "moving", self.input,
                     self.path("out.csv"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.map(self.input, self.path("same.csv"), "reference")
        self.assertEqual(read_points(self.path("out.csv")),
                         read_points(self.path("same.csv")))

    def test_row_without_coordinates_stays(self):
        with open(self.input, "w", encoding="utf-8") as f:
            f.write(",X,Y\na,1,2\nb,,\n")
        self.map(self.input, self.path("out.csv"), "reference")
        with open(self.path("out.csv"), encoding="utf-8") as f:
            self.assertEqual(f.read().splitlines()[2], "b,,")

    def test_rest_of_a_table_is_kept(self):
        plain = self.write("plain.saffron", {"moving.png": session_file.run(
            [1, 0, 5, 0, 1, 7], WIDTH, HEIGHT)})
        with open(self.input, "w", encoding="utf-8") as f:
            f.write('id;Class;Y;X;Area\n1;"a;b";20;10;7.50\n2;c;;10;\n'
                    '3;d;NaN;4;x\n4;;2;1.5;"say ""so"""\n')
        self.map(self.input, self.path("out.csv"), "reference", plain)
        with open(self.path("out.csv"), encoding="utf-8") as f:
            self.assertEqual(f.read().splitlines(), [
                "id;Class;Y;X;Area", '1;"a;b";27.0000;15.0000;7.50',
                "2;c;;10;", "3;d;NaN;4;x",
                '4;;9.0000;6.5000;"say ""so"""'])

    def test_rest_of_geojson_is_kept(self):
        plain = self.write("plain.saffron", {"moving.png": session_file.run(
            [1, 0, 5, 0, 1, 7], WIDTH, HEIGHT)})
        data = {"type": "FeatureCollection", "made": {"by": [1, None]},
                "features": [
                    {"type": "Feature", "id": "a", "geometry": {
                        "type": "Point", "coordinates": [10, 20, 3],
                        "plane": {"z": 2}},
                     "properties": {"name": "x", "measurements": {"m": 1.5}}},
                    {"type": "Feature", "geometry": None,
                     "properties": {"n": "a \"b\" [c] {d"}},
                    {"type": "Feature", "id": 7, "geometry": {
                        "type": "MultiPoint",
                        "coordinates": [[1, 2], [3.5, 4]]}}],
                "last": "kept, too"}
        source, target = self.path("in.geojson"), self.path("out.geojson")
        for whole in (data, data["features"], data["features"][0]):
            with open(source, "w", encoding="utf-8") as f:
                json.dump(whole, f)
            self.map(source, target, "reference", plain, "--force")
            want = json.loads(json.dumps(whole))
            features = (want["features"] if whole is data else
                        want if isinstance(want, list) else [want])
            features[0]["geometry"]["coordinates"] = [15, 27, 3]
            if len(features) > 1:
                features[2]["geometry"]["coordinates"] = [[6, 9], [8.5, 11]]
            with open(target, encoding="utf-8") as f:
                self.assertEqual(json.load(f), want)

    def test_several_moving_slides(self):
        one = session_file.run([1, 0, 5, 0, 1, 0], WIDTH, HEIGHT)
        two = session_file.run([1, 0, 9, 0, 1, 0], WIDTH, HEIGHT)
        session = self.write("two.saffron",
                             {"moving.png": one, "second.png": two})
        self.map(self.input, self.path("out.csv"), "reference", session,
                 "--moving", "second")
        self.assertAlmostEqual(read_points(self.path("out.csv"))[0][1],
                               self.points[0][1] + 9, places=3)
        os.remove(self.path("out.csv"))
        for more in ([], ["--moving", "third"]):
            self.fails(1, "two.saffron", "points", session, "--from", "moving",
                       self.input, self.path("out.csv"), *more)

    def test_unverified_is_said(self):
        session = self.write("doubt.saffron", {"moving.png": session_file.run(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT, verified=False)})
        result = self.map(self.input, self.path("out.csv"), "moving", session,
                          status=3)
        self.assertIn("unverified", result.stderr)
        self.assertEqual(len(read_points(self.path("out.csv"))), 100)

    def test_files_give_no_orders_to_the_terminal(self):
        run = session_file.run([1, 0, 0, 0, 1, 0], WIDTH, HEIGHT,
                               verified=False)
        run["reasons"] = ["bad \x1b[31mred\x07\nsecond \u202eline\x9b2J"]
        session = self.write("evil.saffron", {"m\x1b[2J\nx.tif": run})
        result = cli("points", session, "--to", "moving", self.input,
                     self.path("out.csv"))
        self.assertEqual(result.returncode, 3, result.stderr)
        lines = result.stderr.rstrip("\n").split("\n")
        self.assertEqual(len(lines), 2, result.stderr)
        self.assertIn("m\\x1b[2J x.tif", lines[0])
        self.assertIn("bad \\x1b[31mred\\x07 second \\u202eline\\x9b2J",
                      lines[1])
        self.assertTrue(all(c.isprintable() for c in "".join(lines)))

    def test_outside_is_said(self):
        self.assertEqual(self.map(self.input, self.path("in-bounds.csv"),
                                  "reference").stderr, "")
        far = [("a", 10, 10), ("b", -400, 20), ("c", 50, HEIGHT + 900)]
        write_points(self.input, far)
        result = self.map(self.input, self.path("out.csv"), "reference")
        self.assertIn("2 of 3 points lie outside the reference",
                      result.stderr)
        result = self.map(self.path("out.csv"), self.path("back.csv"),
                          "moving")
        self.assertIn("2 of 3 points lie outside the reference",
                      result.stderr)

    def test_large_numbers_are_whole(self):
        with open(self.input, "w", encoding="utf-8") as f:
            f.write(",X,Y\na,1e36,2\nb,1e300,-1e300\n")
        plain = self.write("plain.saffron", {"moving.png": session_file.run(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT)})
        self.map(self.input, self.path("out.csv"), "reference", plain)
        got = read_points(self.path("out.csv"))
        self.assertEqual([p[1:] for p in got],
                         [(1e36, 2.0), (1e300, -1e300)])

    def test_geojson(self):
        # The input's format is found by its content, the output's by its name.
        # The points are the same as with tables, and keep their names.
        source, target = self.path("in.geojson"), self.path("out.geojson")
        features = [{"type": "Feature", "geometry": {
            "type": "Point", "coordinates": [x, y]},
            "properties": {"name": label}} for label, x, y in self.points]
        with open(source, "w", encoding="utf-8") as f:
            json.dump({"type": "FeatureCollection", "features": features}, f)
        self.map(source, target, "reference")
        self.map(self.input, self.path("out.csv"), "reference")
        with open(target, encoding="utf-8") as f:
            got = json.load(f)["features"]
        self.assertEqual([g["properties"]["name"] for g in got],
                         [label for label, _, _ in self.points])
        for g, want in zip(got, read_points(self.path("out.csv"))):
            for a, b in zip(g["geometry"]["coordinates"], want[1:]):
                self.assertAlmostEqual(a, b, delta=2e-3)

    def test_geojson_what_is_no_point(self):
        source = self.path("in.geojson")
        area = {"type": "Polygon",
                "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]]]}
        features = [{"type": "Feature", "geometry": area, "properties": {}},
                    {"type": "Feature", "properties": {}, "geometry": {
                        "type": "Point", "coordinates": [5, 6]}}]
        with open(source, "w", encoding="utf-8") as f:
            json.dump({"type": "FeatureCollection", "features": features}, f)
        result = self.map(source, self.path("out.csv"), "reference")
        self.assertIn("in.geojson: 1 feature is not a point", result.stderr)
        self.assertEqual(len(read_points(self.path("out.csv"))), 1)

    def test_wrong_usage(self):
        out = self.path("out.csv")
        for arguments in ([], ["--from", "moving", "--to", "moving"],
                          ["--from", "left"], ["--to", "right"],
                          ["--from", "moving", "--nonsense"]):
            self.fails(2, "saffron-cli points:", "points", self.session,
                       self.input, out, *arguments)
        self.fails(2, "usage", "points", self.session, "--from", "moving",
                   self.input)

    def test_never_writes_over_what_it_reads(self):
        self.fails(1, "is an input", "points", self.session, "--from",
                   "moving", self.input, self.input)
        link = self.path("link.csv")
        os.symlink(self.input, link)
        self.fails(1, "is an input", "points", self.session, "--from",
                   "moving", self.input, link)
        for name in ("run.saffron", "moving.png", "reference.png"):
            with open(self.path(name), "rb") as f:
                before = f.read()
            self.fails(1, name, "points", self.session, "--from", "moving",
                       self.input, self.path(name))
            with open(self.path(name), "rb") as f:
                self.assertEqual(f.read(), before)

    def test_bad_input(self):
        bad, out = self.path("bad.csv"), self.path("out.csv")
        for text, said in (("", "bad.csv"), (",X,Y\n1,2\n", "line 2"),
                           (",X,Y\n1,inf,2\n", "line 2"), ("hello\n", "X,Y"),
                           (",X,Y\n", "no points")):
            with open(bad, "w", encoding="utf-8") as f:
                f.write(text)
            self.fails(1, said, "points", self.session, "--from", "moving", bad,
                       out)
        self.fails(1, "missing.csv", "points", self.session, "--from",
                   "moving", self.path("missing.csv"), out)
        self.fails(1, "missing.saffron", "points",
                   self.path("missing.saffron"), "--from", "moving",
                   self.input, out)
        self.fails(1, "in.csv", "points", self.input, "--from", "moving",
                   self.input, out)
        self.fails(1, "nowhere", "points", self.session, "--from", "moving",
                   self.input, self.path("nowhere/out.csv"))
        session = self.write("bare.saffron", {"moving.png": None})
        self.fails(1, "not registered", "points", session, "--from", "moving",
                   self.input, out)


def sample(line, step=3.0):
    """Places along a line, ends and corners included."""
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        n = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
        for k in range(n):
            yield x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n
    yield tuple(line[-1])


def distance_to_line(p, line):
    """From a place to the nearest place of a line."""
    best = math.inf
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        dx, dy = x1 - x0, y1 - y0
        along = (p[0] - x0) * dx + (p[1] - y0) * dy
        t = min(1, max(0, along / (dx * dx + dy * dy or 1)))
        best = min(best, math.hypot(p[0] - x0 - t * dx, p[1] - y0 - t * dy))
    return best


RING = [[300, 200], [2500, 300], [2300, 1700], [400, 1500], [300, 200]]
HOLE = [[800, 700], [900, 1200], [1600, 1100], [800, 700]]


class Annotations(Case):
    def write_features(self, *geometries, **members):
        source = self.path("in.geojson")
        with open(source, "w", encoding="utf-8") as f:
            json.dump({"type": "FeatureCollection", "features": [
                {"type": "Feature", "id": k, "geometry": g, **members}
                for k, g in enumerate(geometries)]}, f)
        return source

    def map_features(self, direction, *geometries, session=None, said="",
                     **members):
        result = self.map(self.write_features(*geometries, **members),
                          self.path("out.geojson"), direction, session, "-f")
        if said is not None:
            self.assertEqual(
                result.stderr.replace(self.folder.name + "/", ""), said)
        with open(self.path("out.geojson"), encoding="utf-8") as f:
            return json.load(f)["features"]

    def follows(self, direction, before, after):
        """Each place of the line lies within a pixel of where it belongs, and
        the line goes nowhere else."""
        dense = [(str(k), x, y) for k, (x, y) in enumerate(sample(before))]
        write_points(self.input, dense)
        self.map(self.input, self.path("dense.csv"), direction, None, "-f")
        want = [p[1:] for p in read_points(self.path("dense.csv"))]
        self.assertLess(max(distance_to_line(p, after) for p in want), 1)
        self.assertLess(max(distance_to_line(p, want) for p in after), 1)

    def test_edges_follow_the_transform(self):
        for direction in ("moving", "reference"):
            got = self.map_features(
                direction,
                {"type": "Polygon", "coordinates": [RING, HOLE]},
                {"type": "LineString", "coordinates": RING[:2]},
                {"type": "MultiPolygon",
                 "coordinates": [[RING], [HOLE]]},
                {"type": "MultiLineString", "coordinates": [HOLE, RING[:3]]},
                {"type": "GeometryCollection", "geometries": [
                    {"type": "LineString", "coordinates": RING[2:]}]},
                said=None)
            shapes = [g["geometry"].get("coordinates") for g in got]
            for before, after in (
                    (RING, shapes[0][0]), (HOLE, shapes[0][1]),
                    (RING[:2], shapes[1]), (RING, shapes[2][0][0]),
                    (HOLE, shapes[2][1][0]), (HOLE, shapes[3][0]),
                    (RING[:3], shapes[3][1]),
                    (RING[2:],
                     got[4]["geometry"]["geometries"][0]["coordinates"])):
                self.follows(direction, before, after)
                self.assertGreater(len(after), len(before))
                self.assertLess(len(after), 40 * len(before))
            for ring in (*shapes[0], shapes[2][0][0]):
                self.assertEqual(ring[0], ring[-1])

    def test_straight_edges_stay(self):
        plain = self.write("plain.saffron", {"moving.png": session_file.run(
            session_file.similarity(30, 1.1, 400, -200), WIDTH, HEIGHT)})
        got = self.map_features("reference", {
            "type": "Polygon", "coordinates": [RING]}, session=plain)
        self.assertEqual(len(got[0]["geometry"]["coordinates"][0]), len(RING))

    def test_what_would_be_false_goes(self):
        ring = [[10, 10], [30, 10], [30, 30], [10, 10]]
        got = self.map_features(
            "reference",
            {"type": "Polygon", "coordinates": [ring], "isEllipse": True,
             "bbox": [10, 10, 30, 30]},
            bbox=[10, 10, 30, 30], properties={"name": "Tumour \u03b2"},
            nucleusGeometry={"type": "Polygon", "coordinates": [ring]})[0]
        self.assertNotIn("bbox", got)
        self.assertNotIn("bbox", got["geometry"])
        self.assertIs(got["geometry"]["isEllipse"], False)
        self.assertEqual(got["properties"], {"name": "Tumour \u03b2"})
        self.assertEqual(got["nucleusGeometry"]["coordinates"],
                         got["geometry"]["coordinates"])

    def test_tear(self):
        in_gap = [[1550, 100], [1650, 100], [1650, 200], [1550, 100]]
        across = [[1000, 500], [2000, 500], [2000, 900], [1000, 900],
                  [1000, 500]]
        begins_lost = [[1600, 500], [2000, 500], [2000, 900], [1600, 500]]
        got = self.map_features(
            "moving", {"type": "Polygon", "coordinates": [in_gap]},
            {"type": "Polygon", "coordinates": [across]},
            {"type": "Polygon", "coordinates": [begins_lost]},
            {"type": "Point", "coordinates": [1600, 900]},
            session=self.torn_session(),
            said="out.geojson: 1 of 1 points has no certain counterpart and is "
                 "left out\n"
                 "out.geojson: 1 of 3 lines and polygons has no certain "
                 "counterpart and is left out\n"
                 "out.geojson: 2 of 3 lines and polygons have parts without a "
                 "certain counterpart, which are left out\n")
        self.assertEqual([g["id"] for g in got], [1, 2])
        for feature in got:
            ring = feature["geometry"]["coordinates"][0]
            self.assertEqual(ring[0], ring[-1])
            self.assertEqual(max(x for x, _ in ring), 1800)
        self.assertIn([1000, 500], got[0]["geometry"]["coordinates"][0])

    def test_one_feature_that_is_lost(self):
        source = self.path("in.geojson")
        for whole in ({"type": "Point", "coordinates": [1600, 900]},
                      {"type": "Feature", "geometry": {
                          "type": "Point", "coordinates": [1600, 900]}}):
            with open(source, "w", encoding="utf-8") as f:
                json.dump(whole, f)
            self.map(source, self.path("out.geojson"), "moving",
                     self.torn_session(), "-f")
            with open(self.path("out.geojson"), encoding="utf-8") as f:
                self.assertEqual(json.load(f), {"type": "FeatureCollection",
                                                "features": []})

    def test_beyond_the_reference_is_said(self):
        self.map_features(
            "reference", {"type": "Polygon", "coordinates": [
                [[-500, -500], [5000, -500], [5000, 5000], [-500, -500]]]},
            said="out.geojson: 1 of 1 lines and polygons reaches beyond the "
                 "reference, where the registration was not measured\n")

    def test_degenerate_shapes(self):
        got = self.map_features(
            "reference", {"type": "LineString", "coordinates": [[5, 5]]},
            {"type": "Polygon", "coordinates": [[[5, 5], [5, 5]]]},
            {"type": "Polygon", "coordinates": [[[5, 5]] * 5]})
        self.assertEqual(len(got), 3)

    def test_bad_features(self):
        good = {"type": "Point", "coordinates": [1, 2]}
        for bad, said in (
                ({"type": "Polygon", "coordinates": [[1, 2]]}, "[x, y]"),
                ({"type": "Polygon", "coordinates": 5}, "a list"),
                ({"type": "Polygon"}, "a list"),
                ({"type": "Polygon", "coordinates": [[[1, "2"]]]}, "numbers"),
                ({"type": "LineString", "coordinates": [[1, 10**400]]},
                 "too large"),
                ({"type": "Circle", "coordinates": [1, 2]}, "no type"),
                ({"type": "GeometryCollection"}, "a list"),
                ([1], "a group of values")):
            source = self.write_features(good, bad)
            self.fails(1, "in.geojson, feature 2: ", "points", self.session,
                       "--from", "moving", source, self.path("out.geojson"))
            result = cli("points", self.session, "--from", "moving", source,
                         self.path("out.geojson"))
            self.assertIn(said, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_many_cells_in_little_memory(self):
        ring = [[10, 10], [30, 10], [30, 30], [10, 10]]
        source = self.write_features(
            *[{"type": "Polygon", "coordinates": [ring * 8]}] * 8000)
        self.assertGreater(os.path.getsize(source), 3e6)
        child = subprocess.Popen([CLI, "points", self.session, "--to",
                                  "moving", source, self.path("out.geojson")])
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 0)
        # As a whole the file would take more than 100 MB.
        self.assertLess(used.ru_maxrss, 60 * 1024)
        with open(self.path("out.geojson"), encoding="utf-8") as f:
            self.assertEqual(len(json.load(f)["features"]), 8000)


class Evaluate(Case):
    def evaluate(self, *arguments, session=None):
        return cli("evaluate", session or self.session,
                   "--reference-landmarks", self.input, "--moving-landmarks",
                   self.path("moving.csv"), *arguments)

    def test_known_errors(self):
        self.map(self.input, self.path("moving.csv"), "reference")
        # The first ten landmarks are shifted by (3, 4) px on the reference.
        moved = [(n, x + 3, y + 4) if k < 10 else (n, x, y)
                 for k, (n, x, y) in enumerate(self.points)]
        write_points(self.input, moved)
        result = self.evaluate("--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        self.assertTrue(found["verified"])
        self.assertEqual(found["pairs"], 100)
        self.assertAlmostEqual(found["tre_px"]["max"], 5, places=2)
        self.assertAlmostEqual(found["tre_px"]["mean"], 0.5, places=2)
        self.assertLess(found["tre_px"]["median"], 1e-2)
        diagonal = math.hypot(WIDTH, HEIGHT)
        self.assertAlmostEqual(found["rtre"]["max"], 5 / diagonal, places=5)
        self.assertAlmostEqual(found["landmarks"][3]["tre_px"], 5, places=2)
        self.assertEqual(found["landmarks"][3]["label"], "p3")
        # There is no slide to measure robustness on: null, and a message.
        self.assertIsNone(found["robustness"])
        self.assertIn("robustness", result.stderr)
        self.assertIn("100 landmark pairs, verified", self.evaluate().stdout)

    def test_table_of_large_errors(self):
        self.map(self.input, self.path("moving.csv"), "reference")
        write_points(self.input, [(n, 1e40 if k == 0 else x, y)
                                  for k, (n, x, y) in enumerate(self.points)])
        lines = self.evaluate().stdout.split("\n")
        self.assertIn("1.00e+40", lines[3])
        self.assertLess(len(lines[3]), 90)

    def test_unverified_exits_3(self):
        self.map(self.input, self.path("moving.csv"), "reference")
        session = self.write("doubt.saffron", {"moving.png": session_file.run(
            [1, 0, 0, 0, 1, 0], WIDTH, HEIGHT, verified=False)})
        result = self.evaluate("--json", session=session)
        self.assertEqual(result.returncode, 3)
        self.assertFalse(json.loads(result.stdout)["verified"])

    def test_lists_of_unequal_length(self):
        self.map(self.input, self.path("moving.csv"), "reference")
        write_points(self.input, self.points[:60])
        result = self.evaluate("--json")
        self.assertEqual(json.loads(result.stdout)["pairs"], 60)
        self.assertIn("40 of 100", result.stderr)

    def test_wrong_usage(self):
        self.fails(2, "needed", "evaluate", self.session)
        self.fails(1, "moving.csv", "evaluate", self.session, "-r", self.input,
                   "-l", self.path("moving.csv"))


if __name__ == "__main__":
    unittest.main()
