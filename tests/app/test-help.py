#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""F1 asks the desktop for the help. Where nothing shows help, the same pages
are opened as HTML; where nothing opens these, a dialog says where they are."""

import os
from urllib.parse import unquote, urlparse

from accessible import Accessible
from harness import App, Display, need_tools, settled, wait_until


def set_handlers(display, runs, *types):
    """Lets a program of ours open @types, and nothing else what these tests
    open. With @runs False, it is one that cannot be started."""
    folder = os.path.join(display.folder, "share/applications")
    os.makedirs(folder, exist_ok=True)
    os.makedirs(display.folder + "/config", exist_ok=True)
    script = os.path.join(display.folder, "opens")
    with open(script, "w", encoding="utf-8") as f:
        f.write(f'#!/bin/sh\nprintf %s "$1" > {display.folder}/new\n'
                f"mv {display.folder}/new {display.folder}/opened\n")
    os.chmod(script, 0o755)
    with open(folder + "/opens.desktop", "w", encoding="utf-8") as f:
        f.write("[Desktop Entry]\nType=Application\nName=Opens\n"
                f"Exec={script} %u\nMimeType={';'.join(types)};\n")
        if not runs:
            f.write("Path=/no/such/folder\n")
    with open(display.folder + "/config/mimeapps.list", "w",
              encoding="utf-8") as f:
        f.write("[Default Applications]\n")
        f.writelines(f"{t}=opens.desktop\n" for t in types)


def opened(display):
    """What the program of ours was given."""
    path = display.folder + "/opened"
    wait_until(lambda: os.path.exists(path), 60, "something to be opened")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    os.remove(path)
    return text


def start(display):
    build = os.path.dirname(os.environ["SAFFRON_DATA"])
    app = App(display, XDG_DATA_DIRS=build + ":/usr/local/share:/usr/share")
    settled(display)
    return app


def test_viewer(display):
    set_handlers(display, True, "x-scheme-handler/help")
    app = start(display)
    assert "help" in app.app_actions()
    display.key("F1")
    assert opened(display) == "help:saffron"
    app.quit()


def test_html(display):
    """Checks that the page that is opened instead is there, and is ours."""
    set_handlers(display, True, "text/html")
    app = start(display)
    display.key("F1")
    path = unquote(urlparse(opened(display)).path)
    assert path.endswith("/help/C/saffron/index.html"), path
    with open(path, encoding="utf-8") as f:
        assert "<h1>Saffron</h1>" in f.read()
    app.quit()


def test_words(display, accessible):
    """Checks that the dialog names the page, and that Escape closes it."""
    set_handlers(display, False, "text/html")
    app = start(display)
    display.key("F1")
    wait_until(lambda: any("/help/C/saffron/index.html" in t[1]
                           for t in accessible.tree()), 60, "the dialog")
    display.picture("help-words")
    display.key("Escape")
    wait_until(lambda: not any("index.html" in t[1]
                               for t in accessible.tree()), 60, "it to close")
    app.quit()


def main():
    need_tools()
    with Display(a11y=True) as display:
        test_viewer(display)
        test_html(display)
        test_words(display, Accessible(display))
    print("ok")


main()
