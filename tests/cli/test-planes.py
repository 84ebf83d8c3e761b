#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three grey planes that are bright together are a brightfield picture, and
fluorescence in three channels is not; the kind can be said for one slide."""

import json
import os

import numpy as np
import tifffile

import harness
from harness import check, run

folder = harness.scratch()
rng = np.random.default_rng(9)
SIZE = 500


def path(name):
    return os.path.join(folder, name)


def write(name, planes, names=None, ome=True):
    metadata = {"axes": "CYX"} if ome else None
    if names:
        metadata["Channel"] = {"Name": names}
    tifffile.imwrite(path(name), planes, photometric="minisblack", ome=ome,
                     metadata=metadata)


def about(name):
    result = run("info", "--json", path(name))
    check(result.returncode == 0, name, result)
    return json.loads(result.stdout)


def is_rgb(name):
    slide = about(name)
    noted = any("bright together" in note for note in slide["notes"])
    bright = slide["kind"] == "brightfield"
    check(noted == bright, slide)
    if bright:
        check([c["name"] for c in slide["channels"]]
              == ["Red", "Green", "Blue"], slide)
    return bright


def main():
    result = run("synth", path("he"), f"--width={SIZE}", f"--height={SIZE}",
                 "--kind=he", "--seed=4", "--compression=deflate")
    check(result.returncode == 0, result)
    slides = [os.path.join("he", n) for n in sorted(os.listdir(path("he")))
              if n.endswith(".tif")]
    rgb = tifffile.imread(path(slides[1])).astype(np.uint8)
    planes = np.ascontiguousarray(rgb.transpose(2, 0, 1))
    padded = np.pad(planes, ((0, 0), (200, 300), (300, 200)))
    write("planes.ome.tif", planes)
    write("pages.tif", planes, ome=False)
    write("deep.ome.tif", planes.astype(np.uint16) * 16)
    write("padded.ome.tif", padded)
    write("floats.ome.tif", planes.astype(np.float32) / 255)
    write("large-floats.ome.tif", planes.astype(np.float32))
    for name in ("planes.ome.tif", "pages.tif", "deep.ome.tif",
                 "padded.ome.tif", "floats.ome.tif", "large-floats.ome.tif"):
        check(is_rgb(name), name)

    # Spots that shine, on nothing, on a high offset, and saturated.
    spots = np.zeros((3, SIZE, SIZE))
    for c in range(3):
        for y, x in rng.integers(0, SIZE - 9, (150, 2)):
            spots[c, y:y + 9, x:x + 9] += rng.uniform(20, 90)
    noise = rng.normal(0, 2, spots.shape)
    for name, offset, kind in (("dark", 0, np.uint8), ("offset", 160, np.uint8),
                               ("deep", 160, np.uint16),
                               ("camera", 100, np.uint16),
                               ("float", 0, np.float32),
                               ("float-offset", 160, np.float32)):
        write(f"f-{name}.ome.tif",
              (spots + offset + noise).clip(0, 255).astype(kind))
        check(not is_rgb(f"f-{name}.ome.tif"), name)
    # Of a slide with a nuclear stain the planes are channels.
    write("named.ome.tif", planes, ["DAPI", "CD3", "CD8"])
    check(not is_rgb("named.ome.tif"), "named")

    # Dark RGB, taken for brightfield because a person says so.
    dark = np.moveaxis((spots / 2 + 20 + noise).clip(0, 255), 0, -1)
    tifffile.imwrite(path("dark.tif"), dark.astype(np.uint8),
                     photometric="rgb", metadata=None)
    for key, reason in (("kind", 2), ("moving_kind", 1)):
        result = run("register", path(slides[0]), path("dark.tif"), "-f",
                     "--set", f"{key}=brightfield", "--set",
                     "deformable=false", "-o", path("a.saffron"))
        check(result.returncode in (0, 3), key, result)
        check("CRITICAL" not in result.stderr, key, result)
        with open(path("a.saffron"), encoding="utf-8") as f:
            saved = json.load(f)["moving"][0]["runs"][0]
        looks = [saved[f"{side}_look"] for side in ("reference", "moving")]
        check(looks[1]["kind"] == "optical-density", key, looks)
        asked = [look["reason"]["code"] == "look-kind-asked" for look in looks]
        check(sum(asked) == reason, key, looks)
    print("ok")


main()
