#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In languages that take more room, in those that are written from right to
left, and in all that Saffron speaks, no page of the window asks for more than
360 px, and the window becomes as narrow. No text is cut off there, nor in
German and Japanese in a window of 1280 px. The texts that nobody speaks are
40 % longer than the English ones. From right to left, the pane is on the
left."""

import os
import subprocess
import sys
import tempfile

from accessible import Accessible
from harness import (FRAME, SIZE, App, Display, least_width, make_narrow,
                     make_slides, need_tools, settled, skip, wait_until)
from labels import Labels

SOURCE = os.environ["SAFFRON_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "tests", "po"))
import catalogue

PAGES = ("slides", "register", "runs", "landmarks", "quality", "sweep")
# The locale of each language that Saffron speaks.
TERRITORIES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "it": "it_IT",
               "ja": "ja_JP", "pt_BR": "pt_BR", "zh_CN": "zh_CN"}


def languages():
    with open(os.path.join(SOURCE, "po", "LINGUAS"), encoding="utf-8") as file:
        return [line.strip() for line in file
                if line.strip() and not line.startswith("#")]


def shown_window(display):
    return wait_until(
        lambda: display.run("xdotool", "search", "--onlyvisible", "--name",
                            ".").stdout.split(), 30, "a window")[-1]


def check_side(accessible, name):
    """Checks that the pane is on the left: more buttons are there."""
    accessible.tree()
    boxes = [accessible.extents(t[4], t[5]) for t in accessible.found
             if t[0] == "push button"]
    left = [b for b in boxes if b and b[0] + b[2] < SIZE[0] / 2]
    right = [b for b in boxes if b and b[0] > SIZE[0] / 2]
    assert len(left) > len(right), (name, left, right)


def start(display, session, environment, cut):
    app = App(display, session, **environment, **cut.environment)
    window = app.windows()[0]
    app.wait_opened(window)
    return app, window, shown_window(display)


def check_wide(display, app, window, name):
    """Looks at a window of 1280 px in a language from right to left."""
    app.activate(window, "page", "'register'")
    settled(display, (0, 0, *SIZE))
    display.picture(f"{name}-1280-register")
    check_side(Accessible(display), name)


def show_pages(display, app, window, name):
    """Shows one page after the other, and a picture of each."""
    for page in PAGES:
        app.activate(window, "page", f"'{page}'")
        settled(display, (0, 0, *SIZE))
        display.picture(f"{name}-{page}")
        yield page


def check_language(display, name, session, environment, cut):
    """Shows every page in a window that becomes narrow."""
    app, window, window_id = start(display, session, environment, cut)
    if name == "right-to-left":
        check_wide(display, app, window, name)
    if name in ("de", "ja"):
        for page in show_pages(display, app, window, f"{name}-1280"):
            cut.check(app, name, 1280, page)
    make_narrow(display, app, window, window_id, 360, 700)
    display.picture(f"{name}-360")
    cut.check(app, name, 360)
    app.switch(window, "pane", True)
    for page in show_pages(display, app, window, f"{name}-360"):
        cut.check(app, name, 360, page)
        asked = least_width(display, window_id)
        assert asked <= 360 + 2 * FRAME, (name, page, asked)
        assert app.state(window, "pane") is True, (name, page)
    app.quit()


def make_session(folder):
    """The smallest of which everything is measured: each language measures it
    anew when it comes to the page of the quality."""
    slides = make_slides(os.path.join(folder, "pair"), "--width", "400",
                         "--height", "400", "--seed", "4")
    out = os.path.join(folder, "a.saffron")
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o", out],
                   check=True, capture_output=True)
    return slides, out


def main():
    need_tools()
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides, session = make_session(folder)
        cut = Labels(folder, session, *slides)
        template = catalogue.make_template(os.path.join(folder, "s.pot"))
        # Hebrew's and German's texts are those that nobody speaks.
        texts = os.path.join(folder, "texts")
        for name, language, territory in (("long", "de", "de_DE"),
                                          ("right-to-left", "he", "he_IL")):
            environment = catalogue.make_locale(territory, folder)
            if environment is None:
                skip("the C library has no sources of locales")
            if asked and name not in asked:
                continue
            catalogue.make_stretched(template, language, texts)
            environment["SAFFRON_LOCALE_DIR"] = texts
            check_language(display, name, session, environment, cut)
        if not asked or "en" in asked:
            check_language(display, "en", session, {"LC_ALL": "C.UTF-8"}, cut)
        spoken = os.path.join(folder, "spoken")
        for language in languages():
            if asked and language not in asked:
                continue
            catalogue.compile_po(
                os.path.join(SOURCE, "po", language + ".po"), language, spoken)
            environment = catalogue.make_locale(TERRITORIES[language], folder)
            environment["SAFFRON_LOCALE_DIR"] = spoken
            check_language(display, language, session, environment, cut)
    print("ok")


main()
