#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slide of which a part cannot be read is never opened as if that part were
not there: each failing read, each broken chain of pages and each channel that
the OME-XML promises in vain is an error, while info shows the rest."""

import json
import os
import shutil
import struct
import sys

import numpy as np
import tifffile
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from zarr_maker import multiscales, write_json, write_v2  # noqa: E402
from harness import SANITIZED, check, messages, run  # noqa: E402

folder = harness.scratch()
rng = np.random.default_rng(4)
SHIM = os.environ["SAFFRON_FAILING_IO"]


def path(name):
    return os.path.join(folder, name)


def noise(*shape):
    return rng.integers(0, 60000, shape, dtype=np.uint16)


def write_ome(name, data, **options):
    tifffile.imwrite(path(name), data, photometric="minisblack", ome=True,
                     metadata={"axes": "CYX", "Channel":
                               {"Name": [f"C{i}" for i in range(len(data))]}},
                     **options)
    return path(name)


def write_pyramid(name):
    full = noise(3, 512, 512)
    with tifffile.TiffWriter(path(name), ome=True) as tif:
        tif.write(full, subifds=2, tile=(128, 128), photometric="minisblack",
                  metadata={"axes": "CYX"})
        for step in (2, 4):
            tif.write(full[:, ::step, ::step], subfiletype=1, tile=(128, 128),
                      photometric="minisblack")
    return path(name)


def with_fault(what, file, at, *args):
    log = path("reads")
    result = run(*args, env={**os.environ, "LD_PRELOAD": SHIM,
                             "SAFFRON_FAIL_WHAT": what,
                             "SAFFRON_FAIL_FILE": file,
                             "SAFFRON_FAIL_AT": str(at),
                             "SAFFRON_FAIL_LOG": log})
    with open(log, encoding="ascii") as f:
        return result, int(f.read())


def check_faults(file, what="read"):
    """Lets each read that opening makes fail, one at a time, or each seek, or
    each opening itself."""
    said = "be opened" if what == "open" else "be read"
    right, count = with_fault(what, file, 0, "info", "--json", file)
    check(right.returncode == 0 and count > 0, file, right, count)
    for at in range(1, count + 1):
        result, _ = with_fault(what, file, at, "info", "--json", file)
        if result.returncode == 0:
            # A scanner's format is looked for first, by another library; and a
            # library may read again.
            check(result.stdout == right.stdout, what, at, "of", file,
                  "changed what was opened:", result.stdout, result.stderr)
            continue
        line = messages(result)
        check(result.returncode == 1 and len(line) == 1
              and f"cannot {said} (Input/output error)" in line[0],
              what, at, "of", file, result)


def check_zarr_faults():
    """The same for each file of an OME-Zarr: none of them counts as missing or
    as damaged because the disk fails."""
    slide = path("a.zarr")
    write_json(f"{slide}/.zattrs", multiscales("yx"))
    write_v2(f"{slide}/0", noise(60, 80), (40, 40))
    files = [os.path.join(top, name) for top, _, names in os.walk(slide)
             for name in names if name != ".zgroup"]
    check(len(files) >= 6, files)
    for file in files:
        for what in ("read", "open", "stat"):
            result, count = with_fault(what, file, 1, "qc", slide, slide, "-o",
                                       folder, "-f")
            check(count > 0, what, file, "is not used")
            line = messages(result)
            check(result.returncode == 1 and len(line) == 1
                  and "cannot be read (Input/output error)" in line[0]
                  and slide in line[0], what, file, result)


def check_damage(file, word, n_channels):
    """The slide is refused for its damage, and info shows the rest."""
    whole = run("register", file, file + ".other", "-o", path("x.saffron"))
    check(whole.returncode == 1 and word in whole.stderr, file, whole)
    result = run("info", "--json", file)
    check(result.returncode == 1, file, result)
    check(len(messages(result)) == 1 and word in result.stderr, file, result)
    about = json.loads(result.stdout)
    check(len(about["channels"]) == n_channels, file, about)
    check(word in about["damage"], file, about)


def break_chain(file, page, to):
    """Lets the page's pointer to the next one lead to @to."""
    with tifffile.TiffFile(file) as tif:
        at = tif.pages[page].offset
        count = tif.pages[page].tags
        where = at + 2 + 12 * len(count)
    with open(file, "r+b") as f:
        f.seek(where)
        f.write(struct.pack("<I", to))


def main():
    plain = write_ome("plain.ome.tif", noise(3, 200, 300))
    about = json.loads(run("info", "--json", plain).stdout)
    check(about["damage"] is None, about)
    Image.fromarray(noise(90, 80).astype(np.uint8)).save(path("a.png"))
    shutil.copy(plain, path("plain.ome.tif.other"))

    # A chain that leads beyond the end, to nonsense, or back.
    for i, to in enumerate((1 << 30, 9, 8)):
        file = path(f"chain{i}.ome.tif")
        shutil.copy(plain, file)
        break_chain(file, 0, to)
        check_damage(file, "is damaged", 1)
    tifffile.imwrite(path("pages.tif"), noise(4, 50, 60), metadata=None,
                     photometric="minisblack")
    break_chain(path("pages.tif"), 1, 1 << 30)
    check_damage(path("pages.tif"), "page 3 and what follows it", 2)

    # A chain that ends too early, but well.
    file = path("short.ome.tif")
    shutil.copy(plain, file)
    break_chain(file, 1, 0)
    check_damage(file, "1 of the 3 channels", 2)

    # A page that cannot be one of the slide's channels, but should be.
    tifffile.imwrite(path("sizes.tif"), noise(3, 50, 60), metadata=None,
                     photometric="minisblack")
    with tifffile.TiffFile(path("sizes.tif")) as tif:
        at = tif.pages[1].tags["Compression"].valueoffset
    with open(path("sizes.tif"), "r+b") as f:
        f.seek(at)
        f.write(struct.pack("<H", 40000))
    check_damage(path("sizes.tif"), "compressed in a way", 2)

    # What other files hold is no damage.
    for i in range(2):
        tifffile.imwrite(
            path(f"set{i}.ome.tif"), noise(50, 60), metadata=None,
            photometric="minisblack", description=(
                '<OME UUID="urn:uuid:%d"><Image><Pixels SizeX="60" SizeY="50" '
                'SizeC="2" SizeZ="1" SizeT="1" DimensionOrder="XYCZT">%s'
                '</Pixels></Image></OME>' % (i, "".join(
                    f'<TiffData IFD="0" FirstC="{c}" PlaneCount="1"><UUID '
                    f'FileName="set{c}.ome.tif">urn:uuid:{c}</UUID></TiffData>'
                    for c in range(2)))))
        result = run("info", path(f"set{i}.ome.tif"))
        check(result.returncode == 0
              and "1 of 2 channels is not in this file" in result.stdout,
              result)

    if SANITIZED:
        print("ok (reads cannot be made to fail under a sanitizer)")
        return
    for what in ("read", "seek", "open"):
        check_faults(plain, what)
    check_zarr_faults()
    check_faults(write_pyramid("pyramid.ome.tif"))
    check_faults(path("pages2.tif"))
    print("ok")


tifffile.imwrite(path("pages2.tif"), noise(3, 50, 60), metadata=None,
                 photometric="minisblack")
main()
