#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several register on one session at once, and who reads their results stops
reading: no run is lost, nothing that appeared meanwhile is replaced."""

import fcntl
import json
import os
import signal
import subprocess

import harness
from harness import check, run

folder = harness.scratch()
reference, moving, third = harness.make_slides(os.path.join(folder, "slides"),
                                               size=500, slides=3)
quick = ["--set", "deformable=false"]


def path(name):
    return os.path.join(folder, name)


def slides_in(session):
    with open(session, encoding="utf-8") as f:
        return {os.path.basename(m["path"]): len(m["runs"])
                for m in json.load(f)["moving"]}


def start(*args, **options):
    return subprocess.Popen([harness.CLI, "register", *args],
                            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            text=True, **{"stdout": subprocess.DEVNULL,
                                          **options})


def stop_at_work(*args):
    """A register that stands still after it looked at the session."""
    process = start(*args)
    for line in process.stderr:
        if "coarse" in line:
            process.send_signal(signal.SIGSTOP)
            return process
    check(False, "ended early:", args)


def end(process):
    process.send_signal(signal.SIGCONT)
    _, said = process.communicate(timeout=300)
    return process.returncode, said


both = {os.path.basename(moving): 1, os.path.basename(third): 1}

# The other one begins and ends between this one's look and its end: with no
# file at first, and with one.
session = path("new.saffron")
first = stop_at_work(reference, moving, "-o", session, *quick)
check(run("register", reference, third, "-o", session, *quick).returncode
      in (0, 3), "the second")
status, said = end(first)
check(status in (0, 3), status, said)
check(slides_in(session) == both, slides_in(session))

first = stop_at_work(reference, moving, "-o", session, *quick)
run("register", reference, third, "-o", session, *quick)
status, said = end(first)
check(slides_in(session) == {name: 2 for name in both}, slides_in(session))

# With --force it replaces what is there at its first slide; its own are kept.
status, said = end(start(reference, moving, third, "-o", session, "--force",
                         *quick))
check(status in (0, 3) and slides_in(session) == both, slides_in(session))

# Something else appeared: it is somebody's.
for name, text in (("notes.saffron", "do not lose this"),
                   ("other.saffron", None)):
    first = stop_at_work(reference, moving, "-o", path(name), *quick)
    if text is None:
        run("register", moving, third, "-o", path(name), *quick)
    else:
        with open(path(name), "w", encoding="utf-8") as f:
            f.write(text)
    before = harness.tree(folder)
    status, said = end(first)
    check(status == 1 and path(name) in said and "--force" in said, status,
          said)
    check(harness.tree(folder) == before, name, "was replaced")

# Between reading and writing it is alone: it waits for who has the lock, and
# joins what that one has written.
session, other = path("locked.saffron"), path("source.saffron")
check(run("register", reference, third, "-o", other, *quick).returncode
      in (0, 3), "a session")
lock_name = path(".locked.saffron.lock")
lock = os.open(lock_name, os.O_RDWR | os.O_CREAT)
fcntl.flock(lock, fcntl.LOCK_EX)
process = start(reference, moving, "-o", session, *quick)


def has_open(pid, name):
    fds = f"/proc/{pid}/fd"
    for fd in os.listdir(fds):
        try:
            if os.readlink(os.path.join(fds, fd)) == name:
                return True
        except OSError:
            pass
    return False


while not has_open(process.pid, lock_name):
    check(process.poll() is None, "did not wait for the lock")
check(not os.path.exists(session), "wrote in spite of the lock")
os.rename(other, session)
os.unlink(lock_name)
os.close(lock)
status, said = end(process)
check(status in (0, 3), status, said)
check(slides_in(session) == both, slides_in(session))
check(not [n for n in os.listdir(folder) if n.endswith(".lock")], "a lock")

# Nobody reads the results any more: they are saved all the same.
read, write = os.pipe()
os.close(read)
session = path("piped.saffron")
process = start(reference, moving, third, "-o", session, *quick, stdout=write)
os.close(write)
status, said = end(process)
check(status in (0, 3), status, said)
check(slides_in(session) == both, slides_in(session))
print("ok")
