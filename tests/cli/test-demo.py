#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev demo succeeds twice in the same folder: the files that the first demo
left do not stop the second."""

import os
import shutil
import subprocess

import harness
from harness import check

folder = harness.scratch()
demo = os.path.join(folder, "demo")
harness.make_slides(demo, size=600)

# A copy of ./dev in a folder with a finished build and with stand-ins for
# ninja and dpkg-query, because what a build needs may not be installed.
tree = os.path.join(folder, "tree")
tools = os.path.join(folder, "tools")
os.makedirs(os.path.join(tree, "_build", "src", "cli"))
os.makedirs(tools)
shutil.copy(os.path.join(os.environ["SAFFRON_SOURCE"], "dev"), tree)
open(os.path.join(tree, "_build", "build.ninja"), "w").close()
os.symlink(harness.CLI, os.path.join(tree, "_build", "src", "cli",
                                     "saffron-cli"))
for name, text in (("ninja", "exit 0"), ("dpkg-query", "echo ii")):
    with open(os.path.join(tools, name), "w", encoding="utf-8") as f:
        f.write(f"#!/bin/sh\n{text}\n")
    os.chmod(os.path.join(tools, name), 0o755)
environment = {**os.environ, "PATH": tools + ":" + os.environ["PATH"]}
environment.pop("SAFFRON_BUILD", None)

for time in ("first", "second"):
    result = subprocess.run([os.path.join(tree, "dev"), "demo", demo],
                            capture_output=True, text=True, timeout=300,
                            env=environment)
    check(result.returncode == 0, time, result.returncode, result.stderr)
    check("Done. In" in result.stderr, time, result.stderr)
for ending in ("_QC_RGB.png", ".saffron", "_registered.ome.tiff"):
    check(any(name.endswith(ending) for name in os.listdir(demo)), ending)
print("ok")
