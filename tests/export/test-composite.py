#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli qc --tiff writes the picture as a composite that ImageJ knows; qc
of slides that were registered and warped before draws what qc of their session
does."""

import os
import sys

try:
    import numpy
    import tifffile
    from PIL import Image
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402
from harness import check, make_slides, refuses, run, scratch  # noqa: E402

folder = scratch()
slides = make_slides(os.path.join(folder, "in"), size=600)
name = os.path.basename(slides[1])[:-len(".ome.tif")]
session = os.path.join(folder, "s.saffron")
session_file.write(session, {slides[1]: session_file.run(
    session_file.similarity(4, 1.0, 20, -15), 600, 600)}, slides[0])
out, again = os.path.join(folder, "out"), os.path.join(folder, "again")
os.mkdir(out)
os.mkdir(again)

result = run("qc", session, "-o", out, "--tiff")
check(result.returncode == 0, result)
check(result.stdout.split() == [os.path.join(out, f"{name}_QC_RGB.png"),
                                os.path.join(out, f"{name}_QC_RGB.tif")],
      result.stdout)
picture = numpy.array(Image.open(os.path.join(out, f"{name}_QC_RGB.png")))
with tifffile.TiffFile(os.path.join(out, f"{name}_QC_RGB.tif")) as tiff:
    check(tiff.is_imagej and tiff.imagej_metadata["mode"] == "composite"
          and tiff.imagej_metadata["channels"] == 2, tiff.imagej_metadata)
    check(tiff.series[0].axes == "CYX" and len(tiff.pages) == 2, tiff.series)
    planes = tiff.asarray()
check(picture.any(axis=(0, 1)).tolist() == [True, True, False], "red, green")
check(numpy.array_equal(planes, picture[..., :2].transpose(2, 0, 1)), "values")

check(run("warp", session, "-o", out).returncode == 0)
warped = os.path.join(out, f"{name}_registered.ome.tiff")
result = run("qc", slides[0], warped, "-o", again, "--tiff")
check(result.returncode == 0, result)
check(sorted(os.listdir(again)) == [f"{name}_QC_RGB.png", f"{name}_QC_RGB.tif"],
      os.listdir(again))
other = numpy.array(Image.open(os.path.join(again, f"{name}_QC_RGB.png")))
apart = abs(other.astype(int) - picture)
check(apart[..., 1].max() == 0, "the reference looks the same")
check(apart[..., 0].mean() < 3, apart[..., 0].mean())

refuses(folder, ["qc", slides[0], warped, "-o", again], ["already exists"],
        status=(1,))
refuses(folder, ["qc", slides[0], slides[1], "-f", "-o", again],
        ["not registered", slides[1]], status=(1,))
refuses(folder, ["qc", slides[0], warped, "-o", again, "--legend"],
        ["--legend"], status=(2,))
print("ok")
