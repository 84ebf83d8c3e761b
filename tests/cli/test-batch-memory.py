#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli batch --jobs works on so many slides at a time as the memory
goes by the estimates: those that do not fit beside what runs are held back, and
one always runs, so that all are done."""

import os
import re
import subprocess

from harness import CLI, check, make_slides, run, scratch, wait_until

folder = scratch()
slides = make_slides(os.path.join(folder, "in"), size=500, slides=4)
arguments = [CLI, "batch", *slides, "--jobs", "3", "--no-warp", "--no-qc",
             "--no-report", "--threads", "3", "--set", "deformable=false",
             "--set", "pieces=false", "--set", "micro_reg_fraction=0"]


def children(pid):
    """The commands that a batch runs now."""
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children",
                      encoding="ascii") as f:
                found += f.read().split()
    except OSError:
        pass
    return len(found)


def most_at_once(name, megabytes):
    """Runs a batch, and returns how many steps were seen at the same time."""
    out = os.path.join(folder, name)
    with open(os.path.join(folder, name + ".txt"), "w",
              encoding="utf-8") as log, \
            subprocess.Popen([*arguments, "-o", out, "--memory",
                              str(megabytes)], stdout=log,
                             stderr=log) as batch:
        seen = [0]

        def ended():
            seen.append(children(batch.pid))
            return batch.poll() is not None

        wait_until(ended, 280, "the batch")
    with open(os.path.join(folder, name + ".txt"), encoding="utf-8") as f:
        text = f.read()
    check(batch.returncode == 0 and "verified: 3," in text, text)
    return max(seen)


# By what registering each is estimated to take on its share of the processors:
# two fit, or all three, or not even one.
needs = []
for slide in slides[1:]:
    result = run("estimate", slides[0], slide, "--json", "-t", 1,
                 *arguments[-6:])
    check(result.returncode == 0, result.stderr)
    found = re.findall(r'"peak_memory"\s*:\s*(\d+)', result.stdout)
    needs.append(max(map(int, found)) / 1e6)
needs.sort()
two = most_at_once("two", int(needs[1] + needs[2]) + 2)
check(two == 2, "two at a time", two, needs)
every = most_at_once("all", int(sum(needs)) + 2)
check(every == 3, "three at a time", every, needs)
none = most_at_once("none", 1)
check(none == 1, "one at a time where not even one fits", none)
print("ok")
