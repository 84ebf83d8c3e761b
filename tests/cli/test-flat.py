#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slide without smaller levels and with so many channels that they would not
fit into the cache is registered all the same: levels are made of the channel
that is looked at. An estimate makes none."""

import json
import os
import sys

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "slide"))
import harness  # noqa: E402
from harness import check, run  # noqa: E402
from zarr_maker import multiscales, write_json, write_v2  # noqa: E402

folder = harness.scratch()
rng = np.random.default_rng(3)
HEIGHT, WIDTH = 900, 4200
# The smaller levels of all of these take more than 10 GB.
CHANNELS = 4090


def pyramids():
    return [os.path.join(top, name)
            for top, _, names in os.walk(os.environ["XDG_CACHE_HOME"])
            for name in names]


def write_slide(name, a):
    """Only the first channel has chunks; the others are empty."""
    path = os.path.join(folder, name)
    write_json(f"{path}/.zattrs", multiscales("cyx", names=["DAPI"]))
    write_v2(f"{path}/0", a[None], (1, 512, 512), pack=None)
    with open(f"{path}/0/.zarray", encoding="utf-8") as f:
        about = json.load(f)
    write_json(f"{path}/0/.zarray",
               {**about, "shape": [CHANNELS, HEIGHT, WIDTH]})
    return path


def main():
    nuclei = np.zeros((HEIGHT, WIDTH), np.float32)
    for y, x in zip(rng.integers(30, HEIGHT - 30, 6000),
                    rng.integers(30, WIDTH - 30, 6000)):
        nuclei[y:y + 7, x:x + 7] += rng.integers(800, 4000)
    paths = []
    for name, shift in (("one.zarr", (0, 0)), ("two.zarr", (12, -30))):
        noisy = np.roll(nuclei, shift, (0, 1)) + rng.normal(500, 40,
                                                            nuclei.shape)
        paths.append(write_slide(name, noisy.clip(0, 65535).astype("<u2")))

    result = run("estimate", *paths)
    check(result.returncode == 0 and "fine" in result.stdout, result)
    result = run("params", "--nextflow", *paths)
    check(result.returncode == 0, result)
    check(pyramids() == [], "an estimate has made", pyramids())

    result = run("register", *paths, "-o", os.path.join(folder, "r.saffron"),
                 "--set", "deformable=false")
    check(result.returncode == 0, result)
    check("no pyramid" not in result.stdout + result.stderr, result)
    check(len(pyramids()) == 2, "of one channel of each:", pyramids())
    size = sum(os.path.getsize(path) for path in pyramids())
    check(size < 2 * HEIGHT * WIDTH * 2, "more than a channel of each:", size)
    print("ok")


main()
