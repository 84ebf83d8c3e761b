#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""OME-Zarr of versions 0.4 and 0.5 has the values, levels, channels, colours
and pixel sizes that were written, however its chunks are stored."""

import json
import os
import subprocess
import sys

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "cli"))
sys.path.insert(0, here)
import harness  # noqa: E402
from harness import check, messages, run  # noqa: E402
from zarr_maker import (multiscales, write_group, write_image,  # noqa: E402
                        write_json, write_v2, write_v3)

folder = harness.scratch()
dump = os.path.join(os.environ["G_TEST_BUILDDIR"], "slide", "slide-dump")
rng = np.random.default_rng(11)


def path(name):
    return os.path.join(folder, name)


def about(name, *options):
    result = run("info", "--json", path(name), *options)
    check(result.returncode == 0, name, result)
    return json.loads(result.stdout)


def values(name, level, channel, dtype, shape):
    result = subprocess.run([dump, path(name), str(level), str(channel)],
                            capture_output=True)
    check(result.returncode == 0, name, result.stderr)
    return np.frombuffer(result.stdout, dtype).reshape(shape)


def some(shape, dtype):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return rng.normal(0, 100, shape).astype(dtype)
    if dtype.kind == "b":
        return rng.random(shape) > 0.5
    limits = np.iinfo(dtype)
    return rng.integers(max(limits.min, -2 ** 24), min(limits.max, 2 ** 24),
                        shape, endpoint=True).astype(dtype)


def given_out(dtype):
    dtype = np.dtype(dtype)
    if dtype.kind == "b" or dtype == np.uint8:
        return np.uint8
    return np.uint16 if dtype == np.uint16 else np.float32


def check_image(name, a, axes, chunk, **how):
    """Writes an image and compares all channels of the first time point and Z
    plane."""
    write_image(path(name), a, axes, chunk, **how)
    want = a.transpose([axes.index(x) for x in "tczyx" if x in axes])
    if "t" in axes:
        want = want[0]
    if "c" not in axes:
        want = want[None]
    if "z" in axes:
        want = want[:, 0]
    slide = about(name)
    check((slide["width"], slide["height"]) == want.shape[:0:-1], name, slide)
    check(len(slide["channels"]) == len(want), name, slide)
    dtype = given_out(a.dtype.newbyteorder("="))
    for c, plane in enumerate(want):
        got = values(name, 0, c, dtype, plane.shape)
        check(np.array_equal(got, plane.astype(dtype)), name, c)


def check_types():
    for code in ("|u1", "<u2", ">u2", "|i1", "<i2", ">i2", "<i4", ">u4", "<u8",
                 ">i8", "<f2", ">f4", "<f4", "<f8", "|b1"):
        a = some((2, 50, 70), code)
        name = "type" + code.translate(str.maketrans("<>|", "lbn"))
        check_image(name + ".zarr", a, "cyx", (1, 32, 48))
        check_image(name + "v3.zarr", a, "cyx", (1, 32, 48), version=3,
                    big=code[0] == ">")


def check_storage():
    a = some((2, 50, 70), "<u2")
    for pack in (None, "zlib", "gzip"):
        check_image(f"v2{pack}.zarr", a, "cyx", (1, 32, 48), pack=pack)
    for pack in (None, "gzip"):
        check_image(f"v3{pack}.zarr", a, "cyx", (1, 32, 48), version=3,
                    pack=pack)
    check_image("dots.zarr", a, "cyx", (1, 32, 48), separator=".")
    check_image("dots3.zarr", a, "cyx", (1, 32, 48), version=3, separator=".")
    check_image("fortran.zarr", a, "cyx", (2, 32, 48), order="F")
    check_image("turned.zarr", a, "cyx", (2, 32, 48), version=3,
                order=[2, 0, 1])
    check_image("sum.zarr", a, "cyx", (1, 32, 48), version=3, check=True)


def check_axes():
    check_image("yx.zarr", some((50, 70), "<u2"), "yx", (32, 48))
    check_image("yxc.zarr", some((50, 70, 2), "<u2"), "yxc", (32, 48, 2))
    check_image("tczyx.zarr", some((2, 3, 1, 50, 70), "<u2"), "tczyx",
                (2, 2, 1, 32, 48))
    check("Time point 2 is ignored" in about("tczyx.zarr")["notes"],
          about("tczyx.zarr"))
    # Up to version 0.3 axes were names, and before that there were none.
    old = multiscales("tczyx")
    old["multiscales"][0]["axes"] = list("tczyx")
    check_image("v03.zarr", some((1, 2, 1, 50, 70), "<u2"), "tczyx",
                (1, 1, 1, 32, 48), about=old)
    del old["multiscales"][0]["axes"]
    check_image("v01.zarr", some((1, 2, 1, 50, 70), "<u2"), "tczyx",
                (1, 1, 1, 32, 48), about=old)


def check_shards():
    a = some((2, 200, 300), "<u2")
    a[:, 40:130, 50:200] = 7
    for at_end in (True, False):
        check_image(f"shard{at_end}.zarr", a, "cyx", (1, 32, 48), version=3,
                    shards=(2, 64, 96), at_end=at_end, fill=7)


def check_missing():
    """A chunk without a file has the fill value."""
    a = some((2, 100, 130), "<u2")
    a[1, :70, :100] = 9
    check_image("holes.zarr", a, "cyx", (1, 32, 48), fill=9, leave_out=True)
    check(not os.path.exists(path("holes.zarr/0/1/0/0")), "should be a hole")
    b = some((50, 70), "<f4")
    b[:32, :48] = np.nan
    write_image(path("nan.zarr"), b, "yx", (32, 48), fill=0.0)
    os.remove(path("nan.zarr/0/0/0"))
    meta = path("nan.zarr/0/.zarray")
    with open(meta, encoding="utf-8") as f:
        array = json.load(f)
    write_json(meta, {**array, "fill_value": "NaN"})
    got = values("nan.zarr", 0, 0, np.float32, b.shape)
    check(np.array_equal(got, b, equal_nan=True), got)


def check_channels():
    a = some((3, 50, 70), "<u2")
    write_image(path("named.zarr"), a, "cyx", (1, 50, 70), about=multiscales(
        "cyx", names=["DAPI", "CD3", "  "],
        colors=["0000ff", "#00FF00", "red"]))
    channels = about("named.zarr")["channels"]
    check([c["name"] for c in channels] == ["DAPI", "CD3", "Channel 3"],
          channels)
    check([c.get("color") for c in channels] == ["#0000ff", "#00ff00", None],
          channels)
    write_image(path("Round1_DAPI_CD3_CD8.ome.zarr"), a, "cyx", (1, 50, 70))
    slide = about("Round1_DAPI_CD3_CD8.ome.zarr")
    check([c["name"] for c in slide["channels"]] == ["DAPI", "CD3", "CD8"],
          slide)


def size_of(name, *args, whole=None, unit=None, **how):
    found = multiscales("cyx", *args, **how)
    one = found["multiscales"][0]
    if whole is not None:
        one["coordinateTransformations"] = [{"type": "scale", "scale": whole}]
    if unit is not None:
        for axis in one["axes"][1:]:
            axis["unit"] = unit
    write_image(path(name), some((1, 20, 30), "|u1"), "cyx", (1, 20, 30),
                about=found)
    slide = about(name)
    size = slide["pixel_size_um"]
    return None if size is None else tuple(round(v, 6) for v in size)


def check_pixel_sizes():
    check(size_of("um.zarr", (0.5, 0.25)) == (0.25, 0.5), "X and Y")
    check(size_of("nm.zarr", 325.0, unit="nanometer") == (0.325, 0.325), "nm")
    check(size_of("mm.zarr", 0.0005, unit="millimeter") == (0.5, 0.5), "mm")
    check(size_of("sym.zarr", 0.4, unit="µm") == (0.4, 0.4), "a symbol")
    check(size_of("all.zarr", 2.0, whole=[1, 0.2, 0.1]) == (0.2, 0.4), "both")
    check(size_of("no-unit.zarr", 0.5, unit=False) == (0.5, 0.5), "no unit")
    check("The pixel size has no unit and is taken for µm"
          in about("no-unit.zarr")["notes"], about("no-unit.zarr"))
    check(size_of("one.zarr", 1.0, unit=False) is None, "mere pixels")
    check(size_of("pixel.zarr", 2.0, unit="pixel") is None, "mere pixels")
    check(size_of("odd.zarr", 2.0, unit="furlong") is None, "odd unit")
    check("The pixel size in the metadata makes no sense and is ignored"
          in about("odd.zarr")["notes"], about("odd.zarr"))


def check_pyramid():
    a = some((1, 400, 601), "<u2")
    levels = ["s0", "s1", "s2", "thumb"]
    write_group(path("levels.zarr"), multiscales("cyx", levels=levels))
    for i, name in enumerate(levels[:3]):
        write_v3(path(f"levels.zarr/{name}"), a[:, ::2 ** i, ::2 ** i],
                 (1, 64, 64))
    # Not of the same proportions, so it is no level.
    write_v3(path("levels.zarr/thumb"), a[:, :50, :50], (1, 50, 50))
    slide = about("levels.zarr")
    check([(v["width"], v["height"]) for v in slide["levels"]]
          == [(601, 400), (301, 200), (151, 100)], slide)
    check([v["downsample"] for v in slide["levels"]] == [1, 2, 4], slide)
    check("1 of 4 levels cannot be used" in slide["notes"], slide)
    got = values("levels.zarr", 2, 0, np.uint16, (100, 151))
    check(np.array_equal(got, a[0, ::4, ::4]), "level 2")


def check_planes():
    """The sharpest Z plane is read, or the one that was asked for."""
    spots = np.zeros((300, 400))
    for y, x in zip(rng.integers(0, 290, 60), rng.integers(0, 390, 60)):
        spots[y:y + 6, x:x + 6] = 3000
    blurred = spots.copy()
    for _ in range(20):
        blurred = (np.roll(blurred, 1, 0) + np.roll(blurred, -1, 0)
                   + np.roll(blurred, 1, 1) + np.roll(blurred, -1, 1)
                   + blurred) / 5
    stack = np.stack([blurred, spots, blurred / 2]).astype("<u2")[None]
    write_image(path("stack.zarr"), stack, "czyx", (1, 2, 64, 64))
    check("Z plane 2 of 3, the sharpest, is read"
          in about("stack.zarr")["notes"], about("stack.zarr"))
    check("Z plane 3 of 3 is read" in about("stack.zarr", "--z=3")["notes"],
          about("stack.zarr", "--z=3"))
    got = values("stack.zarr", 0, 0, np.uint16, (300, 400))
    check(np.array_equal(got, stack[0, 1]), "the sharpest plane")
    check("there is no Z plane 4" in run("info", path("stack.zarr"),
                                         "--z=4").stderr, "plane 4")


def check_brightfield():
    """Three pale planes are one picture in colours."""
    y, x = np.mgrid[0:300, 0:400]
    tissue = (np.hypot(y - 150, x - 200) < 110)[..., None]
    a = np.where(tissue, [190, 130, 180], [238, 236, 240]).astype(np.uint8)
    a = a - rng.integers(0, 20, a.shape).astype(np.uint8)
    write_image(path("he.zarr"), np.moveaxis(a, 2, 0), "cyx", (3, 128, 128))
    slide = about("he.zarr")
    check(slide["kind"] == "brightfield", slide)
    got = values("he.zarr", 0, -1, np.uint8, a.shape)
    check(np.array_equal(got, a), "the picture")


def check_scenes():
    """bioformats2raw keeps several images in one Zarr."""
    root = path("series.zarr")
    write_json(f"{root}/.zattrs", {"bioformats2raw.layout": 3})
    write_json(f"{root}/OME/.zattrs", {"series": ["0", "1"]})
    write_image(f"{root}/0", some((1, 30, 40), "|u1"), "cyx", (1, 30, 40),
                about=multiscales("cyx", name="label"))
    write_image(f"{root}/1", some((2, 300, 400), "|u1"), "cyx", (1, 64, 64),
                about=multiscales("cyx", name="tissue"))
    slide = about("series.zarr")
    check((slide["width"], len(slide["channels"])) == (400, 2), slide)
    check("Scene 2 of 2 is read (1: label, 40 × 30, 2: tissue, 400 × 300)"
          in slide["notes"], slide)
    check((slide["scene"], [s["name"] for s in slide["scenes"]])
          == (2, ["label", "tissue"]), slide)
    check(about("series.zarr", "--scene=1")["width"] == 40, "scene 1")
    result = run("info", root, "--scene=3")
    check("there is no scene 3" in result.stderr, result)
    os.remove(f"{root}/OME/.zattrs")
    check(about("series.zarr")["width"] == 400, "without a list")


def check_ways_to_name_it():
    a = some((1, 20, 30), "|u1")
    write_image(path("plain"), a, "cyx", (1, 20, 30))
    check(about("plain")["format"] == "OME-Zarr", "without an ending")
    check(about("plain/")["path"].endswith("plain"), about("plain/"))
    os.symlink(path("plain"), path("linked"))
    check(about("linked")["width"] == 30, "a link to the folder")
    write_v2(path("labels.zarr/labels/cells/0"), a, (1, 20, 30))
    write_json(path("labels.zarr/labels/cells/.zattrs"),
               {**multiscales("cyx"), "image-label": {"version": "0.4"}})
    check("This is a label image: its values are the numbers of objects"
          in about("labels.zarr/labels/cells")["notes"], "a label")


def check_registers():
    """Two rounds of OME-Zarr are registered and warped as those of TIFF."""
    nuclei = np.zeros((700, 800))
    for y, x in zip(rng.integers(20, 680, 900), rng.integers(20, 780, 900)):
        nuclei[y:y + 5, x:x + 5] += 2000
    moved = np.roll(nuclei, (9, -14), (0, 1))
    for name, a in (("one", nuclei), ("two", moved)):
        noisy = a + rng.normal(500, 30, a.shape)
        write_image(path(f"{name}.zarr"), noisy.astype("<u2")[None], "cyx",
                    (1, 128, 128), about=multiscales("cyx", names=["DAPI"]))
    session = path("pair.saffron")
    result = run("register", path("one.zarr"), path("two.zarr"), "-o", session,
                 "--set", "deformable=false")
    check(result.returncode == 0, result)
    with open(session, encoding="utf-8") as f:
        saved = json.load(f)
    size = os.stat(path("one.zarr/.zattrs")).st_size
    check(saved["reference"]["size"] in (
        size, os.stat(path("one.zarr/.zgroup")).st_size), saved["reference"])
    result = run("warp", session, "-o", path("out.ome.tif"))
    check(result.returncode == 0, result)
    check(messages(result) == [], result)


check_types()
check_storage()
check_axes()
check_shards()
check_missing()
check_channels()
check_pixel_sizes()
check_pyramid()
check_planes()
check_brightfield()
check_scenes()
check_ways_to_name_it()
check_registers()
print("ok")
