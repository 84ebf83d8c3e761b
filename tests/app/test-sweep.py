#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sweep in the window runs all combinations and can be stopped and resumed,
also after the app was killed; its runs form a group in the session. The window
asks before combinations that need too much memory, and before it closes during
a sweep."""

import collections
import glob
import json
import os
import subprocess
import tempfile

from gi.repository import GLib

from accessible import Accessible
from harness import (ID, PATH, App, Display, make_slides, need_tools, settled,
                     wait_until)

AXES = "['max_processed_dim=400,500','regularisation=4,6']"
NAME = "max_processed_dim=400,500 regularisation=4,6"


def runs(display):
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return []
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"]


def start(display, *arguments):
    app = App(display, *arguments)
    window = app.windows()[0]
    if arguments:
        app.wait_opened(window)
    return app, window


def wait_table(app, window, *texts):
    """Waits until the page of the sweep has all these texts. The action's
    state is the page's text: the axes, then a line for each row."""
    wait_until(lambda: all(text in app.state(window, "show-sweep")
                           for text in texts), 60, f"{texts}")


def asked(accessible):
    """Returns the names of all objects in the question on the screen."""
    return [t[1] for t in accessible.newest()]


def ended(app, window):
    wait_until(lambda: not app.enabled(window, "stop-sweep"), 900, "the end")


def n_windows(display):
    return len(display.titles())


def names(accessible):
    return {t[1] for t in accessible.tree()}


def test_axes(display, accessible, app, window):
    """Checks that a parameter is chosen by its title, that values around the
    present one stand there, and that the page says how many runs that is and
    how long they take. What changes no result is not offered."""
    settled(display)
    there = collections.Counter(t[1] for t in accessible.tree())
    accessible.click("combo box", "Parameter 1")
    settled(display)
    offered = collections.Counter(t[1] for t in accessible.tree()) - there
    assert "Radius of the window" in offered, offered
    assert "Fraction for the micro stage" in offered, offered
    assert "Level of QC pictures" not in offered, offered
    # The first after None.
    display.key("Down", "Return")
    wait_until(lambda: "1300,1800,2500" in {
        accessible.text(*t[:2]) for t in accessible.tree() if t[0] == "text"},
        30, "the values")
    wait_until(lambda: any(t.startswith("3 runs, about ")
                           for t in names(accessible)), 30, "the plan")


def used(display):
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["params"]


def test_use(display, accessible, app, window):
    """Checks that the parameters of a combination become those of the next
    run."""
    assert (used(display)["max_processed_dim"],
            used(display)["regularisation"]) == (1800, 0)
    accessible.click("push button", "Use These")
    settled(display)
    display.picture("sweep-used")
    wait_until(lambda: (used(display)["max_processed_dim"],
                        used(display)["regularisation"]) == (400, 4), 60,
               "the parameters in the draft")
    assert "In Use" in names(accessible)
    app.activate(window, "undo")
    wait_until(lambda: used(display)["regularisation"] == 0, 60, "the undo")


def test_sweep(display, accessible, slides):
    app, window = start(display, *slides)
    app.activate(window, "show-sweep")
    test_axes(display, accessible, app, window)

    # Invalid axes start no sweep.
    for axes in ("@as []", "['no_such=1']", "['qc_level=1,x']"):
        app.activate(window, "sweep", axes)
        assert not app.enabled(window, "stop-sweep")
    assert not app.enabled(window, "resume-sweep")

    # Stops the sweep after one result and kills the app after the second.
    app.activate(window, "sweep", AXES)
    assert app.enabled(window, "stop-sweep")
    wait_until(lambda: len(runs(display)) >= 1, 400, "a run")
    wait_table(app, window, "400, 4: Verified, Q ", "400, 6: Running",
               "500, 6: Waiting")
    display.picture("sweep-running")
    app.activate(window, "stop-sweep")
    wait_until(lambda: not app.enabled(window, "stop-sweep"), 60, "it to stop")
    app.activate(window, "sweep", AXES)
    wait_until(lambda: len(runs(display)) >= 2, 400, "another")
    app.process.kill()
    app.process.wait()
    before = runs(display)

    # The recovered draft holds the sweep's axes and parameters, so the sweep
    # can be resumed even if the parameters of the next run were changed.
    app, window = start(display)
    wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
    app.activate(window, "recover")
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "resume-sweep"), 60, "the sweep")
    app.activate(window, "set-parameter", "('num_features', '777')")
    app.activate(window, "show-sweep")
    wait_table(app, window, NAME, "400, 6: Verified, Q ", "500, 6: Waiting")
    display.picture("sweep-recovered")
    app.activate(window, "resume-sweep")
    assert app.enabled(window, "stop-sweep")
    ended(app, window)
    wait_until(lambda: len(runs(display)) == 4, 60, "the draft")
    settled(display)
    display.picture("sweep")

    app.activate(window, "set-parameter", "('num_features', '3000')")
    app.activate(window, "show-sweep")
    settled(display)
    wait_until(lambda: "4 runs, 4 of them are there" in names(accessible), 30,
               "what a start would do")
    test_use(display, accessible, app, window)

    # Each combination ran once, in order; the earlier runs are unchanged.
    after = runs(display)
    assert after[:len(before)] == before
    params = [(r["params"]["max_processed_dim"],
               r["params"]["regularisation"]) for r in after]
    assert params == [(400, 4), (400, 6), (500, 4), (500, 6)], params
    assert {r["params"]["num_features"] for r in after} == {3000}
    for run in after:
        assert run["group"] == NAME
        assert run["seconds"] > 0
        # The second began while the one that was stopped may still have been
        # ending; of two at once the memory is not known.
        assert run["peak_memory"] > 1 << 20 or run is after[1], run

    # The sweep is complete: starting it again runs nothing.
    assert not app.enabled(window, "resume-sweep")
    app.activate(window, "set-parameter", "('num_features', '3000')")
    app.activate(window, "show-sweep")
    settled(display)
    app.activate(window, "sweep", AXES)
    assert not app.enabled(window, "stop-sweep")

    # Resuming runs the combination whose run was deleted.
    app.activate(window, "delete-run", "uint32 2")
    wait_until(lambda: app.enabled(window, "resume-sweep"), 30, "a rest")
    app.activate(window, "show-sweep")
    wait_table(app, window, "400, 6: Waiting", "500, 4: Verified")
    app.activate(window, "resume-sweep")
    ended(app, window)
    app.quit()
    params = [(r["params"]["max_processed_dim"],
               r["params"]["regularisation"]) for r in runs(display)]
    assert params == [(400, 4), (500, 4), (500, 6), (400, 6)], params


def need(slides, **params):
    """Returns the command line's estimate of memory, in bytes."""
    options = [f"--set={name}={value}" for name, value in params.items()]
    out = subprocess.run([os.environ["SAFFRON_CLI"], "estimate", "--json",
                          *options, *slides], check=True, capture_output=True,
                         text=True).stdout
    return json.loads(out)[0]["peak_memory"]


def limit_memory(display, megabytes):
    path = os.path.join(display.env["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "keyfile"), "w", encoding="utf-8") as f:
        f.write("[" + ID.replace(".", "/")
                + f"]\nmemory-limit={megabytes}\n")


def set_region(app, window, side):
    square = GLib.Variant("(xxxx)", (0, 0, side, side))
    app.call(f"{PATH}/window/{window}", "org.gtk.Actions.SetState",
             GLib.Variant("(sva{sv})", ("region", square, {})))
    assert app.enabled(window, "register-region")


def test_memory(display, accessible, slides):
    """Checks that the window asks before anything runs that needs too much
    memory: for a sweep it names the combinations, and for a region it counts
    only the memory that the region needs."""
    small = need(slides, deformable="false", max_processed_dim=300)
    large = need(slides, deformable="false", max_processed_dim=1500)
    limit_memory(display, int((small + large) / 2e6))
    app = App(display, *slides, GSETTINGS_BACKEND="keyfile")
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "set-parameter", "('deformable', 'false')")
    app.activate(window, "show-sweep")
    n = n_windows(display)

    # Cancel runs nothing; leaving out the large combination runs the others.
    axes = "['max_processed_dim=300,1500']"
    app.activate(window, "sweep", axes)
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    settled(display)
    display.picture("sweep-memory")
    question = "\n".join(asked(accessible))
    assert (f"max_processed_dim = 1500: about {large / 1e6:.1f}" in question
            and "= 300" not in question), question
    display.key("Escape")
    ended(app, window)
    wait_until(lambda: n_windows(display) == n, 30, "the answer")
    assert not runs(display)
    app.activate(window, "sweep", axes)
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    settled(display)
    display.key("Return")
    wait_until(lambda: n_windows(display) == n, 30, "the answer")
    ended(app, window)
    wait_table(app, window, "1500: Left out: it would take about")
    wait_until(lambda: len(runs(display)) == 1, 60, "the draft")
    assert runs(display)[0]["params"]["max_processed_dim"] == 300

    # A region of the whole slide needs too much memory; a small one does not.
    app.activate(window, "set-parameter", "('max_processed_dim', '1500')")
    set_region(app, window, 1500)
    app.activate(window, "register-region")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    assert app.enabled(window, "register"), "it runs"
    settled(display)
    display.key("Escape")
    wait_until(lambda: n_windows(display) == n, 30, "the answer")
    set_region(app, window, 400)
    app.activate(window, "register-region")
    wait_until(lambda: not app.enabled(window, "register"), 60, "it to run")
    wait_until(lambda: app.enabled(window, "register"), 300, "the end")
    app.quit()


def test_closing(display, accessible, slides):
    """Checks that closing a window says once which work would be lost, and
    that quitting closes either all windows or none."""
    app, window = start(display, *slides)
    app.activate(window, "sweep", "['max_processed_dim=1500,1600,1700']")
    n = n_windows(display)
    app.activate(window, "close-window")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    app.activate(window, "close-window")
    settled(display)
    display.picture("sweep-closing")
    assert n_windows(display) == n + 1, display.titles()
    question = "\n".join(asked(accessible))
    assert "A sweep is under way, 0 of 3 done" in question, question
    assert "export" not in question, question
    display.key("Escape")
    wait_until(lambda: n_windows(display) == n, 30, "the answer")

    app.activate_app("new-window")
    wait_until(lambda: len(app.windows()) == 2, 30, "another window")
    n = n_windows(display)
    app.activate_app("quit")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    assert len(app.windows()) == 2, "an idle window was closed"
    settled(display)
    display.key("Right")
    display.key("Return")
    assert app.process.wait(60) == 0, app.output()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder:
        small = make_slides(os.path.join(folder, "small"), "--width", "800",
                            "--height", "800")
        slides = make_slides(os.path.join(folder, "pair"))
        for test, pair in ((test_sweep, small), (test_memory, slides),
                           (test_closing, slides)):
            with Display(a11y=True) as display:
                test(display, Accessible(display), pair)
    print("ok")


main()
