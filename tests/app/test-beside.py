#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On the page Quality a slide is compared with the one that was measured before
it, and what is known of that one learns of it."""

import os
import subprocess
import tempfile

from accessible import Accessible
from harness import App, Display, make_slides, need_tools, settled, wait_until

CLI = os.environ["SAFFRON_CLI"]


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "rounds"), "--slides", "3",
                             "--width", "800", "--height", "800")
        names = [os.path.basename(slide) for slide in slides[1:]]
        session = os.path.join(folder, "patient.saffron")
        done = subprocess.run([CLI, "register", *slides, "-o", session, "--set",
                               "pieces=false"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        app = App(display, session)
        accessible = Accessible(display)
        window = app.windows()[0]
        app.wait_opened(window)

        def said():
            """Which other slides the page names, and what of them."""
            lines = [line for t in accessible.tree() for text in t[1:3]
                     for line in text.split("\n")]
            return {name: line for name in names for line in lines
                    if line.startswith(f"{name}: ") and " apart" in line}

        app.activate(window, "page", "'quality'")
        accessible.wait_for("Bending")
        wait_until(lambda: any(t[1] == "Worst Places"
                               or t[1] == "Largest Errors"
                               for t in accessible.tree()), 120, "measures")
        assert not said(), "nothing was measured before"
        app.activate(window, "next-moving")
        wait_until(said, 120, "the loop")
        (first, line), = said().items()
        assert "closes within" in line, line
        settled(display)
        display.picture("quality-beside")
        app.activate(window, "next-moving")
        wait_until(lambda: said() and list(said()) != [first], 60,
                   "the loop with the other")
        app.check_alive()
        app.quit()
    print("ok")


main()
