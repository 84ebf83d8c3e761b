#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak's manifest is one that flatpak-builder reads, each archive in it
is named by its checksum, it asks for no more than flatpak/README.md explains,
and its build runs tests that there are."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ID = "io.github.saffron.Saffron"
MANIFEST = os.path.join(os.environ["SAFFRON_SOURCE"], "flatpak", ID + ".yml")


def read():
    # Its own warnings are not what this is about.
    env = {name: value for name, value in os.environ.items()
           if name not in ("G_DEBUG", "G_ENABLE_DIAGNOSTIC")}
    with tempfile.TemporaryDirectory() as state:
        done = subprocess.run(
            ["flatpak-builder", "--show-manifest", MANIFEST],
            capture_output=True, text=True, cwd=state, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_archives(modules):
    for module in modules:
        assert module["sources"], module["name"]
        for source in module["sources"]:
            if source["type"] == "archive":
                assert source["url"].startswith("https://"), source
                assert re.fullmatch("[0-9a-f]{64}", source["sha256"]), source


def check_permissions(arguments):
    asked = set(arguments)
    with open(os.path.join(os.path.dirname(MANIFEST), "README.md"),
              encoding="utf-8") as f:
        explained = f.read()
    assert "--share=network" not in asked, asked
    for place in (a.split("=")[1] for a in asked if "filesystem" in a):
        assert place not in ("host", "host-os", "host-etc", "/"), place
        if place.startswith("/"):
            assert f"`{place}`" in explained, place
    assert not any(a.startswith(("--talk-name", "--system", "--own-name",
                                 "--device=all")) for a in asked), asked


def check_tests(module):
    assert module["run-tests"], module
    command, = module["test-commands"]
    suite = command.split("--suite ")[1]
    # The build that this test belongs to has the same suites.
    listed = subprocess.run(
        ["meson", "test", "-C", os.environ["SAFFRON_BUILD_ROOT"],
         "--no-rebuild", "--list", "--suite", suite],
        capture_output=True, text=True)
    assert len(listed.stdout.splitlines()) > 50, listed


def main():
    if shutil.which("flatpak-builder") is None:
        print("skipped: flatpak-builder is not installed")
        sys.exit(77)
    manifest = read()
    modules = manifest["modules"]
    assert manifest["id"] == ID and manifest["command"] == "saffron", manifest
    check_archives(modules)
    check_permissions(manifest["finish-args"])
    check_tests(modules[-1])
    # Ours comes last, upon all others, from this very source.
    assert [m["name"] for m in modules][-1] == "saffron", modules
    assert modules[-1]["sources"][0]["type"] == "dir", modules[-1]
    print("ok")


main()
