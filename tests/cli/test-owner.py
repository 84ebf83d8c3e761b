#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of another user that a command replaces is the own one afterwards,
which each command says first; what everybody may do with it stays, and the
group of before may no more."""

import os
import sys

import session_file
from harness import check, make_slides, run, scratch

OTHER = 4322  # a user and a group that own nothing

if os.geteuid() != 0:
    print("skipped: only root makes files of others")
    sys.exit(77)

folder = scratch()
os.umask(0)
reference, moving = make_slides(os.path.join(folder, "in"), size=300)
session = os.path.join(folder, "s.saffron")
for name in (folder, os.path.join(folder, "tmp"), os.path.join(folder, "in")):
    os.chmod(name, 0o777)


def again(*args):
    """Runs it as somebody else."""
    return run(*args, user=OTHER, group=OTHER, extra_groups=[])


def write_session():
    made = session_file.run([1, 0, 0, 0, 1, 0], 300, 300)
    session_file.write(session, {moving: made}, reference)
    os.chmod(session, 0o664)


def check_said(path, *args):
    """Checks that the command says it once of @path, and the second time not
    at all."""
    os.chmod(path, 0o664)
    result = again(*args)
    said = f"{path}: belongs to another user or group"
    check(result.returncode in (0, 3) and result.stderr.count(said) == 1,
          result)
    now = os.stat(path)
    check((now.st_uid, now.st_gid, now.st_mode & 0o777)
          == (OTHER, OTHER, 0o644), path, now)
    result = again(*args)
    check(result.returncode in (0, 3) and "belongs to" not in result.stderr,
          result)


write_session()
try:
    again("info", reference)
except PermissionError:
    print("skipped: another user cannot run the program")
    sys.exit(77)
check_said(session, "register", reference, moving, "-o", session, "--set",
           "deformable=false", "--set", "pieces=false")
write_session()
for name, args in (("w.ome.tiff", ["warp", session, "-o"]),
                   ("t.mha", ["transform", session, "-o"]),
                   ("p.csv", ["points", session, "--from", "moving", "--to",
                              "reference",
                              os.path.join(folder, "in", "slide2.csv")])):
    target = os.path.join(folder, name)
    with open(target, "w", encoding="ascii") as f:
        f.write("mine")
    check_said(target, *args, target, "--force")
print("ok")
