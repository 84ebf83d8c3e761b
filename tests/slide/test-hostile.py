#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slides that are made to use up memory or time, or to read outside their own
data: each is opened or refused within bounds."""

import io
import os
import struct
import sys
import zlib

import numpy as np
import tifffile
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from harness import bounded, check  # noqa: E402

folder = harness.scratch()
SHORT, LONG = 3, 4


def write(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def ifd(tags, following=0, at=8):
    """A directory at an offset, its arrays right behind it."""
    body, extra = b"", b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, kind, values in sorted(tags):
        packed = b"".join(struct.pack("<H" if kind == SHORT else "<I", v)
                          for v in values)
        if len(packed) <= 4:
            field = packed.ljust(4, b"\0")
        else:
            field = struct.pack("<I", behind + len(extra))
            extra += packed
        body += struct.pack("<HHI", tag, kind, len(values)) + field
    return (struct.pack("<H", len(tags)) + body + struct.pack("<I", following)
            + extra)


def tiff(tags, following=0, more=b""):
    return b"II*\0" + struct.pack("<I", 8) + ifd(tags, following) + more


def page(width=64, height=64, tile=64, offsets=(8,), counts=(4096,), **more):
    """A grey tiled page; more replaces or adds tags by number."""
    tags = {256: (LONG, [width]), 257: (LONG, [height]), 258: (SHORT, [8]),
            259: (SHORT, [1]), 262: (SHORT, [1]), 277: (SHORT, [1]),
            322: (LONG, [tile]), 323: (LONG, [tile]),
            324: (LONG, list(offsets)), 325: (LONG, list(counts))}
    for name, value in more.items():
        tags[int(name[1:])] = value
    return [(tag, kind, values) for tag, (kind, values) in tags.items()]


def info(path, **options):
    result = bounded(["info", path], path, **options)
    # A slide that opens may still hold tiles that do not decode.
    if result.returncode == 0:
        target = os.path.join(folder, "x.saffron")
        harness.Bounded(["register", path, path + "-twin", "-o", target,
                         "--set", "deformable=false"])
        check(not os.path.exists(target), "a session of", path)
    return result


def ome(name, xml):
    path = os.path.join(folder, name)
    tifffile.imwrite(path, np.zeros((64, 64), np.uint8), description=xml,
                     metadata=None)
    return path


def xml_bombs():
    secret = write("secret", b"SizeC-of-a-secret")
    laughs = "<!DOCTYPE OME [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)) + "]>"
    long = "x" * 50000
    image = ("<Image><Pixels SizeX='64' SizeY='64' SizeC='1' "
             "DimensionOrder='XYCZT'><Channel Name='{}'/></Pixels></Image>")
    head = "<?xml version='1.0'?>"
    cases = {
        "laughs": head + laughs + "<OME>" + image.format("&a11;") + "</OME>",
        "quadratic": head + f"<!DOCTYPE OME [<!ENTITY q '{long}'>]><OME>"
        + image.format("&q;" * 20000) + "</OME>",
        "external": head + f"<!DOCTYPE OME [<!ENTITY e SYSTEM "
        f"'file://{secret}'>]><OME>" + image.format("&e;") + "</OME>",
        "doctype": head + f"<!DOCTYPE OME SYSTEM 'file://{secret}'><OME>"
        + image.format("d") + "</OME>",
        "include": head + "<OME xmlns:xi='http://www.w3.org/2001/XInclude'>"
        f"<xi:include href='file://{secret}' parse='text'/>"
        + image.format("i") + "</OME>",
        "deep": head + "<OME>" + "<a>" * 200000 + image.format("d"),
        "attributes": head + "<OME " + " ".join(
            f"a{i}='1'" for i in range(100000)) + ">" + image.format("m")
        + "</OME>",
        "channels": head + "<OME><Image><Pixels SizeX='64' SizeY='64' "
        "SizeC='2000000000' SizeZ='2000000000' SizeT='2000000000'>"
        + "<Channel Name='n'/>" * 300000 + "</Pixels></Image></OME>",
        "blocks": head + "<OME><Image><Pixels SizeX='64' SizeY='64' "
        "SizeC='60000'>" + "<TiffData IFD='0' PlaneCount='2000000000'/>"
        * 100000 + "</Pixels></Image></OME>",
        "images": head + "<OME>" + image.format("i") * 30000 + "</OME>",
        "numbers": head + "<OME><Image><Pixels SizeX='99999999999999999999' "
        "SizeY='-5' SizeC='NaN' PhysicalSizeX='1e999' PhysicalSizeY='-1'/>"
        "</Image></OME>",
        "cut": head + "<OME><Image><Pixels SizeX='64",
    }
    for name, xml in cases.items():
        result = info(ome(f"xml-{name}.ome.tif", xml), megabytes=600)
        # One page cannot be all the channels that these promise.
        promises = name in ("channels", "blocks")
        check(result.returncode == (1 if promises else 0), name,
              result.stderr)
        check("of-a-secret" not in result.stdout + result.stderr,
              "read a file of somebody else's:", name)


def loops():
    def at(n):
        return 8 + n

    one = page()
    size = len(ifd(one))
    pixels = bytes(4096)
    # Links to itself, to the one before, and SubIFDs in a circle.
    info(write("loop-self.tif", tiff(one, at(0), pixels)))
    info(write("loop-two.tif", tiff(one, at(size), ifd(one, at(0), at(size))
                                    + pixels)))
    own = page(t330=(LONG, [8]))
    info(write("subifd-self.tif", tiff(own, 0, pixels)))
    size = len(ifd(own))
    there = page(t330=(LONG, [at(size)]))
    info(write("subifd-circle.tif",
               tiff(there, 0, ifd(own, at(0), at(size)) + pixels)))
    many = page(t330=(LONG, [8] * 60000))
    info(write("subifd-many.tif", tiff(many, 0, pixels)))
    far = page(t330=(LONG, [0xfffffff0, 1, 3]))
    info(write("subifd-far.tif", tiff(far, 0, pixels)))
    # Two hundred thousand pages that are all different and all empty.
    empty = struct.pack("<H", 0)
    chain = b"".join(empty + struct.pack("<I", 8 + 6 * (i + 1))
                     for i in range(200000))
    info(write("chain.tif", b"II*\0" + struct.pack("<I", 8) + chain))


def sizes():
    big = 2 ** 31 - 1
    for name, tags in {
            "max": page(big, big, 64),
            "more": page(2 ** 32 - 1, 2 ** 32 - 1, 64),
            "tile": page(big, big, 2 ** 31 - 16),
            "one-tile": page(65536, 65536, 65536),
            "strip": page(big, 1, 16),
            "zero": page(0, 0, 64),
            "zero-tile": page(64, 64, 0),
            "samples": page(t277=(SHORT, [65535])),
            "bits": page(t258=(SHORT, [65535])),
            "no-offsets": page(offsets=(), counts=()),
            "few-offsets": page(640, 640),
            "beyond": page(offsets=(0xfffffff0,)),
            "long": page(counts=(0xffffffff,)),
            "beyond-and-long": page(offsets=(0xffffff00,),
                                    counts=(0xffffffff,)),
            "empty-tile": page(counts=(0,)),
            "resolution": page(t282=(5, [8]), t283=(5, [8])),
            "lzw": page(t259=(SHORT, [5])),
            "deflate": page(t259=(SHORT, [8])),
            "fax": page(t259=(SHORT, [4]), t258=(SHORT, [1])),
            "codec": page(t259=(SHORT, [60000])),
            "rows": [t for t in page() if t[0] not in (322, 323, 324, 325)]
            + [(273, LONG, [8]), (278, LONG, [0]), (279, LONG, [4096])],
    }.items():
        info(write(f"size-{name}.tif", tiff(tags, 0, bytes(9000))))
    # BigTIFF with impossibly large counts of values.
    for count in (2 ** 32, 2 ** 61, 2 ** 64 - 1):
        entry = struct.pack("<HHQQ", 324, 16, count, 16)
        info(write(f"big-{count}.tif",
                   struct.pack("<2sHHHQQ", b"II", 43, 8, 0, 16, 1) + entry
                   + struct.pack("<Q", 0) + bytes(999)))


def png(width, height, depth=8, colour=2, data=b""):
    def chunk(name, body):
        return (struct.pack(">I", len(body)) + name + body
                + struct.pack(">I", zlib.crc32(name + body)))

    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth,
                                         colour, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def pictures():
    for width, height in ((2 ** 31 - 1, 2 ** 31 - 1), (0, 0), (10 ** 6, 1),
                          (60000, 60000), (2 ** 31 - 1, 1)):
        info(write(f"bomb-{width}.png", png(width, height)), megabytes=600)
    # A valid file: only zeros, which compress a thousandfold.
    info(write("zeros.png", png(9000, 9000, 8, 0, bytes(9001 * 9000))),
         megabytes=600)

    plain = Image.fromarray((np.mgrid[0:200, 0:300].sum(0) % 251)
                            .astype(np.uint8)).convert("RGB")
    for kind in ("JPEG", "PNG", "TIFF", "WEBP", "GIF"):
        buffer = io.BytesIO()
        plain.save(buffer, kind)
        whole = buffer.getvalue()
        check(info(write(f"whole.{kind}", whole)).returncode == 0, kind)
        for i in range(24):
            info(write(f"cut.{kind}", whole[:len(whole) * i // 24]))
    # The size in a JPEG's head is a lie.
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG")
    data = bytearray(buffer.getvalue())
    at = data.index(b"\xff\xc0") + 5
    for height, width in ((65500, 65500), (0, 300), (200, 0), (1, 1)):
        data[at:at + 4] = struct.pack(">HH", height, width)
        info(write("lie.jpg", bytes(data)), megabytes=600)


def jpeg_tiles():
    """JPEG within TIFF whose own size is not that of the tile."""
    for width, height in ((64, 64), (16, 16), (2000, 2000), (64, 1)):
        for mode in ("L", "RGB"):
            buffer = io.BytesIO()
            Image.new(mode, (width, height)).save(buffer, "JPEG")
            data = bytearray(buffer.getvalue())
            for lie in (None, (65500, 65500)):
                if lie is not None:
                    at = data.index(b"\xff\xc0") + 5
                    data[at:at + 4] = struct.pack(">HH", *lie)
                tags = page(t259=(SHORT, [7]), t262=(SHORT, [1]),
                            counts=(len(data),))
                start = 8 + len(ifd(tags))
                tags = page(t259=(SHORT, [7]), t262=(SHORT, [1]),
                            offsets=(start,), counts=(len(data),))
                info(write("jpeg.tif", tiff(tags, 0, bytes(data))))


def no_files():
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    for path in (fifo, folder, "/dev/zero", "/dev/stdin",
                 os.path.join(folder, "missing")):
        bounded(["info", path], path, status=(1,))
    os.symlink("loop", os.path.join(folder, "loop"))
    bounded(["info", os.path.join(folder, "loop")], "loop", status=(1,))


xml_bombs()
loops()
sizes()
pictures()
jpeg_tiles()
no_files()
print("ok")
