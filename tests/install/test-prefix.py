#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""meson install puts into an empty prefix all that Saffron needs: with the
source and the build out of sight and a clean environment, the README's tour
runs from there, and the window opens what it wrote.

The prefix is the one that was configured. In a mount namespace of the test's
own an empty folder lies over it, so that nothing is compiled again, nothing
outside changes, and the paths in the programs are those of every user."""

import json
import os
import subprocess
import sys
import tempfile

import installed

BUILD = os.environ["SAFFRON_BUILD_ROOT"]
SOURCE = os.environ["SAFFRON_SOURCE"]
APP = "SAFFRON_APP" in os.environ


def prefix():
    with open(os.path.join(BUILD, "meson-info", "intro-buildoptions.json"),
              encoding="utf-8") as f:
        return {o["name"]: o["value"] for o in json.load(f)}["prefix"]


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def install(where, folder):
    """Lays an empty folder over the prefix, installs, and takes the source and
    the build out of sight."""
    empty = os.path.join(folder, "prefix")
    os.mkdir(empty)
    mount("--bind", empty, where)
    log = os.path.join(folder, "install.log")
    with open(log, "w", encoding="utf-8") as f:
        done = subprocess.run(["meson", "install", "--no-rebuild", "-C", BUILD],
                              stdout=f, stderr=subprocess.STDOUT)
    with open(log, encoding="utf-8") as f:
        assert done.returncode == 0, f.read()
    for tree in (BUILD, SOURCE):
        if os.path.isdir(tree):
            mount("-t", "tmpfs", "none", tree)
    assert not os.path.exists(installed.README), "the source is in sight"


def check_files(where):
    """What other programs look for, where they look for it."""
    share = os.path.join(where, "share")
    expected = ["man/man1/saffron-cli.1",
                "bash-completion/completions/saffron-cli",
                "zsh/site-functions/_saffron-cli",
                "fish/vendor_completions.d/saffron-cli.fish",
                "saffron/nextflow/main.nf"]
    if APP:
        expected += ["man/man1/saffron.1",
                     f"applications/{installed.ID}.desktop",
                     f"metainfo/{installed.ID}.metainfo.xml",
                     f"dbus-1/services/{installed.ID}.service",
                     "glib-2.0/schemas/gschemas.compiled",
                     f"icons/hicolor/scalable/apps/{installed.ID}.svg",
                     f"icons/hicolor/symbolic/apps/"
                     f"{installed.ID}-symbolic.svg",
                     "mime/mime.cache"]
    for name in expected:
        assert os.path.getsize(os.path.join(share, name)) > 0, name
    assert os.access(os.path.join(where, "libexec/saffron/pipeline",
                                  "register.py"), os.X_OK)


def check_translations(where, languages):
    for language in languages:
        path = os.path.join(where, "share/locale", language,
                            "LC_MESSAGES/saffron.mo")
        assert os.path.getsize(path) > 0, path


def linguas():
    with open(os.path.join(SOURCE, "po", "LINGUAS"), encoding="utf-8") as f:
        return [word for line in f if not line.startswith("#")
                for word in line.split()]


def inside():
    """In a mount namespace of its own."""
    where, languages, tour = prefix(), linguas(), installed.tour(side=2000)
    with tempfile.TemporaryDirectory(prefix="saffron-test-") as folder:
        install(where, folder)
        check_files(where)
        check_translations(where, languages)
        home = os.path.join(folder, "home")
        os.mkdir(home)
        place = installed.Place([], {
            "PATH": f"{where}/bin:/usr/bin:/bin",
            "XDG_DATA_DIRS": f"{where}/share:/usr/share"}, home)
        place.take_tour(tour)
        # The pipeline's programs find the command line that they belong to.
        found = place.run(f"here={where}/libexec/saffron/pipeline; "
                          ". $here/common.sh; find_cli")
        assert os.path.samefile(found.strip(),
                                f"{where}/bin/saffron-cli"), found
        if APP:
            kind = place.run("gio info -a standard::content-type "
                             "demo/demo.saffron")
            assert "application/x-saffron-session" in kind, kind
            installed.see_window(place, os.path.join(folder, "app.log"))
    print("ok")


def main():
    if "--inside" in sys.argv:
        inside()
        return
    if "SAFFRON_SANITIZED" in os.environ:
        installed.skip("the sanitizers look at the tests, not at what is "
                       "installed")
    installed.need("meson", "unshare", "Xvfb", "xdotool", "dbus-run-session",
                   "gio")
    if prefix() in ("/", "/usr") or not os.path.isdir(prefix()):
        installed.skip(f"nothing can be laid over {prefix()}")
    own = ["unshare", "--mount", "--propagation", "private"]
    if subprocess.run([*own, "true"], capture_output=True).returncode != 0:
        installed.skip("no mount namespace can be made here; it needs root")
    sys.exit(subprocess.run([*own, sys.executable, __file__, "--inside"])
             .returncode)


main()
