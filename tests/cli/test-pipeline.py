#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs in data/pipeline take every flag of the pipeline's own programs,
use those that mean something, name the others in one line, and leave the files
that the pipeline's next steps look for. An unverified slide is no failure."""

import os
import re
import shutil
import subprocess

import tifffile

from harness import check, make_slides, run, scratch

folder = scratch()
source = os.path.join(os.environ["SAFFRON_SOURCE"], "data", "pipeline")
here = os.path.join(folder, "pipeline")
os.mkdir(here)
shutil.copy(os.path.join(source, "common.sh"), here)
PROGRAMS = (("register.py", "register"),
            ("register_cpu.py", "register-pair"),
            ("register_gpu.py", "register-pair"),
            ("generate_registration_qc.py", "generate-registration-qc"))
for program, name in PROGRAMS:
    shutil.copy(os.path.join(source, name), os.path.join(here, program))


def call(program, *args, status=0):
    result = subprocess.run([os.path.join(here, program), *args],
                            capture_output=True, text=True, timeout=600)
    check(result.returncode == status, program, args, result)
    return result


slides = make_slides(os.path.join(folder, "in"), size=500, slides=2)
reference, moving = (os.path.basename(s)[:-len(".ome.tif")] for s in slides)
foreign = make_slides(os.path.join(folder, "other"), size=500, slides=1,
                      seed=77)[0]


def check_help(program, source_name):
    """--help says what each option of the file does, --version which it is;
    both wherever they stand, and without the options that are needed."""
    for flag in ("--help", "-h"):
        said = call(program, flag).stdout
        check(said.startswith(f"usage: {program} "), said)
    with open(os.path.join(source, source_name), encoding="utf-8") as f:
        body = f.read().split("set -- ", 1)[1]
    options = set(re.findall(r"(?<![\w\"$])--[a-z][a-z-]+(?=[|)])", body))
    check(len(options) > 6, options)
    for option in options:
        check(option in said, program, option)
    check(max(map(len, said.split("\n"))) <= 80, said)
    check(call(program, "--reference", "a", "--help").stdout == said, said)
    version = call(program, "--version").stdout
    check(version == f"{program}: {run('--version').stdout}", version)


for program, name in PROGRAMS:
    check_help(program, name)

# register.py: a folder in, every slide out, the reference too.
out = os.path.join(folder, "registered_slides")
flags = ["--input-dir", os.path.join(folder, "in"), "--out", out,
         "--memory-mode", "low", "--micro-reg-fraction=0.1",
         "--max-image-dim", "4000", "--skip-micro-registration",
         "--parallel-warping", "--n-workers", "2", "--use-tiled-registration",
         "--tile-size", "2048", "--image-type", "fluorescence",
         "--interp-method", "nearest", "--reference-markers", "DAPI",
         "FITC", "--num-features", "2000", "--reference",
         os.path.basename(slides[1])]
result = call("register.py", *flags)
said = [s for s in result.stderr.split("\n") if "is not used" in s]
check(len(said) == 3 and said[0].startswith("register.py: --parallel-warping"),
      result.stderr)
check(sorted(os.listdir(out)) == ["saffron",
                                  f"{reference}_registered.ome.tiff",
                                  f"{moving}_registered.ome.tiff",
                                  "summary.csv"], os.listdir(out))
whole = tifffile.imread(slides[1])
taken = tifffile.imread(os.path.join(out, f"{moving}_registered.ome.tiff"))
check(taken.shape == whole.shape and (taken == whole).all(), "the reference")
session = os.path.join(out, "saffron", "in", "in.saffron")
with open(session, encoding="utf-8") as f:
    text = f.read()
for part in ('"reference_markers": "DAPI,FITC"', '"kind": "fluorescence"',
             '"micro_reg_fraction": 0',
             '"max_processed_dim": 1200', '"num_features": 2000'):
    check(part in text, part)
check("up to date" in call("register.py", *flags).stdout, "a second run")

# register_cpu.py and register_gpu.py: a pair, by name or into a folder.
target = os.path.join(folder, "pair_registered.ome.tiff")
result = call("register_gpu.py", "--reference", slides[0], "--moving",
              slides[1], "--output", target, "--affine-crop-size", "2000",
              "--diffeo-crop-size", "2000", "--overlap-percent", "10",
              "--n-features", "1000", "--n-workers", "1", "--opt-tol", "1e-5",
              "--inv-tol", "1e-5", "--log-level", "INFO", "--crop-size", "9")
check(result.stderr.count("register_gpu.py: ") == 7, result.stderr)
check(tifffile.imread(target).shape[-2:] == (500, 500), target)
check(os.path.isfile(os.path.join(folder, "pair_registered.saffron")))
into = os.path.join(folder, "into")
os.mkdir(into)
result = call("register_cpu.py", "--reference", slides[0], "--moving", foreign,
              f"--output={into}")
check("register_cpu.py: done, but unverified" in result.stderr, result.stderr)
name = os.path.basename(foreign)[:-len(".ome.tif")]
check(os.path.isfile(os.path.join(into, f"{name}_registered.ome.tiff")),
      os.listdir(into))
call("register_cpu.py", "--reference", slides[0], "--moving",
     os.path.join(folder, "none.tif"), "--output", into, status=1)

# generate_registration_qc.py: the names and sizes of its pictures.
qc = os.path.join(folder, "qc")
call("generate_registration_qc.py", "--reference", slides[0], "--registered",
     target, os.path.join(into, f"{name}_registered.ome.tiff"), "--output", qc,
     "--scale-factor", "0.25")
check(sorted(os.listdir(qc)) == sorted(
    f"{n}_QC_RGB{e}" for n in ("pair", name)
    for e in (".png", ".tif", "_fullres.tif")), os.listdir(qc))
for end, size in (("", 125), ("_fullres", 500)):
    shape = tifffile.imread(os.path.join(qc, f"pair_QC_RGB{end}.tif")).shape
    check(shape == (2, size, size), shape)
shutil.rmtree(qc)
call("generate_registration_qc.py", "--reference", slides[0], "--registered",
     target, "--output", qc, "--no-fullres", "--no-png")
check(os.listdir(qc) == ["pair_QC_RGB.tif"], os.listdir(qc))
shutil.rmtree(qc)
call("generate_registration_qc.py", "--reference", slides[0], "--registered",
     target, "--output", qc, "--no-fullres", "--no-tiff")
check(os.listdir(qc) == ["pair_QC_RGB.png"], os.listdir(qc))

# What is wrong is said in one line.
for program, args, says in (
        ("register.py", ["--out", out], "--input-dir is missing"),
        ("register.py", ["--input-dir"], "--input-dir needs a value"),
        ("register.py", ["--memory-mode", "huge"], "huge"),
        ("register_cpu.py", ["--nothing", "1"], "--nothing: no such option"),
        ("generate_registration_qc.py",
         ["--reference", "a", "--registered", "b", "--output", qc,
          "--scale-factor", "2"], "--scale-factor 2")):
    result = call(program, *args, status=2)
    check(says in result.stderr and result.stderr.count("\n") == 1,
          result.stderr)
check(run("--version").returncode == 0)
print("ok")
