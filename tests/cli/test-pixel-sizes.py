#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pixel size that is wrong costs no registration: the scale that the tissue
shows is found, and the run says by how much the files are wrong."""

import json
import os

import tifffile

import harness
from harness import check

folder = harness.scratch()
done = harness.run("synth", os.path.join(folder, "in"), "--width", 700,
                   "--height", 700, "--channels", 1, "--seed", 4,
                   "--layout", "flat", "--scale", 1, "--rotation", "20:20")
check(done.returncode == 0, done.stderr)
images = [tifffile.imread(os.path.join(folder, "in", name), key=0)
          for name in sorted(os.listdir(os.path.join(folder, "in")))
          if name.endswith(".tif")]


def save(name, image, size):
    path = os.path.join(folder, name)
    tifffile.imwrite(path, image, ome=True, photometric="minisblack",
                     metadata={"axes": "YX",
                               "Channel": {"Name": ["DAPI"]},
                               "PhysicalSizeX": size,
                               "PhysicalSizeXUnit": "µm",
                               "PhysicalSizeY": size,
                               "PhysicalSizeYUnit": "µm"})
    return path


def register(factor):
    """Registers slides of which the moving one says that its pixels are so
    many times as large as they are; returns the run."""
    out = os.path.join(folder, "run.saffron")
    done = harness.run("register", save("ref.ome.tif", images[0], 0.5),
                       save("mov.ome.tif", images[1], 0.5 * factor),
                       "-o", out, "--force", "--set", "deformable=false")
    check(done.returncode == 0, factor, done.stdout, done.stderr)
    with open(out, encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"][0]


def reason(run):
    found = [r for r in run["reasons"] if r["code"] == "pixel-sizes"]
    return found[0]["values"] if found else None


check(reason(register(1)) is None, "a right size is told as a wrong one")
for factor in (0.5, 3):
    said = reason(register(factor))
    check(said is not None, factor, "is not told")
    check(abs(said["scale"] - 1) < 0.1, factor, said)
    check(abs(said["expected"] - 1 / factor) < 0.01, factor, said)
print("ok")
