#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""JPEG 2000 in TIFF is read, by every number that programs give it, in tiles
and in strips, as codestream and in boxes, and what is damaged is refused."""

import io
import json
import os
import subprocess
import sys

import numpy as np
from PIL import Image, features

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from harness import check, messages, run  # noqa: E402

if not features.check("jpg_2000"):
    print("skipped: this Pillow writes no JPEG 2000")
    sys.exit(77)

folder = harness.scratch()
rng = np.random.default_rng(8)
DUMP = os.path.join(os.environ["G_TEST_BUILDDIR"], "slide", "slide-dump")
TYPES = {"uint8": np.uint8, "uint16": np.uint16}


def path(name):
    return os.path.join(folder, name)


def encode(tile, boxed=False):
    out = io.BytesIO()
    mode = "I;16" if tile.dtype == np.uint16 else None
    image = Image.frombytes(mode, tile.shape[::-1], tile.tobytes()) if mode \
        else Image.fromarray(tile)
    image.save(out, "JPEG2000", no_jp2=not boxed, irreversible=False)
    return out.getvalue()


def write(name, data, compression=33005, tile=None, rows=50, boxed=False,
          photometric=None, cut=None):
    """Tiles that reach over the edge are padded with zeros."""
    height, width = data.shape[:2]
    pieces = []
    if tile:
        for y in range(0, height, tile):
            for x in range(0, width, tile):
                piece = np.zeros((tile, tile) + data.shape[2:], data.dtype)
                part = data[y:y + tile, x:x + tile]
                piece[:part.shape[0], :part.shape[1]] = part
                pieces.append(encode(piece, boxed))
    else:
        pieces = [encode(np.ascontiguousarray(data[y:y + rows]), boxed)
                  for y in range(0, height, rows)]
    if cut is not None:
        pieces[-1] = cut(pieces[-1])
    photometric = photometric or ("rgb" if data.ndim == 3 else "minisblack")
    write_raw(path(name), pieces, data, compression, tile, rows, photometric)
    return path(name)


def write_raw(name, pieces, data, compression, tile, rows, photometric):
    """A TIFF by hand: its tiles or strips, then the directory."""
    height, width = data.shape[:2]
    samples = data.shape[2] if data.ndim == 3 else 1
    body, offsets = b"", []
    for piece in pieces:
        offsets.append(8 + len(body))
        body += piece
    where, size = (324, 325) if tile else (273, 279)
    tags = {256: [width], 257: [height], 258: [8 * data.itemsize] * samples,
            259: [compression], 262: [{"rgb": 2, "minisblack": 1,
                                       "ycbcr": 6}[photometric]],
            277: [samples], where: offsets, size: [len(p) for p in pieces]}
    if tile:
        tags.update({322: [tile], 323: [tile]})
    else:
        tags[278] = [rows]
    at = 8 + len(body)
    behind = at + 2 + 12 * len(tags) + 4
    directory, extra = len(tags).to_bytes(2, "little"), b""
    for tag, values in sorted(tags.items()):
        long = tag in (where, size)
        packed = b"".join(v.to_bytes(4 if long else 2, "little")
                          for v in values)
        directory += (tag.to_bytes(2, "little")
                      + (4 if long else 3).to_bytes(2, "little")
                      + len(values).to_bytes(4, "little"))
        if len(packed) <= 4:
            directory += packed.ljust(4, b"\0")
        else:
            directory += (behind + len(extra)).to_bytes(4, "little")
            extra += packed
    with open(name, "wb") as f:
        f.write(b"II*\0" + at.to_bytes(4, "little") + body + directory
                + bytes(4) + extra)


def values(name, channel):
    about = json.loads(run("info", "--json", name).stdout)
    out = subprocess.run([DUMP, name, "0", str(channel)], check=True,
                         capture_output=True).stdout
    shape = (about["height"], about["width"]) + ((3,) if channel < 0 else ())
    return np.frombuffer(out, TYPES[about["channels"][0]["type"]]
                         ).reshape(shape)


def main():
    yy, xx = np.mgrid[0:150, 0:210]
    gray = (100 + (xx * 3 + yy * 5) % 140).astype(np.uint8)
    rgb = np.stack([gray, 255 - gray // 3, gray // 2 + 120],
                   -1).astype(np.uint8)
    deep = (gray.astype(np.uint16) * 201 + 7)
    for number in (33003, 33004, 33005, 34712):
        for tile in (None, 64, 256):
            for boxed in (False, True):
                name = f"{number}-{tile}-{boxed}.tif"
                file = write(name, rgb, number, tile, boxed=boxed)
                about = json.loads(run("info", "--json", file).stdout)
                check(about["kind"] == "brightfield", name, about)
                check(np.array_equal(values(file, -1), rgb), name)
    file = write("gray.tif", gray, tile=64)
    check(np.array_equal(values(file, 0), gray), "gray")
    file = write("deep.tif", deep, tile=64)
    check(np.array_equal(values(file, 0), deep), "16 bits")

    # The photometric interpretation says that the samples are YCbCr.
    ycc = np.asarray(Image.fromarray(rgb).convert("YCbCr"))
    file = write("ycc.tif", ycc, 33003, 64, photometric="ycbcr")
    got = values(file, -1)
    check(np.abs(got.astype(int) - rgb).max() <= 3, "YCbCr",
          np.abs(got.astype(int) - rgb).max())

    # A last tile that is cut, empty, nonsense, or larger than it may be.
    big = encode(np.zeros((200, 200, 3), np.uint8))
    for n, cut in enumerate((lambda p: p[:40], lambda p: b"x",
                             lambda p: bytes(500), lambda p: big)):
        file = write(f"cut{n}.tif", rgb, tile=64, cut=cut)
        result = run("register", file, file.replace("cut", "not"), "-o",
                     path("x.saffron"))
        check(result.returncode == 1, n, result)
        dumped = subprocess.run([DUMP, file, "0", "-1"], check=False,
                                capture_output=True, text=True)
        check(dumped.returncode == 1 and "is damaged: tile 11" in dumped.stderr,
              n, dumped)
    check(messages(run("info", path("gray.tif"))) == [], "gray")
    print("ok")


main()
