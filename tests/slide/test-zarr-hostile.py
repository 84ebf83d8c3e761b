#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OME-Zarr that leads elsewhere, is broken, or claims too much is refused in
one line that names it, and folders that are no image say which one to give."""

import json
import os
import sys
import zlib

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "cli"))
sys.path.insert(0, here)
import harness  # noqa: E402
from harness import bounded, check, run  # noqa: E402
from zarr_maker import (multiscales, write_bytes, write_group,  # noqa: E402
                        write_image, write_json)

folder = harness.scratch()
A = np.arange(1200, dtype="<u2").reshape(1, 30, 40)


def path(name):
    return os.path.join(folder, name)


def good(name, version=2, **how):
    write_image(path(name), A, "cyx", (1, 16, 16), version, **how)
    return path(name)


def edit(name, file, **members):
    """Replaces members of a file of JSON; None removes one."""
    with open(path(f"{name}/{file}"), encoding="utf-8") as f:
        value = json.load(f)
    value.update(members)
    write_json(path(f"{name}/{file}"),
               {k: v for k, v in value.items() if v is not None})


def refused(name, *words, command="info"):
    """The slide is refused, with all of the words. To read its pixels it is
    registered onto itself."""
    args = ([command, path(name)] if command == "info" else
            [command, path(name), path(name), "-f", "-o", path("out.saffron")])
    result = bounded(args, name, status=(1,))
    for word in words:
        check(word in result.stderr, name, word, result.stderr)


def datasets(*paths):
    return multiscales("cyx", levels=paths)["multiscales"]


def check_other_folders():
    """What is no image says what it is."""
    write_json(path("plate.zarr/.zattrs"),
               {"plate": {"wells": [{"path": "B/3"}]}})
    refused("plate.zarr", "is a plate", "such as B/3/0")
    write_group(path("well.zarr"), {"well": {"images": [{"path": "2"}]}})
    refused("well.zarr", "is a well", "such as 2")
    write_json(path("labels.zarr/.zattrs"), {"labels": ["cells"]})
    refused("labels.zarr", "is the list of an image's labels")
    good("data.zarr/images/scan")
    write_json(path("data.zarr/.zattrs"), {"spatialdata_attrs": {}})
    refused("data.zarr", "holds images but is none itself", "images/scan")
    refused("data.zarr/images/scan/0", "one array of an image")
    os.makedirs(path("empty.zarr"))
    refused("empty.zarr", "holds no OME-Zarr image")
    os.makedirs(path("folder"))
    refused("folder", "is a folder")
    good("meta.zarr", 3)
    refused("meta.zarr/zarr.json", "is the metadata of a Zarr", "meta.zarr")


def check_outside():
    """Neither names nor links lead out of the folder."""
    for i, name in enumerate(("../secret", "/etc", "a/../../secret")):
        good(f"out{i}.zarr")
        edit(f"out{i}.zarr", ".zattrs", multiscales=datasets(name))
        refused(f"out{i}.zarr", "is not one in its folder")
    good("secret")
    good("link.zarr")
    os.rename(path("link.zarr/0"), path("moved"))
    os.symlink(path("moved"), path("link.zarr/0"))
    refused("link.zarr", "is a symbolic link")
    good("chunk.zarr", separator=".", pack=None)
    os.remove(path("chunk.zarr/0/0.0.0"))
    os.symlink("/etc/passwd", path("chunk.zarr/0/0.0.0"))
    refused("chunk.zarr", "0/0.0.0", "is a symbolic link", command="register")
    good("pipe.zarr", separator=".")
    os.remove(path("pipe.zarr/0/0.0.0"))
    os.mkfifo(path("pipe.zarr/0/0.0.0"))
    refused("pipe.zarr", "is not a file", command="register")


def check_sizes():
    """What claims to be too large is refused, and not tried."""
    for name, members, words in (
            ("chunks", {"chunks": [1, 65536, 65536]}, "too many to decode"),
            ("huge", {"shape": [1, 2 ** 31 - 1, 2 ** 31 - 1],
                      "chunks": [1, 1, 1]}, "so many chunks"),
            ("none", {"shape": [1, 0, 40]}, "not a whole number"),
            ("minus", {"chunks": [1, -16, 16]}, "not a whole number"),
            ("wide", {"shape": [1, 30, 1e300]}, "not a whole number"),
            ("half", {"chunks": [1, 16.5, 16]}, "not a whole number"),
            ("text", {"shape": "large"}, "two to five dimensions"),
            ("many", {"shape": [1] * 40, "chunks": [1] * 40},
             "two to five dimensions"),
            ("fewer", {"shape": [30, 40], "chunks": [16, 16]},
             "axes of its image: 3, dimensions of its array: 2"),
            ("more", {"chunks": [16, 16]}, "do not go together"),
            ("dtype", {"dtype": "<c16"}, "type of values"),
            ("fields", {"dtype": [["a", "<u2"]]}, "type of values"),
            ("lzma", {"compressor": {"id": "lzma"}}, "lzma"),
            ("delta", {"filters": [{"id": "delta"}]}, "delta"),
            ("channels", {"shape": [99999, 30, 40]}, "channels: 99999")):
        good(f"{name}.zarr")
        edit(f"{name}.zarr", "0/.zarray", **members)
        refused(f"{name}.zarr", words)
    stack = np.zeros((2, 30, 40), "<u2")
    write_image(path("deep.zarr"), stack, "zyx", (1, 16, 16))
    edit("deep.zarr", "0/.zarray", shape=[2 ** 31 - 1, 30, 40])
    refused("deep.zarr", "Z planes")
    good("codec.zarr", 3)
    edit("codec.zarr", "0/zarr.json", codecs=[{"name": "bytes"},
                                              {"name": "pcodec"}])
    refused("codec.zarr", "pcodec")


def check_chunks():
    """Chunks that are cut off, hold more than they may, or less."""
    raw = A[:, :16, :16].tobytes()
    for name, data, words in (
            ("cut", zlib.compress(raw)[:-20], "cannot be decompressed"),
            ("bomb", zlib.compress(bytes(10 ** 6)), "cannot be decompressed"),
            ("less", zlib.compress(raw[:-2]), "has another size"),
            ("long", bytes(10 ** 6), "is longer than its values can be"),
            ("blank", b"", "cannot be decompressed")):
        good(f"{name}.zarr", separator=".")
        write_bytes(path(f"{name}.zarr/0/0.0.0"), data)
        refused(f"{name}.zarr", "is damaged", "0/0.0.0", words,
                command="register")
    good("sum.zarr", 3, check=True)
    with open(path("sum.zarr/0/c/0/0/0"), "r+b") as f:
        f.seek(-1, 2)
        last = f.read(1)
        f.seek(-1, 2)
        f.write(bytes([last[0] ^ 1]))
    refused("sum.zarr", "is damaged", command="register")


def check_shards():
    def shard(name):
        write_image(path(name), A, "cyx", (1, 16, 16), 3, shards=(1, 32, 64))
        return path(f"{name}/0/c/0/0/0")

    file = shard("index.zarr")
    with open(file, "r+b") as f:
        f.truncate(20)
    refused("index.zarr", "is cut off", command="register")
    file = shard("offset.zarr")
    with open(file, "r+b") as f:
        f.seek(-8 * 16 - 4, 2)
        f.write(b"\xff" * 7 + b"\x7f")
    refused("offset.zarr", "is cut off", command="register")


def check_metadata():
    """Broken metadata of all kinds."""
    good("axes.zarr")
    for members, words in (
            ({"multiscales": [{"axes": [{"name": "y"}, {"name": "x"},
                                        {"name": "y"}]}]}, "has an axis"),
            ({"multiscales": [{"axes": ["c", "y", "w"]}]}, "has an axis"),
            ({"multiscales": [{"axes": ["c", "t", "y"]}]}, "no axes y and x"),
            ({"multiscales": ["x"]}, "no levels"),
            ({"multiscales": [{"axes": ["y", "x"], "datasets": []}]},
             "no levels"),
            ({"multiscales": [{"axes": ["y", "x"], "datasets": [{}]}]},
             "is not one in its folder"),
            ({"multiscales": datasets("9")}, "array 9: is missing"),
            ({"multiscales": [{"coordinateSystems": []}]}, "version 0.6")):
        edit("axes.zarr", ".zattrs", **members)
        refused("axes.zarr", words)
    for text in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 10000,
                 b"{\"multiscales\": 1e999}"):
        write_bytes(path("axes.zarr/.zattrs"), text)
        refused("axes.zarr")
    write_bytes(path("axes.zarr/.zattrs"), b" " * (9 << 20))
    refused("axes.zarr", "larger than the metadata")
    good("odd.zarr")
    edit("odd.zarr", ".zattrs", omero={"channels": [7, {"label": 3},
                                                    {"color": []}]})
    check(run("info", path("odd.zarr")).returncode == 0, "odd names")


def check_vanished():
    """A chunk that is missing is no fill value once the array is gone."""
    good("gone.zarr")
    os.remove(path("gone.zarr/0/.zarray"))
    refused("gone.zarr", "array 0: is missing")


check_other_folders()
check_outside()
check_sizes()
check_chunks()
check_shards()
check_metadata()
check_vanished()
print("ok")
