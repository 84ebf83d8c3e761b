#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas is drawn with OpenGL, if that fails with OpenGL ES, and if both
fail by the processor. The canvas's description says so unless it is OpenGL."""

import os
import tempfile

from accessible import Accessible
from harness import (App, Display, disagreement, make_slides, need_tools,
                     wait_until)

NO_GL = "without OpenGL"
SECOND_BEST = "OpenGL ES"
# Machines whose OpenGL is too old, and whose OpenGL and OpenGL ES both are.
OLD_GL = {"MESA_GL_VERSION_OVERRIDE": "2.1"}
OLD_BOTH = dict(OLD_GL, MESA_GLES_VERSION_OVERRIDE="2.0")


def canvas(accessible):
    """Returns the canvas's description; empty while there is no canvas."""
    return next((t[2] for t in accessible.tree()
                 if t[0] == "image" and t[1] == "Canvas"), "")


def start(display, slides, **environment):
    """Starts the app and waits until it shows both slides."""
    app = App(display, *slides, **environment)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 30, "two colours")
    return app, window


def test_draws(display, accessible, slides, notice, **environment):
    """Checks that both slides are drawn, and that the canvas's description has
    this notice and no other."""
    app, window = start(display, slides, **environment)
    if notice:
        wait_until(lambda: notice in canvas(accessible), 30, "the notice")
    else:
        wait_until(lambda: "level" in canvas(accessible), 30, "a description")
    for other in {NO_GL, SECOND_BEST} - {notice}:
        assert other not in canvas(accessible), environment
    display.picture("renderer-" + "-".join(sorted(environment)))

    # The canvas is drawn again after a zoom.
    before = display.picture()
    app.activate(window, "zoom-to", "1.0")
    wait_until(lambda: display.picture().tobytes() != before.tobytes(), 30,
               "another picture")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True, window_gl=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        test_draws(display, accessible, slides, None)
        test_draws(display, accessible, slides, NO_GL, GDK_DEBUG="gl-disable")
        test_draws(display, accessible, slides, NO_GL, **OLD_BOTH)
        test_draws(display, accessible, slides, SECOND_BEST, **OLD_GL)
    print("ok")


main()
