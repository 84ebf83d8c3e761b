#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures are opened whatever their names are, and a read that fails or a file
that is cut while it is read is an error: no signal, and no other picture."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import tifffile
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from harness import SANITIZED, check, messages, run  # noqa: E402

folder = harness.scratch()
rng = np.random.default_rng(10)
SHIM = os.environ["SAFFRON_FAILING_IO"]
DUMP = os.path.join(os.environ["G_TEST_BUILDDIR"], "slide", "slide-dump")


def path(name):
    return os.path.join(folder, name)


def dump(file, **environment):
    result = subprocess.run([DUMP, file, "0", "0"], check=False,
                            capture_output=True,
                            env={**os.environ, **environment})
    check(result.returncode in (0, 1), file, environment, result.returncode,
          result.stderr[-300:])
    return result


def make(gray):
    """The same picture in each format that loses nothing."""
    image = Image.fromarray(gray)
    files = []
    for ending in ("png", "ppm", "gif"):
        image.save(path(f"a.{ending}"))
        files.append(path(f"a.{ending}"))
    subprocess.run(["vips", "copy", path("a.png"), path("a.v")], check=True)
    tifffile.imwrite(path("a.tif"), gray, metadata=None)
    deep = gray.astype(np.uint16) * 201
    Image.fromarray(deep).save(path("deep.png"))
    subprocess.run(["vips", "copy", path("deep.png"), path("deep.v")],
                   check=True)
    return files + [path("a.v"), path("a.tif")], deep


def main():
    yy, xx = np.mgrid[0:200, 0:300]
    gray = ((xx + 2 * yy) % 251).astype(np.uint8)
    files, deep = make(gray)
    for file in files:
        stem, ending = os.path.splitext(os.path.basename(file))
        for name in (f"{stem}{ending}", f"sec[2]{ending}",
                     f"a{ending}[access=sequential]", f"[n=-1]{ending}",
                     f"x[{ending}", f"é ]{ending}"):
            odd = path(os.path.join("odd", name))
            os.makedirs(os.path.dirname(odd), exist_ok=True)
            shutil.copy(file, odd)
            result = dump(odd)
            check(result.returncode == 0, name, result.stderr)
            got = np.frombuffer(result.stdout, np.uint8)
            if ending != ".gif":
                check(np.array_equal(got.reshape(-1), gray.reshape(-1)), name)
            about = json.loads(run("info", "--json", odd).stdout)
            check((about["width"], about["height"]) == (300, 200), about)
            os.remove(odd)
    got = np.frombuffer(dump(path("deep.v")).stdout, np.uint16)
    check(np.array_equal(got, deep.reshape(-1)), "deep.v")

    # A file that ends too early.
    for file in (path("a.v"), path("a.ppm"), path("a.png")):
        cut = path("cut" + os.path.splitext(file)[1])
        with open(file, "rb") as f, open(cut, "wb") as g:
            data = f.read()
            g.write(data[:len(data) // 2])
        result = dump(cut)
        check(result.returncode == 1, cut, result.stderr)

    if SANITIZED:
        print("ok (reads cannot be made to fail under a sanitizer)")
        return
    for file in (path("a.ppm"), path("a.v"), path("a.png")):
        log = path("reads")
        right = dump(file, LD_PRELOAD=SHIM, SAFFRON_FAIL_FILE=file,
                     SAFFRON_FAIL_AT="0", SAFFRON_FAIL_LOG=log)
        with open(log, encoding="ascii") as f:
            count = int(f.read())
        for at in sorted({*range(1, min(count, 12) + 1), count // 2, count}):
            for cut in (None, "70"):
                used = path("used" + os.path.splitext(file)[1])
                shutil.copy(file, used)
                more = {"SAFFRON_FAIL_CUT": cut} if cut else {}
                result = dump(used, LD_PRELOAD=SHIM, SAFFRON_FAIL_FILE=used,
                              SAFFRON_FAIL_AT=str(at), **more)
                check(result.returncode == 1
                      or result.stdout == right.stdout, file, at, cut,
                      result.stderr)
    check(messages(run("info", path("a.png"))) == [], "a.png")
    print("ok")


main()
