#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command refuses bad input files, output paths that it cannot or must
not write to, and full disks, with one line and without changing a file."""

import os
import resource
import shutil
import signal
import subprocess

import harness
from harness import check, refuses, run

folder = harness.scratch()
work = os.path.join(folder, "work")
os.makedirs(work)
reference, moving = harness.make_slides(os.path.join(work, "slides"))
session = os.path.join(work, "pair.saffron")
points = os.path.join(work, "slides", "slide2.csv")
out = os.path.join(work, "out")
have = harness.commands()


def write(name, data):
    path = os.path.join(work, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


with open(reference, "rb") as f:
    whole = f.read()
result = run("register", reference, moving, "-o", session, "--set",
             "deformable=false")
check(result.returncode in (0, 3), result)
with open(session, "rb") as f:
    saved = f.read()

missing = os.path.join(work, "missing.tif")
slides = [
    missing,
    work,
    "/dev/null",
    write("empty.tif", b""),
    write("truncated.tif", whole[:len(whole) // 3]),
    write("header.tif", whole[:8]),
    write("text.tif", b"this is no image\n" * 99),
    write("zeros.tif", bytes(4096)),
    write("png.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    # A first directory of 0 × 0 pixels.
    write("no-pixels.tif",
          b"II*\0\x08\0\0\0\x04\0\x00\x01\x04\0\x01\0\0\0\0\0\0\0"
          b"\x01\x01\x04\0\x01\0\0\0\0\0\0\0\x11\x01\x04\0\x01\0\0\0\x08\0\0\0"
          b"\x17\x01\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0"),
]
for path in slides:
    refuses(work, ["info", path], [path], status=(1,))
    refuses(work, ["register", path, moving, "-o", out], [path], status=(1,))
    refuses(work, ["register", reference, path, "-o", out], [path],
            status=(1,))
    if "estimate" in have:
        refuses(work, ["estimate", reference, path], [path], status=(1,))

sessions = [
    missing,
    work,
    reference,
    write("empty.saffron", b""),
    write("truncated.saffron", saved[:len(saved) // 2]),
    write("other.json", b'{"a": [1, 2, 3]}'),
    write("newer.saffron", saved.replace(b'"version": 2', b'"version": 99')),
    write("nan.saffron", saved.replace(b'"affine": [', b'"affine": [NaN, ')),
    write("lacking.saffron", saved.replace(b'"affine"', b'"other"')),
    write("deep.saffron", b"[" * 1000000),
    write("params.saffron", saved.replace(b'"qc_level": -1',
                                          b'"qc_level": 99')),
]
users = {"points": ["--from", "moving", "--to", "reference", points, out],
         "evaluate": ["--reference-landmarks", points, "--moving-landmarks",
                      points],
         "warp": ["-o", out], "qc": ["-o", out], "quality": ["-o", out],
         "transform": ["-o", os.path.join(work, "x.mha")],
         "estimate": []}
for command, rest in users.items():
    if command not in have:
        continue
    for path in sessions:
        refuses(work, [command, path, *rest], [path], status=(1, 2))
for path in sessions[3:]:
    refuses(work, ["register", reference, moving, "-o", path], [path],
            status=(1,))

# Files that are not valid tables of points. A row without coordinates is no
# error for points, which passes it on.
lacking = write("nan.csv", b",X,Y\n1,nan,2\n")
tables = [missing, write("empty.csv", b""),
          write("words.csv", b",X,Y\n1,here,there\n"), lacking, reference]
for path in tables:
    if "points" in have and path != lacking:
        refuses(work, ["points", session, "--from", "moving", "--to",
                       "reference", path, out], [path], status=(1,))
    if "evaluate" in have:
        refuses(work, ["evaluate", session, "--reference-landmarks", points,
                       "--moving-landmarks", path], [path], status=(1,))

# Paths that cannot be written to are refused before any work starts.
for path in [work, work + "/", "/dev/null", "/dev/null/x",
             os.path.join(work, "no", "such", "x"), "/proc/x.saffron",
             reference + "/x"]:
    refuses(work, ["register", reference, moving, "-o", path], [path])
    # Not for a folder: warp writes a file named after the slide into it.
    if "warp" in have and not os.path.isdir(path):
        refuses(work, ["warp", session, "-o", path], [path])
    if "points" in have:
        refuses(work, ["points", session, "--from", "moving", "--to",
                       "reference", points, path], [path])
# An input file as the output, under its own name or through a link, is refused
# even with --force.
def other_names(path):
    stem = os.path.join(work, "other-" + os.path.basename(path))
    os.symlink(path, stem + ".symlink")
    os.link(path, stem + ".hardlink")
    return [path, stem + ".symlink", stem + ".hardlink"]


slide_names = other_names(reference) + other_names(moving)
session_names = other_names(session)
for path in slide_names + session_names:
    for force in ([], ["--force"]):
        refuses(work, ["warp", session, "-o", path, *force], [path])
        refuses(work, ["points", session, "--from", "moving", "--to",
                       "reference", points, path, *force], [path])
        if path in slide_names:
            refuses(work, ["register", reference, moving, "-o", path, *force],
                    [path])
for path in other_names(points):
    refuses(work, ["points", session, "--from", "moving", "--to", "reference",
                   points, path, "--force"], [path])

# An existing file is replaced only with --force.
name = os.path.basename(moving).split(".")[0]
for command, path, rest in [
        ("warp", os.path.join(work, "there.ome.tiff"), ["-o"]),
        ("points", os.path.join(work, "there.csv"),
         ["--from", "moving", "--to", "reference", points]),
        ("qc", os.path.join(work, name + "_QC_RGB.png"), ["-o"])]:
    write(path, b"somebody's own")
    target = work if command == "qc" else path
    refuses(work, [command, session, *rest, target], [path, "--force"])
    result = run(command, session, *rest, target, "--force")
    check(result.returncode in (0, 3), command, "--force", result)
    with open(path, "rb") as f:
        check(f.read() != b"somebody's own", command, "did not replace it")
    os.remove(path)


def limited():
    """Limits the size of files, which stands in for a full disk where the test
    may not mount one."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))


target = os.path.join(work, "big.saffron")
refuses(work, ["register", reference, moving, "-o", target, "--set",
               "deformable=false"], [target], status=(1,), preexec_fn=limited)
if "warp" in have:
    target = os.path.join(work, "big.ome.tiff")
    refuses(work, ["warp", session, "-o", target], [target], status=(1,),
            preexec_fn=limited)
    refuses(work, ["qc", session, "-o", work], [name], status=(1,),
            preexec_fn=limited)
    refuses(work, ["synth", os.path.join(work, "made"), "--width", 700,
                   "--height", 700], [os.path.join(work, "made")],
            status=(1,), preexec_fn=limited)
    check(not os.path.exists(os.path.join(work, "made")), "a folder is left")

full = os.path.join(folder, "full")
os.makedirs(full)
if shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", full],
        capture_output=True).returncode == 0:
    try:
        with open(os.path.join(full, "filler"), "wb") as f:
            try:
                f.write(bytes(1 << 17))
            except OSError:
                pass
        before = harness.tree(full)
        target = os.path.join(full, "x.saffron")
        refuses(full, ["register", reference, moving, "-o", target],
                [target, "full"], status=(1,))
        if "warp" in have:
            target = os.path.join(full, "x.ome.tiff")
            refuses(full, ["warp", session, "-o", target], [target],
                    status=(1,))
        if "qc" in have:
            refuses(full, ["qc", session, "-o", full], [full], status=(1,))
    finally:
        subprocess.run(["umount", full], check=True)
else:
    print("not tested: a full disk, since nothing can be mounted here")
print("ok")
