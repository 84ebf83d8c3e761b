#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli synth, its files read by other programs: names, sizes, truth,
refusals."""

import csv
import hashlib
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile

try:
    import numpy
    import tifffile
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
from harness import holds_open, wait_until  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
SMALL = ["--width", "700", "--height", "600"]


def synth(*arguments, status=0):
    done = subprocess.run([CLI, "synth", *arguments], capture_output=True,
                          text=True)
    assert done.returncode == status, (arguments, done)
    if status:
        lines = [line for line in done.stderr.splitlines()
                 if line.startswith("saffron-cli")]
        assert len(lines) == 1, done.stderr
        return lines[0]
    return done.stdout


def sums(folder):
    out = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            out[name] = hashlib.sha256(f.read()).hexdigest()
    return out


def points(path):
    with open(path, newline="") as f:
        rows = list(csv.reader(f))
    assert rows[0] == ["", "X", "Y"], rows[0]
    assert [row[0] for row in rows[1:]] == [str(k) for k in range(1, 501)]
    return numpy.array([[float(v) for v in row[1:]] for row in rows[1:]])


def push(slide, m):
    """Evaluates the truth as truth.json describes."""
    a = slide["affine"]
    q = numpy.stack([a[0] * m[:, 0] + a[1] * m[:, 1] + a[2],
                     a[3] * m[:, 0] + a[4] * m[:, 1] + a[5]], 1)
    out = q.copy()
    for ax, ay, kx, ky, phase in slide["terms"]:
        s = numpy.sin(kx * q[:, 0] + ky * q[:, 1] + phase)
        out += numpy.stack([ax * s, ay * s], 1)
    return out


def check_names_and_pixels(folder):
    with tifffile.TiffFile(os.path.join(
            folder, "slide1_DAPI_CD3_CD8.ome.tif")) as tiff:
        xml = tiff.ome_metadata
        assert re.findall(r'<Channel[^>]*Name="([^"]*)"', xml) \
            == ["DAPI", "CD3", "CD8"], xml
        assert float(re.search(r'PhysicalSizeX="([^"]*)"', xml).group(1)) \
            == 0.325
        series = tiff.series[0]
        assert series.axes == "CYX" and series.shape == (3, 600, 700)
        pixels = series.asarray()
    assert pixels.dtype == numpy.uint16
    # Nuclei are bright, glass is dark, and no channel is empty.
    for plane in pixels:
        assert numpy.percentile(plane, 99) > 4 * numpy.percentile(plane, 1)
    assert numpy.percentile(pixels[0], 99) > 3000
    with tifffile.TiffFile(os.path.join(
            folder, "slide2_DAPI_PANCK_CD68.ome.tif")) as tiff:
        assert 'Name="PANCK"' in tiff.ome_metadata


def check_truth(folder):
    with open(os.path.join(folder, "truth.json")) as f:
        truth = json.load(f)
    assert truth["format"] == "saffron-synth"
    assert truth["options"]["seed"] == "7"
    reference = points(os.path.join(folder, "slide1.csv"))
    for k, slide in enumerate(truth["slides"]):
        here = points(os.path.join(folder, slide["points"]))
        # Tables hold four decimals.
        assert abs(push(slide, here) - reference).max() < 5e-4
        assert slide["min_jacobian"] >= 0.3 - 1e-9
        with tifffile.TiffFile(os.path.join(folder, slide["file"])) as tiff:
            height, width = tiff.series[0].shape[-2:]
        assert (width, height) == (slide["width"], slide["height"])
        assert (here > 0).all() and (here < [width, height]).all()
        if k:
            a = slide["affine"]
            assert math.isclose(a[0] * a[4] - a[1] * a[3],
                                slide["scale"] ** -2, rel_tol=1e-9)
            assert 0.9 <= slide["scale"] <= 1.1
            assert 0 < slide["amplitude"] <= 60


def check_same_bytes(folder, again):
    synth(again, *SMALL, "--slides", "3", "--seed", "7", "--threads", "1")
    assert sums(folder) == sums(again)
    synth(again, *SMALL, "--slides", "3", "--seed", "8", "--force",
          "--threads", "3")
    assert sums(folder) != sums(again)


def check_refusals(folder, place):
    before = sums(folder)
    line = synth(folder, *SMALL, status=1)
    assert "slide1_DAPI_CD3_CD8.ome.tif" in line and "--force" in line, line
    assert sums(folder) == before
    new = os.path.join(place, "new")
    for bad in (["--width", "10"], ["--channels", "99"], ["--scale", "2:1"],
                ["--rotation", "left"], ["--seed", "-1"], ["--kind", "oil"],
                ["--amplitude", "nan"], ["--layout", "round"],
                ["--compression", "rar"], ["--pixel-size", "0"]):
        line = synth(new, *bad, status=2)
        assert not os.path.exists(new), bad
    synth(new, *SMALL, "--compression", "jpeg", status=1)
    assert not os.path.exists(new)
    synth(os.path.join(place, "no", "where"), *SMALL, status=1)
    line = synth(os.path.join(folder, "slide1.csv"), *SMALL, status=1)
    assert "slide1.csv" in line, line


def check_layouts_and_kinds(place):
    for layout, subs, pages in (("subifd", True, 1), ("flat", False, 1),
                                ("pages", False, 2)):
        folder = os.path.join(place, layout)
        synth(folder, *SMALL, "--channels", "1", "--slides", "1", "--layout",
              layout)
        with tifffile.TiffFile(os.path.join(
                folder, "slide1_DAPI.ome.tif")) as tiff:
            assert bool(tiff.pages[0].subifds) == subs, layout
            assert len(tiff.pages) == pages, layout
    folder = os.path.join(place, "mixed")
    synth(folder, *SMALL, "--channels", "1", "--slides", "3", "--kind",
          "mixed", "--compression", "deflate", "--similarity", "serial",
          "--rotation", "30", "--mirror", "--pixel-size", "0.5")
    for name, marks in (("slide2_HE.ome.tif", "eosin"),
                        ("slide3_IHC.ome.tif", "dab")):
        pixels = tifffile.imread(os.path.join(folder, name))
        assert pixels.ndim == 3 and pixels.dtype == numpy.uint8, name
        red, green, blue = (pixels[..., k].astype(float) for k in range(3))
        assert numpy.median(pixels[:10]) > 225, name
        if marks == "eosin":
            assert (red - green > 40).mean() > 0.1
        else:
            assert (red - blue > 40).mean() > 0.0005
    with open(os.path.join(folder, "truth.json")) as f:
        truth = json.load(f)
    assert [slide["rotation"] for slide in truth["slides"]] == [0, 30, 30]
    a = truth["slides"][1]["affine"]
    assert a[0] * a[4] - a[1] * a[3] < 0


def check_cancel(place):
    """Ctrl-C leaves nothing behind, not even the folder."""
    folder = os.path.join(place, "cancelled")
    job = subprocess.Popen([CLI, "synth", folder, "--width", "9000",
                            "--height", "9000"], stderr=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True)
    wait_until(lambda: os.path.isdir(folder) and holds_open(job, folder),
               why="it to write")
    job.send_signal(signal.SIGINT)
    _, err = job.communicate()
    assert job.returncode == 1, (job.returncode, err)
    assert not os.path.exists(folder), os.listdir(folder)


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = os.path.join(place, "set")
        printed = synth(folder, *SMALL, "--slides", "3", "--seed", "7")
        assert "reference" in printed and "rotation" in printed, printed
        check_names_and_pixels(folder)
        check_truth(folder)
        check_same_bytes(folder, os.path.join(place, "again"))
        check_refusals(folder, place)
        check_layouts_and_kinds(place)
        check_cancel(place)
    print("ok")


if __name__ == "__main__":
    main()
