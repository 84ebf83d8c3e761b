#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Malformed sessions, parameters and tables of points are read, or refused
with one line, within limits of time and memory, and leave no files."""

import copy
import json
import os
import random

import harness
from harness import bounded, check

MUTATIONS = int(os.environ.get("SAFFRON_MUTATIONS", "120"))

folder = harness.scratch()
work = os.path.join(folder, "work")
os.makedirs(work)
reference, moving = harness.make_slides(os.path.join(work, "slides"), 500)
session = os.path.join(work, "pair.saffron")
points = os.path.join(work, "slides", "slide2.csv")
out = os.path.join(work, "out.csv")
check(harness.run("register", reference, moving, "-o",
                  session).returncode in (0, 3), "a session")
with open(session, encoding="utf-8") as f:
    saved = f.read()


def write(name, data):
    path = os.path.join(work, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def as_session(path, **options):
    """Reads the file as a session by mapping points, which needs all of a run.
    Checks that a table is written if and only if that succeeds."""
    result = bounded(["points", path, "--from", "moving", "--to", "reference",
                      points, out], path, status=(0, 1, 3), **options)
    check(result.returncode == 1 or os.path.exists(out), "no table", path)
    if os.path.exists(out):
        check(result.returncode != 1, "a table of", path)
        os.remove(out)
    return result


def as_params(path, **options):
    return bounded(["params", "--params", path], path, status=(0, 1, 2),
                   **options)


def as_points(path, **options):
    result = bounded(["points", session, "--from", "moving", "--to",
                      "reference", path, out], path, status=(0, 1, 3),
                     **options)
    check((result.returncode != 1) == os.path.exists(out), "a table", path)
    os.path.exists(out) and os.remove(out)
    return result


def deep_and_long():
    for name, text in {
            "lists": "[" * 100000 + "]" * 100000,
            "objects": '{"a":' * 100000 + "1" + "}" * 100000,
            "strings": '{"a": "' + "\\\\\\\"[" * 100000 + '"}',
            "key": '{"' + "k" * 10 ** 7 + '": 1}',
            "many": "{" + ",".join(f'"k{i}": {i}' for i in range(200000))
                    + "}",
            "digits": '{"version": ' + "9" * 10 ** 6 + "}",
            "exponent": '{"version": 1e' + "9" * 10 ** 5 + "}",
            "twice": '{"version": 1, "version": [1], "format": "saffron"}',
            "nul": '{"a": "\0"}', "surrogate": '{"a": "\\ud800"}',
            "bom": "\ufeff" + saved, "comment": "/*" * 100000,
            "trailing": saved + saved}.items():
        path = write(f"{name}.json", text)
        as_session(path, megabytes=900)
        as_params(path, megabytes=900)
    for name, data in {"latin": b'{"a": "\xe9"}', "utf16":
                       saved.encode("utf-16"), "bytes": bytes(range(256))
                       }.items():
        path = write(f"{name}.json", data)
        check(as_session(path).returncode == 1, name)
        as_params(path)


def no_files():
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    big = os.path.join(folder, "big")
    with open(big, "wb") as f:
        f.truncate(10 ** 10)
    loop = os.path.join(folder, "loop")
    os.symlink(loop, loop)
    for path in (fifo, big, loop, folder, "/dev/zero", "/dev/urandom",
                 "/dev/null", "/proc/self/mem"):
        for use in (as_session, as_params, as_points):
            check(use(path).returncode != 0, use.__name__, path)


def tables():
    # A line of 1e9 bytes is refused by its size alone.
    path = write("gigabyte.csv", b",X,Y\n")
    os.truncate(path, 10 ** 9)
    check(as_points(path, megabytes=150).returncode == 1, "a gigabyte")
    os.remove(path)
    for name, text in {
            "line": ",X,Y\n" + "1" * 10 ** 8 + ",2,3\n",
            "header": "X" * 10 ** 8,
            "fields": ",X,Y\n1,2,3" + "," * 10 ** 6 + "\n",
            "quote": ',X,Y\n"' + "a" * 10 ** 7,
            "label": ',X,Y\n"' + "a\n" * 10 ** 6 + '",2,3\n',
            "lines": ",X,Y\n" + "\n" * 10 ** 7,
            "huge": ",X,Y\n1,1e308,-1e308\n2,5e-324,0\n",
            "nan": ",X,Y\n1,nan,inf\n"}.items():
        as_points(write(f"{name}.csv", text), megabytes=900)


def parameters():
    known = ["max_processed_dim", "max_non_rigid_dim", "micro_reg_fraction",
             "num_features", "max_image_dim", "qc_level", "deformable"]
    values = ["NaN", "Infinity", "-1", "1e999", "-1e999", "99999999999999999",
              "1e308", "0.5", "null", "[]", "{}", '"x"', "true", '"NaN"',
              "-0.0", "1e-320", '"' + "x" * 10000 + '"']
    for name in known:
        for value in values:
            as_params(write("p.json", f'{{"{name}": {value}}}'))
            said = harness.run("params", "--set",
                               f"{name}={value.strip(chr(34))}")
            check(said.returncode in (0, 1, 2), name, value, said)
            if said.returncode == 0:
                check("nan" not in said.stdout.lower(), name, value)


def places(node, at=()):
    """Yields the path of each value in a document, as a tuple of keys."""
    yield at
    items = (node.items() if isinstance(node, dict)
             else enumerate(node) if isinstance(node, list) else ())
    for key, value in items:
        yield from places(value, at + (key,))


def mutated(document, rng):
    """Returns a copy in which one to three values are deleted, doubled, added
    or replaced by strange ones."""
    strange = [None, True, False, 0, -1, 1, 0.5, 1e308, -1e308, 2 ** 31,
               2 ** 53, -2 ** 63, "", "x", "é" * 999, "../../../etc/passwd",
               "/dev/zero", [], {}, [[]], [{}], [None] * 9, [1e300] * 6,
               {"a": 1}, "NaN", 1e-308]
    document = copy.deepcopy(document)
    for _ in range(rng.randint(1, 3)):
        way = rng.choice([w for w in places(document) if w])
        node = document
        for key in way[:-1]:
            node = node[key]
        kind = rng.randrange(4)
        if kind == 0:
            del node[way[-1]]
        elif kind == 1 and isinstance(node, list):
            node.extend(copy.deepcopy(node[:99]))
        elif kind == 2 and isinstance(node, dict):
            node[rng.choice(list(node)) + "x"] = rng.choice(strange)
        else:
            node[way[-1]] = rng.choice(strange)
    return document


def mutations():
    """Reads mutated files, the same ones in every run of the test."""
    rng = random.Random(20241)
    document = json.loads(saved)
    accepted = 0
    for _ in range(MUTATIONS):
        path = write("mutated.saffron", json.dumps(mutated(document, rng)))
        accepted += as_session(path).returncode == 0
    check(accepted < MUTATIONS, "nothing was refused")
    raw = saved.encode()
    for _ in range(MUTATIONS):
        data = bytearray(raw)
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(data))
            if rng.randrange(5) == 0:
                del data[at:at + rng.randint(1, 999)]
            else:
                data[at] = rng.choice(b'[]{}",:0-9eE.\\\0\xff\n') \
                    if rng.randrange(2) else rng.randrange(256)
        as_session(write("mutated.saffron", bytes(data)))
    with open(points, "rb") as f:
        table = f.read()
    for _ in range(MUTATIONS):
        data = bytearray(table)
        for _ in range(rng.randint(1, 9)):
            data[rng.randrange(min(len(data), 400))] = rng.choice(
                b',;"\t\n\r-eE.0\0\xff')
        as_points(write("mutated.csv", bytes(data)))
    print(f"{3 * MUTATIONS} mutations, {accepted} sessions still good")


def names():
    """Checks that names of files may be bytes that are not valid UTF-8."""
    odd = os.path.join(os.fsencode(work), b"odd \xff\xfe\n$(x) %s")
    os.mkdir(odd)
    pair = [os.path.join(odd, b"%d\xe9.ome.tif" % i) for i in range(2)]
    for source, target in zip((reference, moving), pair):
        os.link(source, target)
        check(bounded(["info", target], None).returncode == 0, target)
    target = os.path.join(odd, b"\xff.saffron")
    result = harness.Bounded(["register", *pair, "-o", target, "--set",
                              "deformable=false"])
    check(result.returncode in (0, 3), "names:", result.stderr)
    result = harness.Bounded(["points", target, "--from", "moving", "--to",
                              "reference", points,
                              os.path.join(odd, b"\xfe.csv")])
    check(result.returncode == 0, "names:", result.stderr)
    result = harness.Bounded(["qc", target, "-o", odd])
    check(result.returncode in (0, 3), "names:", result.stderr)
    result = bounded(["info", os.path.join(odd, b"\xfd missing")], None,
                     status=(1,))


no_files()
tables()
deep_and_long()
parameters()
mutations()
names()
print("ok")
