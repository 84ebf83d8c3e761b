#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several register commands can write to one session at the same time: no run
is lost, and a file that appeared meanwhile is not replaced. Runs are saved
also if nobody reads the standard output."""

import fcntl
import json
import os
import signal
import subprocess

import harness
from harness import check, run

folder = harness.scratch()
reference, moving, third = harness.make_slides(os.path.join(folder, "slides"),
                                               size=320, slides=3)
quick = ["--set", "deformable=false", "--set", "pieces=false"]


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
    """Starts register and stops the process by SIGSTOP, at a time when it has
    already read the session."""
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

# A second register begins and ends after the first has read the session and
# before the first ends: without a file at the beginning, and with one.
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

# --force replaces the existing session at the first slide, and keeps that
# slide's run when the second is saved.
status, said = end(start(reference, moving, third, "-o", session, "--force",
                         *quick))
check(status in (0, 3) and slides_in(session) == both, slides_in(session))

# A file that is no session, or one of another reference, appears meanwhile. It
# is not replaced.
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

# register holds a lock while it reads and writes the session. It waits for the
# lock and then joins what another process has written.
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

# Runs are saved also if the standard output is a closed pipe.
read, write = os.pipe()
os.close(read)
session = path("piped.saffron")
process = start(reference, moving, third, "-o", session, *quick, stdout=write)
os.close(write)
status, said = end(process)
check(status in (0, 3), status, said)
check(slides_in(session) == both, slides_in(session))
print("ok")
