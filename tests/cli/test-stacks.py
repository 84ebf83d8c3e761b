#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of a Z stack the sharpest plane is read, of several images in a file the
largest, and the notes say which."""

import json
import os

import numpy as np
import tifffile

import harness
from harness import check, run

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
            check((slide["z"], slide["z_planes"], slide["scenes"])
                  == (sharp + 1, 5, []), slide)
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
    slide = about("scenes.ome.tif", "--scene", "3")
    check((slide["width"], slide["height"]) == (300, 200), slide)
    check("Scene 3 of 3 is read" in slide["notes"][0], slide)
    check((slide["scene"], slide["z"], slide["z_planes"]) == (3, 1, 1), slide)
    check(slide["scenes"] == [
        {"name": name, "width": width, "height": height}
        for width, height, name in ((120, 100, "label"), (400, 300, "left"),
                                    (300, 200, "right"))], slide)


def check_options():
    z = "ZYX4.ome.tif"
    check("Z plane 2 of 5 is read" in about(z, "--z=2")["notes"], z)
    check("Z plane 5 of 5, the sharpest, is read"
          in about(z, "--z=sharpest")["notes"], z)
    check(any("the brightest value" in note
              for note in about(z, "--z=max")["notes"]), z)
    check(about(z, "--z=max")["z"] == "max", z)
    for options, status, said in (
            (["--z=6"], 1, "there is no Z plane 6; it has 5"),
            (["--z=0"], 2, "--z 0"), (["--z=deep"], 2, "max or sharpest"),
            (["--scene=0"], 2, "--scene 0"), (["--scene=x"], 2, "--scene x"),
            (["--scene=2"], 1, "there is no scene 2"),
            (["--scene=other.tif=1"], 2, "--scene")):
        result = run("info", path(z), *options)
        check(result.returncode == status and said in result.stderr, options,
              result)
    result = run("info", path("scenes.ome.tif"), "--scene=4")
    check(result.returncode == 1 and "there is no scene 4; there are 3 (1: "
          "label" in result.stderr, result)


def planes_memory(*args):
    result = run("estimate", "--json", *args)
    check(result.returncode == 0, args, result)
    stages = json.loads(result.stdout)[0]["stages"]
    return next(s["memory"] for s in stages if s["name"] == "planes")


def check_estimates():
    """What is estimated is what would be registered."""
    pair = path("scenes.ome.tif"), path("ZYX4.ome.tif")
    largest = planes_memory(*pair)
    smallest = planes_memory(*pair, "--scene", "scenes=1")
    check(smallest < largest, smallest, largest)
    for command in (["estimate"], ["params", "--nextflow"]):
        for options, status, said in (
                (["--z", "ZYX4=2"], 0, ""),
                (["--z", "ZYX4=6"], 1, "there is no Z plane 6"),
                (["--scene", "scenes=x"], 2, "--scene scenes=x")):
            result = run(*command, *pair, *options)
            check(result.returncode == status and said in result.stderr,
                  command, options, result)


def check_session():
    """A session keeps to what was chosen, and so do its exports."""
    session, out = path("a.saffron"), path("warped.ome.tif")
    common = ["-o", session, "--set", "deformable=false"]
    result = run("register", path("scenes.ome.tif"), path("ZYX4.ome.tif"),
                 *common, "--scene", "scenes=3", "--z", "ZYX4=2")
    check(result.returncode in (0, 3), result)
    check("Scene 3 of 3" in result.stderr and "Z plane 2 of 5" in result.stderr,
          result)
    with open(session, encoding="utf-8") as f:
        saved = json.load(f)
    check(saved["reference"]["scene"] == 3 and "z" not in saved["reference"]
          and saved["moving"][0]["z"] == 2, saved)
    made = saved["moving"][0]["runs"][0]
    check(made["transform"]["width"] == 300, saved)
    check("z" not in made["reference_look"] and made["moving_look"]["z"] == 2
          and ", Z plane 2" in made["moving_channel"], made)
    result = run("warp", session, "-o", out)
    check(result.returncode in (0, 3) and "Z plane 2 of 5" in result.stderr,
          result)
    check(tifffile.imread(out).shape[-2:] == (200, 300), result)
    check(planes_memory(session) == planes_memory(
        path("scenes.ome.tif"), path("ZYX4.ome.tif"), "--scene", "scenes=3"),
          "the session's scene")
    # Another run joins without the options, but not with others.
    result = run("register", path("scenes.ome.tif"), path("ZYX4.ome.tif"),
                 *common)
    check(result.returncode in (0, 3) and "Scene 3 of 3" in result.stderr,
          result)
    for options in (["--scene", "scenes=2"], ["--z", "ZYX4=max"]):
        result = run("register", path("scenes.ome.tif"), path("ZYX4.ome.tif"),
                     *common, *options)
        check(result.returncode == 2 and "another scene or Z plane"
              in result.stderr, result)


def check_others():
    """Every command that opens slides which no session names can be told what
    to read of them; of a session's slides nothing else is read."""
    session = path("a.saffron")
    result = run("warp", session, "--image", path("ZYX0.ome.tif"), "--z=3",
                 "-o", path("image.ome.tif"))
    check(result.returncode in (0, 3), result)
    check("Z plane 3 of 5 is read" in result.stderr, result)
    result = run("warp", session, "--image", path("scenes.ome.tif"),
                 "--scene=9", "-o", path("none.ome.tif"))
    check(result.returncode == 1 and "no scene 9" in result.stderr, result)
    result = run("qc", path("ZYX4.ome.tif"), path("ZYX0.ome.tif"), "--z",
                 "ZYX4=2", "-o", folder)
    check(result.returncode == 0, result)
    check("Z plane 2 of 5 is read" in result.stderr
          and "Z plane 1 of 5, the sharpest" in result.stderr, result)
    for command in (["warp", session, "-o", path("none.ome.tif")],
                    ["qc", session, "-o", folder]):
        result = run(*command, "--z=2")
        check(result.returncode == 2 and "what was registered" in result.stderr,
              result)


def check_batch():
    out = path("batch")
    common = [path("ZYX4.ome.tif"), path("ZYX2.ome.tif"), "-o", out,
              "--no-warp", "--no-qc", "--no-report", "--set",
              "deformable=false"]
    result = run("batch", *common, "--z", "gone=4")
    check(result.returncode == 2 and "--z" in result.stderr, result)
    result = run("batch", *common, "--z=5", "--z", "ZYX2=4")
    check(result.returncode in (0, 3), result)
    made = [os.path.join(folder, name) for folder, _, names in os.walk(out)
            for name in names if name.endswith(".saffron")]
    with open(made[0], encoding="utf-8") as f:
        saved = json.load(f)
    check(saved["reference"]["z"] == 5 and saved["moving"][0]["z"] == 4, saved)


check_sharpest()
check_nuclear()
check_pyramid()
check_scenes()
check_options()
check_estimates()
check_session()
check_others()
check_batch()
print("ok")
