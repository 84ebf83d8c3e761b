#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packages install into a fresh Debian 12 that knows nothing of ours.
saffron-cli comes in as the recipes for containers say, brings no GTK and runs
the README's tour there; saffron opens what the tour wrote. ./dev deb --check
calls it, in a mount namespace of its own: check-packages.py ROOT FOLDER, where
ROOT is what debootstrap made and FOLDER has the packages."""

import glob
import os
import re
import shutil
import subprocess
import sys

import installed

ROOT, FOLDER = sys.argv[1:]
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
HOME = "/root/tour"


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def prepare():
    """What a program expects of a running system, and the network's names."""
    mount("-t", "proc", "proc", f"{ROOT}/proc")
    mount("--rbind", "/dev", f"{ROOT}/dev")
    # Where an X server's socket is.
    os.makedirs("/tmp/.X11-unix", exist_ok=True)
    os.makedirs(f"{ROOT}/tmp/.X11-unix", exist_ok=True)
    mount("--bind", "/tmp/.X11-unix", f"{ROOT}/tmp/.X11-unix")
    shutil.copy("/etc/resolv.conf", f"{ROOT}/etc/resolv.conf")
    for name in glob.glob("/etc/apt/apt.conf.d/*proxy*"):
        shutil.copy(name, f"{ROOT}/etc/apt/apt.conf.d/")
    # No package starts a service.
    policy = f"{ROOT}/usr/sbin/policy-rc.d"
    with open(policy, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\nexit 101\n")
    os.chmod(policy, 0o755)
    os.makedirs(f"{ROOT}{HOME}")


def recipe():
    """The steps of the recipe for Apptainer, which are Docker's, too."""
    folder = os.path.join(os.environ["SAFFRON_SOURCE"], "data", "container")
    with open(os.path.join(folder, "saffron-cli.def"), encoding="utf-8") as f:
        text = re.search(r"^%post\n(.*?)^%", f.read(), re.M | re.S).group(1)
    steps = [line.strip() for line in text.splitlines()
             if line.strip() and not line.strip().startswith("#")]
    with open(os.path.join(folder, "Dockerfile"), encoding="utf-8") as f:
        run = re.search(r"^RUN (.*?[^\\])$", f.read(), re.M | re.S).group(1)
    assert run.replace("\\\n  ", "") == " && ".join(steps), (run, steps)
    return steps


def install(place, name, steps):
    path, = glob.glob(os.path.join(FOLDER, f"{name}_*.deb"))
    shutil.copy(path, f"{ROOT}/tmp/")
    for step in steps:
        place.run(f"export DEBIAN_FRONTEND=noninteractive; {step}")
    left = place.run(f"dpkg --verify {name}")
    assert left == "", left


def packages(place):
    return set(place.run("dpkg-query -W -f '${Package}\\n'").split())


def check_command_line(place):
    install(place, "saffron-cli", recipe())
    heavy = {name for name in packages(place)
             if name.startswith(("libgtk", "libadwaita", "xserver"))}
    assert not heavy, heavy
    place.take_tour(installed.tour())
    print(len(packages(place)), "packages with the command line", flush=True)


def check_window(place):
    install(place, "saffron", [
        "apt-get update",
        "apt-get install -y --no-install-recommends /tmp/saffron_*.deb"])
    print(len(packages(place)), "packages with the window", flush=True)
    kinds = place.run("cat /usr/share/mime/globs2")
    assert "application/x-saffron-session:*.saffron" in kinds, kinds
    schemas = place.run("cat /usr/share/glib-2.0/schemas/gschemas.compiled "
                        "| tr -c '[:print:]' ' '")
    assert installed.ID in schemas, "the settings' schema is not compiled"
    installed.see_window(place, os.path.join(FOLDER, "app.log"))


def check_removal(place):
    place.run("apt-get purge -y -q saffron saffron-cli")
    left = place.run("find /usr /etc -iname '*saffron*'")
    assert left == "", left


prepare()
place = installed.Place(["chroot", ROOT], {"PATH": PATH}, HOME)
check_command_line(place)
check_window(place)
check_removal(place)
print("ok")
