#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages for common mistakes say in one line what is wrong and what can be
done."""

import json
import os
import shutil

import numpy as np
import tifffile

import harness
from harness import check, refuses

folder = harness.scratch()
slides = os.path.join(folder, "slides")
reference, moving = harness.make_slides(slides, size=500)
out = os.path.join(folder, "out")


def path(name):
    return os.path.join(folder, name)


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path(name)


def session(name, slides, transform=None):
    runs = [{"started": "2024-01-01T00:00:00Z", "verified": True,
             "reasons": ["written by a test"], "params": {},
             "transform": {"affine": [1, 0, 0, 0, 1, 0], "width": 500,
                           "height": 500, "lattice": None,
                           **(transform or {})}}]
    return write(name, json.dumps({
        "format": "saffron-session", "version": 1,
        "reference": {"path": reference}, "params": {},
        "moving": [{"path": p, "landmarks": [], "runs": runs,
                    "current_run": 0} for p in slides]}))


# Files that are not slides.
with open(reference, "rb") as f:
    whole = f.read()
refuses(folder, ["info", write("text.tif", b"no image\n" * 99)],
        ["known format", "convert it"], status=(1,))
for head, said in (
        (b"ZISRAWFILE" + bytes(99), ["CZI", "OME-TIFF"]),
        (bytes(128) + b"DICM" + bytes(99), ["DICOM", "OME-TIFF"]),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n",
         ["Git LFS", "git lfs pull"]),
        (b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>",
         ["HTML", "download the slide again"]),
        (b"\xef\xbb\xbf<HTML><body/></HTML>", ["HTML"]),
        (b"<?xml version='1.0'?><Error>AccessDenied</Error>", ["XML"]),
        (b"PK\x03\x04" + bytes(99), ["ZIP"]),
        (b"\x89HDF\r\n\x1a\n" + bytes(99), ["HDF5"])):
    for name in ("odd.tif", "odd.svs", "odd.png", "odd"):
        line = refuses(folder, ["info", write(name, head)], said, status=(1,))
        check("damaged" not in line, line)
# An Olympus slide's own file holds the overview; a TIFF of another name is one.
vsi = write("Slide 1.vsi", whole)
line = refuses(folder, ["info", vsi],
               ["Olympus VSI", "_Slide 1_", "missing", "OME-TIFF"], status=(1,))
os.makedirs(path("_Slide 1_/stack1"))
line = refuses(folder, ["info", vsi], ["Olympus VSI", "_Slide 1_"], status=(1,))
check("missing" not in line, line)
shutil.rmtree(path("_Slide 1_"))
for bits in (8, 16):
    for planar in ("contig", "separate"):
        shape = (40, 50, 4) if planar == "contig" else (4, 40, 50)
        tifffile.imwrite(path("cmyk.tif"), np.zeros(shape, f"u{bits // 8}"),
                         photometric="separated", planarconfig=planar,
                         metadata=None)
        line = refuses(folder, ["info", path("cmyk.tif")],
                       ["CMYK", "convert it to RGB"], status=(1,))
        check("damaged" not in line, line)
tifffile.imwrite(path("lab.tif"), np.zeros((40, 50, 3), "f4"),
                 photometric="cielab", metadata=None)
line = refuses(folder, ["info", path("lab.tif")], ["convert it"], status=(1,))
check("damaged" not in line, line)
refuses(folder, ["info", write("header.tif", whole[:8])],
        ["damaged TIFF", "copy it again"], status=(1,))
line = refuses(folder, ["info", write("cut.png", b"\x89PNG\r\n\x1a\n"
                                      + bytes(40))], ["copy it again"],
               status=(1,))
check("no reason given" not in line, line)
refuses(folder, ["info", ""], ["“”", "give an image file"], status=(1,))

# For damaged tiles, the message names the first tile and its level.
flat = path("flat")
check(harness.run("synth", flat, "--width", 500, "--height", 500, "--channels",
                  1, "--layout", "flat").returncode == 0, "synth")
spoilt = os.path.join(flat, "slide1_DAPI.ome.tif")
with open(spoilt, "r+b") as f:
    f.seek(4096)
    f.write(b"\xa5" * (os.path.getsize(spoilt) // 2 - 4096))
refuses(folder, ["register", spoilt, moving, "-o", out],
        ["is damaged: tile 0 of the level of 500 × 500 pixels",
         "copy it again"], status=(1,))

# info notes an OME-XML that contradicts the pages, and only that.
result = harness.run("info", reference)
check("Note" not in result.stdout, result.stdout)
other = write("size.ome.tif", whole.replace(b'SizeX="500"', b'SizeX="400"'))
result = harness.run("info", other)
check("Note        The OME-XML says 400 × 500 pixels, but there are 500 × 500"
      in result.stdout, result.stdout)

# Messages of synth quote the option, say what is allowed, and name the folder.
refuses(folder, ["synth", path("no/such/folder")],
        [path("no/such/folder"), "make that first"], status=(1,))
refuses(folder, ["synth", reference], [reference, "is a file"], status=(1,))
line = refuses(folder, ["synth", out, "--width", "10"],
               ["--width 10", "64 to 200000"], status=(2,))
check("smaller" not in line, line)
refuses(folder, ["synth", out, "--scale", "2:0.5"],
        ["--scale 2:0.5", "smaller one first"], status=(2,))

# For an unknown parameter, the suggestion is one that contains it rather than
# another short name.
refuses(folder, ["params", "--set", "max_proc=1"],
        ["did you mean max_processed_dim?"], status=(2,))
refuses(folder, ["params", "--set", "rigid_dim=1"],
        ["did you mean max_non_rigid_dim?"], status=(2,))
refuses(folder, ["params", "--set", "num_featurs=1"],
        ["did you mean num_features?"], status=(2,))
for number in ("99999999999999999999", "-99999999999999999999"):
    refuses(folder, ["params", "--params",
                     write("p.json", f'{{"num_features": {number}}}')],
                   ["p.json", "num_features cannot be “", "1e+20”"],
                   status=(1,))
for text in ('{"num_features": 3000, "reference_markers": '
             '"99999999999999999999"}', '{"num_features": 3000.0}'):
    result = harness.run("params", "--params", write("p.json", text))
    check(result.returncode == 0, text, result.stderr)

# Messages about sessions name the file once and say what can be done.
points = os.path.join(slides, "slide2.csv")
use = ["--from", "moving", "--to", "reference", points, out]
wide = session("wide.saffron", [moving], {"width": 1e15})
line = refuses(folder, ["points", wide, *use],
               [wide, "“width” is not a number from 0.001 to 1e+09"],
               status=(1,))
none = session("nomoving.saffron", [])
for command in (["points", none, *use], ["qc", none, "-o", folder, "-m", "x"]):
    line = refuses(folder, command, [none, "register"], status=(1,))
    check(line.count("nomoving.saffron") == 1, line)
twins = [path(f"{k}/x.ome.tif") for k in "ab"]
for twin in twins:
    os.makedirs(os.path.dirname(twin))
    os.symlink(moving, twin)
os.remove(twins[1])
os.symlink(reference, twins[1])
refuses(folder, ["warp", session("twins.saffron", twins), "-o", out],
        ["say which", *twins], status=(1,))

# A quality that the compression does not have is an error of usage.
pair = session("pair.saffron", [moving])
refuses(folder, ["warp", pair, "-o", out, "-q", "50"],
        ["--quality 50", "deflate takes 1 to 9"], status=(2,))
refuses(folder, ["warp", pair, "-o", out, "-q", "5", "-c", "lzw"],
        ["--quality 5", "lzw"], status=(2,))
print("ok")
