#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli merge writes the channels of all slides into one OME-TIFF: those
of the reference as they are stored, those of a moving slide as warp writes
them, the nuclear stain once, each with a name and colour of its own. Its memory
does not grow with the number of slides."""

import os
import shutil
import sys
import xml.etree.ElementTree

try:
    import numpy
    import tifffile
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402
from harness import (SANITIZED, Bounded, check, refuses, run,  # noqa: E402
                     scratch)

folder = scratch()
numbers = numpy.random.default_rng(5)
SIZE = 300


def path(name):
    return os.path.join(folder, name)


def write(name, channels, dtype, size=SIZE, tile=None):
    values = numbers.integers(0, 250, (len(channels), size, size)).astype(dtype)
    tifffile.imwrite(path(name), values, ome=True, tile=tile, photometric=(
        "minisblack"), metadata={"axes": "CYX", "Channel": {"Name": channels},
                                 "PhysicalSizeX": 0.5, "PhysicalSizeY": 0.5})
    return values


def channels_of(name):
    """Returns the names and the colours in a file's OME-XML."""
    with tifffile.TiffFile(path(name)) as tiff:
        root = xml.etree.ElementTree.fromstring(tiff.ome_metadata)
        pixels = next(e for e in root.iter() if e.tag.endswith("}Pixels"))
    check(pixels.get("PhysicalSizeX") == "0.5", pixels.attrib)
    found = [e for e in pixels if e.tag.endswith("}Channel")]
    return [e.get("Name") for e in found], [e.get("Color") for e in found]


reference = write("r1_DAPI_CD3.ome.tif", ["DAPI", "CD3"], numpy.uint8)
write("r2_DAPI_CD8.ome.tif", ["dapi-02", "CD8"], numpy.uint16)
write("r3_CD3_DAPI.ome.tif", ["CD3", "DAPI"], numpy.uint8)
write("r4_CD68.ome.tif", ["CD68"], numpy.uint8)
turned = session_file.similarity(10, 1.05, 20, -30)
bent = session_file.lattice(6, 6, 100, lambda i, j: (3 * (i % 2), 2 * (j % 3)))
runs = {path("r2_DAPI_CD8.ome.tif"): session_file.run(turned, SIZE, SIZE, bent),
        path("r3_CD3_DAPI.ome.tif"): session_file.run(turned, SIZE, SIZE),
        path("r4_CD68.ome.tif"): None}
session = path("s.saffron")
session_file.write(session, runs, path("r1_DAPI_CD3.ome.tif"))

result = run("merge", session, "-o", path("merged.ome.tiff"))
check(result.returncode == 0, result.stderr)
check("r4_CD68: not registered, so left out" in result.stderr, result.stderr)
names, colors = channels_of("merged.ome.tiff")
check(names == ["DAPI", "CD3", "CD8", "CD3 (r3_CD3_DAPI)"], names)
check(len(set(colors)) == 4, colors)
merged = tifffile.imread(path("merged.ome.tiff"))
check(merged.dtype == numpy.uint16 and merged.shape == (4, SIZE, SIZE),
      merged.dtype, merged.shape)
check(numpy.array_equal(merged[:2], reference), "the reference's values")
for name, ours, theirs in (("r2_DAPI_CD8", 2, 1), ("r3_CD3_DAPI", 3, 0)):
    check(run("warp", session, "-m", name, "-o",
              path(f"{name}.ome.tiff")).returncode == 0, name)
    warped = tifffile.imread(path(f"{name}.ome.tiff"))
    check(warped[theirs].any(), "nothing there")
    check(numpy.array_equal(merged[ours], warped[theirs]), name)

result = run("merge", session, "-o", path("all.ome.tiff"), "--keep-duplicates",
             "--compression", "zstd")
check(result.returncode == 0, result.stderr)
check(channels_of("all.ome.tiff")[0]
      == ["DAPI", "CD3", "dapi-02", "CD8", "CD3 (r3_CD3_DAPI)",
          "DAPI (r3_CD3_DAPI)"], channels_of("all.ome.tiff"))
half = run("merge", session, "-o", path("half.ome.tiff"), "--level", "1")
check(tifffile.imread(path("half.ome.tiff")).shape == (4, 150, 150), half)

# A brightfield slide gives its three colours, and is white outside.
tifffile.imwrite(path("he.tif"), numbers.integers(
    150, 250, (SIZE, SIZE, 3)).astype(numpy.uint8), photometric="rgb")
session_file.write(path("he.saffron"), {path("he.tif"): session_file.run(
    [1, 0, 150, 0, 1, 0], SIZE, SIZE)}, path("r1_DAPI_CD3.ome.tif"))
check(run("merge", path("he.saffron"), "-o",
          path("he.ome.tiff")).returncode == 0)
check(channels_of("he.ome.tiff")[0] == ["DAPI", "CD3", "Red (he)",
                                        "Green (he)", "Blue (he)"])
merged = tifffile.imread(path("he.ome.tiff"))
check((merged[2:, :, 160:] == 255).all())
check((merged[2:, :, 10:140] < 250).all())

refuses(folder, ["merge", session, "-o", path("merged.ome.tiff")],
        ["already exists"], status=(1,))
refuses(folder, ["merge", session, "-f", "-o", path("r4_CD68.ome.tif")],
        ["r4_CD68.ome.tif", "input"], status=(1,))
refuses(folder, ["merge", session], ["-o"], status=(2,))
refuses(folder, ["merge", session, "-o", path("x.tif"), "--compression",
                 "best"], ["best"], status=(2,))

# Nine slides, each larger than what is kept of it decoded, take no more than
# three but for the slide itself: its file, its transform, its names.
if not SANITIZED:
    large = 5120
    write("big.ome.tif", ["CD1"], numpy.uint16, large, (512, 512))
    peaks = []
    for n in (3, 9):
        copies = {}
        for i in range(1, n):
            shutil.copy(path("big.ome.tif"), path(f"big{n}-{i}.ome.tif"))
            copies[path(f"big{n}-{i}.ome.tif")] = session_file.run(
                [1, 0.01, 5, -0.01, 1, 30], large, large)
        session_file.write(path("big.saffron"), copies, path("big.ome.tif"))
        peaks.append(Bounded(
            ["merge", path("big.saffron"), "-f", "-o", path("big.ome.tiff"),
             "-c", "none", "--threads", "2"], 300, 500).megabytes)
        print(f"{n} slides of {large} x {large}: {peaks[-1]:.0f} MB")
    check(peaks[1] < peaks[0] + 8, peaks)
print("ok")
