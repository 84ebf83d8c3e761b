#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored values, levels, names and pixel sizes of files that other programs
wrote, and of the shared slides, against tifffile and Pillow."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import tifffile
    from PIL import Image
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

CLI = os.environ["SAFFRON_CLI"]
DUMP = pathlib.Path(os.environ["G_TEST_BUILDDIR"]) / "slide" / "slide-dump"
TYPES = {"uint8": np.uint8, "uint16": np.uint16, "float32": np.float32}


def info(path):
    out = subprocess.run([CLI, "info", "--json", str(path)], check=True,
                         capture_output=True)
    return json.loads(out.stdout)


def values(path, level=0, channel=0):
    about = info(path)
    size = about["levels"][level]
    out = subprocess.run([DUMP, str(path), str(level), str(channel)],
                         check=True, capture_output=True).stdout
    kind = TYPES[about["channels"][max(channel, 0)]["type"]]
    shape = (size["height"], size["width"])
    return np.frombuffer(out, kind).reshape(
        shape if channel >= 0 else shape + (3,))


def same(got, want, what, tolerance=0):
    want = np.asarray(want)
    assert got.shape == want.shape, f"{what}: {got.shape} {want.shape}"
    assert np.abs(got.astype(float) - want.astype(float)).max() <= tolerance, \
        f"{what}: values differ"


def check_written(folder):
    rng = np.random.default_rng(1)
    yy, xx = np.mgrid[0:300, 0:420]
    base = ((xx * 7 + yy * 13) % 251).astype(np.uint8)
    compressions = [None, "lzw", "deflate", "zstd", "packbits", "lzma"]
    for n, (order, kind, compression) in enumerate(
            (o, k, c) for o in "<>" for k in (np.uint8, np.uint16, np.float32)
            for c in compressions):
        for predictor in (False, True):
            for tile in (None, (64, 96)):
                if predictor and compression not in ("lzw", "deflate", "zstd"):
                    continue
                if predictor and kind == np.float32:
                    continue
                path = folder / f"a{n}.tif"
                data = base.astype(kind) * kind(1.0 if kind == np.uint8
                                                else 201.5)
                try:
                    tifffile.imwrite(path, data, byteorder=order, tile=tile,
                                     compression=compression,
                                     predictor=predictor, metadata=None)
                except (ImportError, ValueError, AttributeError, KeyError,
                        TypeError):
                    continue
                same(values(path), data, f"{order} {kind} {compression}")

    # Types without a counterpart.
    for kind, expect in ((np.int8, "float32"), (np.int16, "float32"),
                         (np.int32, "float32"), (np.uint32, "float32"),
                         (np.float64, "float32"), (np.float16, "float32")):
        path = folder / "t.tif"
        data = (base[:70, :90].astype(np.int32) - 100).astype(kind)
        tifffile.imwrite(path, data, metadata=None)
        assert info(path)["channels"][0]["type"] == expect
        same(values(path), data.astype(np.float32), kind)
    path = folder / "bits.tif"
    tifffile.imwrite(path, base > 100, metadata=None)
    same(values(path), base > 100, "one bit")

    # RGB: chunky, planar, with alpha.
    rgb = np.stack([base, 255 - base, base // 2 + 100], axis=-1)
    for planar in ("contig", "separate"):
        path = folder / f"rgb-{planar}.tif"
        tifffile.imwrite(path, rgb if planar == "contig"
                         else np.moveaxis(rgb, -1, 0), photometric="rgb",
                         planarconfig=planar, tile=(64, 64), metadata=None)
        assert info(path)["kind"] == "brightfield"
        same(values(path, 0, -1), rgb, planar)
        same(values(path, 0, 1), rgb[..., 1], planar)
    path = folder / "rgba.tif"
    tifffile.imwrite(path, np.dstack([rgb, base]), photometric="rgb",
                     extrasamples=["unassalpha"], metadata=None)
    assert len(info(path)["channels"]) == 3
    same(values(path, 0, -1), rgb, "rgba")

    # Channels as chunky samples, as planar samples and as pages.
    stack = rng.integers(0, 60000, (5, 200, 150), dtype=np.uint16)
    ways = {"pages": dict(photometric="minisblack", metadata=None),
            "planar": dict(photometric="minisblack", planarconfig="separate",
                           metadata=None)}
    for way, options in ways.items():
        path = folder / f"{way}.tif"
        tifffile.imwrite(path, stack, **options)
        assert len(info(path)["channels"]) == 5, way
        for c in range(5):
            same(values(path, 0, c), stack[c], way)
    path = folder / "chunky.tif"
    tifffile.imwrite(path, np.moveaxis(stack, 0, -1), photometric="minisblack",
                     planarconfig="contig", metadata=None)
    for c in range(5):
        same(values(path, 0, c), stack[c], "chunky")


def check_ome(folder):
    rng = np.random.default_rng(2)
    full = rng.integers(0, 60000, (3, 512, 400), dtype=np.uint16)
    path = folder / "Pat_01_X.ome.tif"
    meta = {"axes": "CYX", "PhysicalSizeX": 325, "PhysicalSizeXUnit": "nm",
            "PhysicalSizeY": 0.0005, "PhysicalSizeYUnit": "mm",
            "Channel": {"Name": ["DAPI", "CD3 <a&b>", "Ki-67 µ"],
                        "Color": [0x0000ffff, -16776961, 0x00ff00ff]}}
    with tifffile.TiffWriter(path, bigtiff=True) as tif:
        tif.write(full, subifds=2, tile=(128, 128), metadata=meta,
                  photometric="minisblack")
        tif.write(full[:, ::2, ::2], subfiletype=1, tile=(128, 128),
                  photometric="minisblack")
        tif.write(full[:, ::4, ::4], subfiletype=1, tile=(128, 128),
                  photometric="minisblack")
    about = info(path)
    assert about["format"] == "OME-TIFF"
    assert [c["name"] for c in about["channels"]] \
        == ["DAPI", "CD3 <a&b>", "Ki-67 µ"], about["channels"]
    assert [c["color"] for c in about["channels"]] \
        == ["#0000ff", "#ff0000", "#00ff00"], about["channels"]
    assert np.allclose(about["pixel_size_um"], [0.325, 0.5])
    assert [lv["downsample"] for lv in about["levels"]] == [1, 2, 4]
    for level in range(3):
        for c in range(3):
            step = 2 ** level
            same(values(path, level, c), full[c, ::step, ::step], "ome")

    # Z and T are left out, in every order of the dimensions.
    for axes, shape in (("TZCYX", (2, 3, 2)), ("TCZYX", (2, 2, 3)),
                        ("ZCTYX", (3, 2, 2)), ("CZTYX", (2, 3, 2))):
        data = rng.integers(0, 255, shape + (40, 50), dtype=np.uint8)
        path = folder / f"{axes}.ome.tif"
        tifffile.imwrite(path, data, metadata={"axes": axes},
                         photometric="minisblack")
        about = info(path)
        assert len(about["channels"]) == 2, (axes, about)
        z = int(re.search(r"Z plane (\d) of 3, the sharpest",
                          "".join(about["notes"]))[1]) - 1
        for c in range(2):
            at = tuple({"C": c, "Z": z, "T": 0}[a] for a in axes[:3])
            same(values(path, 0, c), data[at], axes)

    # RGB, chunky.
    rgb = rng.integers(100, 255, (64, 80, 3), dtype=np.uint8)
    path = folder / "rgb.ome.tif"
    tifffile.imwrite(path, rgb, photometric="rgb",
                     metadata={"axes": "YXS", "PhysicalSizeX": 0.5,
                               "PhysicalSizeY": 0.5})
    assert info(path)["kind"] == "brightfield"
    assert info(path)["pixel_size_um"] == [0.5, 0.5]
    same(values(path, 0, -1), rgb, "rgb ome")

    # Pixels that are not square, in the tags of any program.
    for i, (x, y, known) in enumerate(((0.325, 0.65, True), (1, 0.5, True),
                                       (0.2, 1.0, True), (0.2, 1.3, False))):
        for imagej in (False, True):
            path = folder / f"oblong{i}{imagej}.tif"
            if imagej:
                tifffile.imwrite(path, rgb[..., 0], imagej=True,
                                 resolution=(1 / x, 1 / y),
                                 metadata={"unit": "um", "axes": "YX"})
            else:
                tifffile.imwrite(path, rgb[..., 0], metadata=None,
                                 photometric="minisblack", resolutionunit=3,
                                 resolution=(1e4 / x, 1e4 / y))
            size = info(path)["pixel_size_um"]
            assert known == (size is not None), (path, size)
            if known:
                assert np.allclose(size, [x, y], 1e-3), (path, size)

    # ImageJ hyperstacks are TZCYX.
    data = rng.integers(0, 255, (2, 3, 4, 30, 20), dtype=np.uint8)
    path = folder / "ij_DAPI_CD3_CD8_PanCK.tif"
    tifffile.imwrite(path, data, imagej=True, resolution=(2.0, 2.0),
                     metadata={"unit": "um", "axes": "TZCYX"})
    about = info(path)
    assert [c["name"] for c in about["channels"]] \
        == ["DAPI", "CD3", "CD8", "PanCK"], about
    assert about["pixel_size_um"] == [0.5, 0.5], about
    z = int(re.search(r"Z plane (\d) of 3", "".join(about["notes"]))[1]) - 1
    for c in range(4):
        same(values(path, 0, c), data[0, z, c], "imagej")


def check_pages(folder):
    rng = np.random.default_rng(3)
    full = rng.integers(0, 255, (2, 301, 403), dtype=np.uint8)
    path = folder / "pages-pyramid.tif"
    with tifffile.TiffWriter(path) as tif:
        for step in (1, 2, 4):
            for c in range(2):
                tif.write(full[c, ::step, ::step], metadata=None,
                          subfiletype=0 if step == 1 else 1)
        tif.write(full[0, :100, :50], metadata=None)
    about = info(path)
    assert [(lv["width"], lv["height"]) for lv in about["levels"]] \
        == [(403, 301), (202, 151), (101, 76)], about
    assert any("label" in note for note in about["notes"])
    for level in range(3):
        step = 2 ** level
        for c in range(2):
            same(values(path, level, c), full[c, ::step, ::step], "pages")

    path = folder / "white.tif"
    tifffile.imwrite(path, full[0], photometric="miniswhite", metadata=None)
    same(values(path), full[0], "white is zero")
    assert any("white" in note for note in info(path)["notes"])


def check_shared(data):
    sizes = {"multiscanner/574162_aperio.tif": (5014, 5120, 6),
             "multiscanner/574162_2.0ht.tif": (5120, 4800, 6),
             "multiscanner/574162_axioscan.tif": (5120, 5020, 6),
             "multiscanner/574162_s210.tif": (5120, 4559, 6),
             "ihc/crc_ihc.tif": (5120, 4691, 6)}
    for name, (width, height, n_levels) in sizes.items():
        path = data / name
        about = info(path)
        assert (about["width"], about["height"]) == (width, height), name
        assert len(about["levels"]) == n_levels, name
        assert about["pixel_size_um"] is None, name
        assert about["kind"] == "brightfield", name
        with tifffile.TiffFile(path) as tif:
            pages = [page.shape[1::-1] for page in tif.pages]
        assert [(lv["width"], lv["height"]) for lv in about["levels"]] \
            == pages, name
        # Pillow's decoder may round the last bit of a colour otherwise.
        for level in range(2, n_levels):
            with Image.open(path) as image:
                image.seek(level)
                want = np.asarray(image.convert("RGB"))
            same(values(path, level, -1), want, f"{name} {level}", 3)

    for name in ("cells-gray16.tif", "cells-gray32.tif"):
        path = data / "ome" / name
        same(values(path), tifffile.imread(path), name)
        assert info(path)["pixel_size_um"] == [0.25, 0.25]
    for name in ("cells-2c.ome.tif", "wsireg-mc_im_8bit.tiff"):
        path = data / "ome" / name
        want = tifffile.imread(path)
        assert len(info(path)["channels"]) == len(want)
        for c, plane in enumerate(want):
            same(values(path, 0, c), plane, name)
    assert info(data / "ome/cells-2c.ome.tif")["pixel_size_um"] \
        == [0.25, 0.25]
    path = data / "ome/wsireg-rgb_im_8bit.tiff"
    for c in range(3):
        same(values(path, 0, c), tifffile.imread(path)[..., c], path)

    known = {np.dtype(np.uint8): "uint8", np.dtype(np.uint16): "uint16",
             np.dtype(np.float32): "float32"}
    for path in sorted((data / "ome").glob("*.tif*")):
        about = info(path)
        with tifffile.TiffFile(path) as tif:
            series = tif.series[0]
            size = dict(zip(series.axes, series.shape))
            kind = known[series.dtype]
            palette = tif.pages[0].photometric.name == "PALETTE"
        assert (about["width"], about["height"]) == (size["X"], size["Y"])
        assert [c["type"] for c in about["channels"]] \
            == [kind] * size.get("C", size.get("S", 1)), (path, about)
        assert palette == any("palette" in n for n in about["notes"]), path

    for path in sorted((data / "cycif").glob("*.png")):
        assert info(path)["kind"] == "fluorescence"
        assert len(info(path)["channels"]) == 1
        same(values(path), np.asarray(Image.open(path)), path)
    for path in sorted((data / "histology").glob("*/*.jpg")):
        assert info(path)["kind"] == "brightfield"
        same(values(path, 0, -1), np.asarray(Image.open(path)), path, 3)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_written(folder)
        check_ome(folder)
        check_pages(folder)
    source = pathlib.Path(os.environ["SAFFRON_SOURCE"])
    data = pathlib.Path(os.environ.get("SAFFRON_TEST_DATA",
                                       source / ".." / "shared" / "data"))
    if (data / "ome").is_dir():
        check_shared(data)
    else:
        print(f"the shared slides are not at {data}: left out")
    print("ok")


main()
