#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both programs are built as Debian builds its packages: at any address, with
all symbols bound at the start and read-only from then on, no stack that can be
executed, and buffers that are checked."""

import os
import shutil
import subprocess
import sys

from harness import SANITIZED, check

if shutil.which("readelf") is None:
    print("skipped: readelf is not installed")
    sys.exit(77)


def readelf(path, *options):
    return subprocess.run(["readelf", "-W", *options, path], check=True,
                          capture_output=True, text=True).stdout


for variable in ("SAFFRON_CLI", "SAFFRON_APP"):
    path = os.environ.get(variable)
    if path is None:  # built without the window
        continue
    dynamic = readelf(path, "-d")
    check("BIND_NOW" in dynamic and "Flags: NOW PIE" in dynamic, path, dynamic)
    segments = {line.split()[0]: line.split()[6:-1]
                for line in readelf(path, "-l").splitlines()
                if line.split()[:1] in (["GNU_RELRO"], ["GNU_STACK"])}
    check(segments == {"GNU_RELRO": ["R"], "GNU_STACK": ["RW"]}, path, segments)
    symbols = readelf(path, "--dyn-syms")
    check("__stack_chk_fail" in symbols, path, "no protected stack")
    check(SANITIZED or "_chk@" in symbols.replace("__stack_chk_fail@", ""),
          path, "no fortified functions")
print("ok")
