#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the canvas is drawn with: OpenGL where there is one, OpenGL ES where
that alone will do, and else the processor; the window says which, where it is
not the first."""

import os
import tempfile

from accessible import Accessible
from harness import (App, Display, disagreement, make_slides, need_tools,
                     wait_until)

NO_GL = "without OpenGL"
SECOND_BEST = "OpenGL ES"
# What a machine may lack: everything, OpenGL of this century, or both kinds.
OLD_GL = {"MESA_GL_VERSION_OVERRIDE": "2.1"}
OLD_BOTH = dict(OLD_GL, MESA_GLES_VERSION_OVERRIDE="2.0")


def canvas(accessible):
    """How the canvas describes itself, empty while it is not there."""
    return next((t[2] for t in accessible.tree()
                 if t[0] == "image" and t[1] == "Canvas"), "")


def start(display, slides, **environment):
    """The app, once it shows both slides."""
    app = App(display, *slides, **environment)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 30, "two colours")
    return app, window


def test_draws(display, accessible, slides, notice, **environment):
    """Both slides are seen; the window says so, if and only if it is without
    OpenGL or with what was second best."""
    app, window = start(display, slides, **environment)
    if notice:
        wait_until(lambda: notice in canvas(accessible), 30, "the notice")
    else:
        wait_until(lambda: "level" in canvas(accessible), 30, "a description")
    for other in {NO_GL, SECOND_BEST} - {notice}:
        assert other not in canvas(accessible), environment
    display.picture("renderer-" + "-".join(sorted(environment)))

    # It goes on drawing: another zoom is another picture.
    before = display.picture()
    app.activate(window, "zoom-to", "1.0")
    wait_until(lambda: display.picture().tobytes() != before.tobytes(), 30,
               "another picture")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        test_draws(display, accessible, slides, None)
        test_draws(display, accessible, slides, NO_GL, GDK_DEBUG="gl-disable")
        test_draws(display, accessible, slides, NO_GL, **OLD_BOTH)
        test_draws(display, accessible, slides, SECOND_BEST, **OLD_GL)
    print("ok")


main()
