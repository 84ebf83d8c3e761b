# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C in every stage: exit 1, one line, no file left or changed."""

import os
import re
import signal
import subprocess
import time

import harness
from harness import check

folder = harness.scratch()
slides = os.path.join(folder, "slides")
reference, moving, third = harness.make_slides(slides, size=1200, slides=3)


def start(args):
    # A shell in the background may have told its children to ignore it.
    return subprocess.Popen(
        [harness.CLI, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, preexec_fn=lambda: signal.signal(signal.SIGINT,
                                                    signal.default_int_handler))


def stages(args):
    """What it says it does, in order, when nobody stops it."""
    process = start(args)
    _, err = process.communicate(timeout=300)
    check(process.returncode in (0, 3), args, process.returncode, err)
    return [line.split("%  ", 1)[1] for line in err.split("\n")
            if harness.PROGRESS.match(line)]


def stop_in(args, stage, number=signal.SIGINT):
    """Returns the seconds it took, or None when it was done before."""
    before = harness.tree(folder)
    process = start(args)
    err = ""
    for line in process.stderr:
        err += line
        if line.rstrip("\n").endswith("%  " + stage):
            break
    since = time.monotonic()
    process.send_signal(number)
    err += process.stderr.read()
    process.stdout.read()
    status = process.wait(timeout=60)
    seconds = time.monotonic() - since
    if status in (0, 3):
        return None
    shown = f"{args} in {stage}: exit {status}, {err!r}"
    check(status == 1, "should be cancelled:", shown)
    last = err.strip().split("\n")[-1]
    check(re.fullmatch(r"saffron-cli \w+: cancelled", last), shown)
    after = harness.tree(folder)
    check(after == before, "left behind:", shown,
          sorted(set(after) ^ set(before)))
    check(seconds < 10, f"took {seconds:.1f} s:", shown)
    return seconds


def stop_everywhere(args, output):
    names = stages(args)
    check(names, args, "says nothing")
    os.path.isfile(output) and os.remove(output)
    times = {}
    for stage in dict.fromkeys(names):
        seconds = stop_in(args, stage)
        if seconds is None:
            os.path.isfile(output) and os.remove(output)
        else:
            times[stage] = seconds
    check(times, args, "could not be cancelled anywhere")
    for stage, seconds in times.items():
        print(f"{args[0]}, {stage}: {seconds * 1000:.0f} ms")
    return names


target = os.path.join(folder, "x.saffron")
register = ["register", reference, moving, "-o", target]
names = stop_everywhere(register, target)
check(any("coarse" in n for n in names) and any("deformable" in n
                                                for n in names), names)

# With the first of two done already.
two = ["register", reference, moving, third, "-o", target, "--set",
       "deformable=false"]
last = [name for name in stages(two) if name.startswith("slide3")][0]
os.remove(target)
stop_in(two, last)
os.path.isfile(target) and os.remove(target)

# One that is there stays as it was.
check(harness.run("register", reference, moving, "-o", target, "--set",
                  "deformable=false").returncode in (0, 3), "a session")
check(stop_in(register, names[1]) is not None, "done too soon")
check(stop_in(register, names[1], signal.SIGTERM) is not None, "by SIGTERM")

if "warp" in harness.commands():
    warped = os.path.join(folder, "x.ome.tiff")
    stop_everywhere(["warp", target, "-o", warped], warped)

# Where nothing long goes on, it ends as programs do.
process = subprocess.Popen([harness.CLI, "params", "--params", "/dev/stdin"],
                           stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                           preexec_fn=lambda: signal.signal(
                               signal.SIGINT, signal.default_int_handler))
time.sleep(0.3)
process.send_signal(signal.SIGINT)
check(process.wait(timeout=10) == -signal.SIGINT, process.returncode)
