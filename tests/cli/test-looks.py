#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registration finds the right look also where a file's layout does not give
it: for grey brightfield of every type and for fluorescence stored as RGB."""

import json
import os

import numpy
import tifffile
from PIL import Image

import harness
from harness import check

folder = harness.scratch()


def synthetic(name, *options):
    where = os.path.join(folder, name)
    done = harness.run("synth", where, "--width", 900, "--height", 900,
                       "--layout", "flat", "--compression", "none",
                       "--amplitude", 2, *options)
    check(done.returncode == 0, done.stderr)
    return [tifffile.imread(os.path.join(where, n), key=0)
            for n in sorted(os.listdir(where)) if n.endswith(".tif")]


def save(name, image):
    path = os.path.join(folder, name)
    tifffile.imwrite(path, image, photometric="minisblack", tile=(256, 256))
    return path


def said(look):
    """Returns the look's name and the code of its reason."""
    return look["name"] + ": " + look["reason"]["code"]


def register(*slides):
    """Registers, checks that the run is verified, and returns the session's
    path and both looks. The slides hardly differ by bending."""
    out = os.path.join(folder, "run.saffron")
    # The look is chosen before anything is bent.
    done = harness.run("register", *slides, "-o", out, "--force", "--set",
                       "deformable=false")
    check(done.returncode == 0, slides, done.stdout, done.stderr)
    with open(out, encoding="utf-8") as f:
        run = json.load(f)["moving"][0]["runs"][0]
    return out, said(run["reference_look"]), said(run["moving_look"])


def corners(image):
    return [image[0, 0], image[0, -1], image[-1, 0], image[-1, -1]]


# Grey values on a bright background: 8 bits, a 12-bit camera, and floats.
he = [numpy.asarray(Image.fromarray(i).convert("L"))
      for i in synthetic("he", "--kind", "he", "--similarity", "serial",
                         "--shared", "0.6")]
ways = {"u8": lambda g: g,
        "u16": lambda g: g.astype(numpy.uint16) * 15 + 100,
        "f32": lambda g: g.astype(numpy.float32) / 256}
grey = {name: [save(f"{i}-{name}.tif", way(g)) for i, g in enumerate(he)]
        for name, way in ways.items()}
for reference, moving in (("u8", "u8"), ("u16", "u16"), ("f32", "f32"),
                          ("u8", "u16"), ("f32", "u8")):
    out, *looks = register(grey[reference][0], grey[moving][1])
    for look in looks:
        check(look == "optical density: look-bright-gray",
              reference, moving, look)
    # Outside the moving slide, the warped one is as bright as empty glass.
    warped = os.path.join(folder, "warped.ome.tiff")
    done = harness.run("warp", out, "-o", warped, "--crop", "all", "--force",
                       "--no-predictor")
    check(done.returncode == 0, done.stderr)
    image = tifffile.imread(warped, key=0)
    glass = numpy.percentile(image, 90)
    for value in corners(image):
        check(0.95 * glass <= value <= 1.1 * glass, moving, value, glass)
    # In the QC picture glass is dark and tissue bright.
    done = harness.run("qc", out, "-o", folder, "--level", 0, "--force")
    check(done.returncode == 0, done.stderr)
    name = os.path.basename(grey[moving][1]).split(".")[0] + "_QC_RGB.png"
    picture = numpy.asarray(Image.open(os.path.join(folder, name)))
    check(numpy.median(picture[..., :2]) < 100, reference, moving,
          numpy.median(picture[..., :2]))

# A camera's offset is not taken for a bright background.
dapi = synthetic("dapi", "--channels", 1)
high = [save(f"high{i}.tif", (d // 16 + 2000).astype(numpy.uint16))
        for i, d in enumerate(dapi)]
_, *looks = register(*high)
for look in looks:
    check(look.endswith(": look-only"), look)

# RGB fluorescence: both slides have nuclei in blue. One has another stain in
# red, the other one in green.
rng = numpy.random.default_rng(1)


def coloured(name, nuclei, stain, channel):
    image = numpy.zeros((*nuclei.shape, 3), numpy.uint8)
    image[..., 2] = numpy.clip(nuclei / numpy.percentile(nuclei, 99.5) * 200,
                               0, 255)
    image[..., channel] = stain
    path = os.path.join(folder, name)
    Image.fromarray(image).save(path)
    return path


def blobs(shape):
    coarse = rng.uniform(0, 1, (40, 40))
    coarse[coarse < 0.8] = 0
    big = Image.fromarray((coarse * 255).astype(numpy.uint8))
    return numpy.asarray(big.resize(shape[::-1], Image.BICUBIC))


pair = [coloured("0.png", dapi[0], blobs(dapi[0].shape), 0),
        coloured("1.png", dapi[1], blobs(dapi[1].shape), 1)]
_, *looks = register(*pair)
for look in looks:
    check(look == "Blue: look-blue", look)

# If a slide has only one colour, that is its look.
green = [os.path.join(folder, f"green{i}.png") for i in range(2)]
for path, d in zip(green, dapi):
    image = numpy.zeros((*d.shape, 3), numpy.uint8)
    image[..., 1] = numpy.clip(d / numpy.percentile(d, 99.5) * 200, 0, 255)
    Image.fromarray(image).save(path)
_, *looks = register(*green)
for look in looks:
    check(look == "Green: look-contrast", look)
print("ok")
