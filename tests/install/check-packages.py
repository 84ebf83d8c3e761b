#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packages install into a fresh Debian 12 that knows nothing of ours.
saffron-cli brings no GTK and runs the README's tour there; saffron opens what
the tour wrote. ./dev deb --check calls it, in a mount namespace of its own:
check-packages.py ROOT FOLDER, where ROOT is what debootstrap made and FOLDER
has the packages."""

import glob
import os
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


def install(place, name):
    path, = glob.glob(os.path.join(FOLDER, f"{name}_*.deb"))
    shutil.copy(path, f"{ROOT}/tmp/{name}.deb")
    place.run("DEBIAN_FRONTEND=noninteractive apt-get install -y -q "
              f"--no-install-recommends /tmp/{name}.deb")
    left = place.run(f"dpkg --verify {name}")
    assert left == "", left


def packages(place):
    return set(place.run("dpkg-query -W -f '${Package}\\n'").split())


def check_command_line(place):
    install(place, "saffron-cli")
    heavy = {name for name in packages(place)
             if name.startswith(("libgtk", "libadwaita", "xserver"))}
    assert not heavy, heavy
    place.take_tour(installed.tour())
    print(len(packages(place)), "packages with the command line", flush=True)


def check_window(place):
    install(place, "saffron")
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
place.run("apt-get update -q")
check_command_line(place)
check_window(place)
check_removal(place)
print("ok")
