#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of a Z stack the sharpest plane is read, of several images in a file the
largest, and the notes say which."""

import json
import os
import sys

import numpy as np
import tifffile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from harness import check, run  # noqa: E402

folder = harness.scratch()
rng = np.random.default_rng(6)


def path(name):
    return os.path.join(folder, name)


def blur(a, n):
    for _ in range(n):
        a = (np.roll(a, 1, 0) + np.roll(a, -1, 0) + np.roll(a, 1, 1)
             + np.roll(a, -1, 1) + a) / 5
    return a


def nuclei(height, width):
    """Spots as large as nuclei, a few pixels wide."""
    a = np.zeros((height, width))
    for y, x in zip(rng.integers(0, height, 80), rng.integers(0, width, 80)):
        a[y:y + 6, x:x + 6] += 3000
    return a


def stack(n, sharp, height=300, width=400):
    """A stack of which plane @sharp, from 0, is in focus, with noise that is
    the same in all."""
    a = nuclei(height, width)
    return np.stack([blur(a, 12 * abs(z - sharp)) + 500
                     + rng.normal(0, 40, a.shape) for z in range(n)]
                    ).clip(0, 65535).astype(np.uint16)


def about(name, *options):
    result = run("info", "--json", path(name), *options)
    check(result.returncode == 0, name, result)
    return json.loads(result.stdout)


def check_sharpest():
    for sharp in (0, 2, 4):
        z = stack(5, sharp)
        two = np.stack([z, z // 2])
        for axes, data in (("ZYX", z), ("CZYX", two),
                           ("ZCYX", np.moveaxis(two, 0, 1))):
            name = f"{axes}{sharp}.ome.tif"
            tifffile.imwrite(path(name), data, photometric="minisblack",
                             metadata={"axes": axes}, ome=True)
            slide = about(name)
            check(len(slide["channels"]) == data.size // z.size, slide)
            check(f"Z plane {sharp + 1} of 5, the sharpest, is read"
                  in slide["notes"], axes, sharp, slide["notes"])
        tifffile.imwrite(path(f"ij{sharp}.tif"), z, imagej=True,
                         metadata={"axes": "ZYX"})
        check(f"Z plane {sharp + 1} of 5, the sharpest, is read"
              in about(f"ij{sharp}.tif")["notes"], about(f"ij{sharp}.tif"))


def check_nuclear():
    """The nuclear channel decides, wherever it is."""
    data = np.stack([stack(3, 0), stack(3, 2)], axis=1)
    tifffile.imwrite(path("named.ome.tif"), data, photometric="minisblack",
                     metadata={"axes": "ZCYX",
                               "Channel": {"Name": ["CD3", "DAPI"]}}, ome=True)
    check("Z plane 3 of 3, the sharpest, is read"
          in about("named.ome.tif")["notes"], about("named.ome.tif"))


def check_pyramid():
    """The levels of a stack are those of the plane that is read."""
    z = stack(3, 1, 600, 800)
    with tifffile.TiffWriter(path("pyramid.ome.tif"), ome=True) as tif:
        tif.write(z, subifds=1, photometric="minisblack", tile=(128, 128),
                  metadata={"axes": "ZYX"})
        tif.write(z[:, ::2, ::2], subfiletype=1, photometric="minisblack",
                  tile=(128, 128))
    slide = about("pyramid.ome.tif")
    check(len(slide["levels"]) == 2 and len(slide["channels"]) == 1, slide)
    check("Z plane 2 of 3, the sharpest, is read" in slide["notes"], slide)


def write_scenes():
    with tifffile.TiffWriter(path("scenes.ome.tif"), ome=True) as tif:
        for height, width, name in ((100, 120, "label"), (300, 400, "left"),
                                    (200, 300, "right")):
            tif.write(stack(1, 0, height, width)[0], photometric="minisblack",
                      metadata={"axes": "YX", "Name": name})


def check_scenes():
    write_scenes()
    slide = about("scenes.ome.tif")
    check((slide["width"], slide["height"]) == (400, 300), slide)
    check("Scene 2 of 3 is read (1: label, 120 × 100, 2: left, 400 × 300, "
          "3: right, 300 × 200)" in slide["notes"], slide)


check_sharpest()
check_nuclear()
check_pyramid()
check_scenes()
print("ok")
