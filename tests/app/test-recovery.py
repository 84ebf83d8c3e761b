#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Unsaved edits survive: after the app was killed or closed, the next start
offers them."""

import glob
import json
import os
import random
import subprocess
import tempfile
import time

from accessible import Accessible
from harness import App, Display, make_slides, need_tools, settled, wait_until


def drafts(display):
    return sorted(glob.glob(display.folder + "/state/saffron/drafts/*.saffron"))


def read(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def draft_where(display, holds):
    """Waits until there is one draft and @holds is true of it. Returns the
    draft."""
    def found():
        there = drafts(display)
        return len(there) == 1 and holds(read(there[0])) and read(there[0])
    start = time.monotonic()
    value = wait_until(found, 60, "the draft")
    print(f"the draft had it after {time.monotonic() - start:.2f} s")
    return value


def same(session):
    """Returns the session without the members that depend on where and when it
    was written."""
    session = json.loads(json.dumps(session))
    session.pop("draft", None)
    for slide in [session["reference"], *session["moving"]]:
        slide.pop("relative", None)
    return session


def kill(app):
    app.process.kill()
    app.process.wait()


def start(display, *arguments):
    app = App(display, *arguments)
    window = app.windows()[0]
    if arguments:
        app.wait_opened(window)
    return app, window


def recover(display, app, window):
    wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
    display.picture("recovery")
    app.activate(window, "recover")
    app.wait_opened(window)
    assert not app.enabled(window, "recover")


def save(app, window, path):
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 60, "the save")


def test_killed(display, session):
    """Checks that the app offers the draft after it was killed, and that
    saving the recovered session discards the draft."""
    with open(session, "rb") as f:
        untouched = f.read()
    app, window = start(display, session)
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel"), 60, "it to run")
    wait_until(lambda: not app.enabled(window, "cancel"), 400, "a run")
    kept = draft_where(display, lambda s: len(s["moving"][0]["runs"]) == 2)
    kill(app)
    with open(session, "rb") as f:
        assert f.read() == untouched, "only Save writes the file"

    app, window = start(display)
    recover(display, app, window)
    save(app, window, session)
    assert same(read(session)) == same(kept)
    assert "draft" not in read(session)
    wait_until(lambda: not drafts(display), 60, "the draft to go")
    app.quit()
    app, window = start(display)
    app.quit()


def edit(app, window):
    """An edit that a draft keeps; slides that were swapped are none."""
    app.activate(window, "set-parameter", "('max_processed_dim', '1000')")


def test_closed(display, slides):
    """Checks that a window which is closed right after an edit keeps the edit
    as a draft without asking, and that a draft which one window has open is
    not offered in another."""
    app, window = start(display, *slides)
    edit(app, window)
    app.activate(window, "swap")
    app.quit()
    there = drafts(display)
    assert len(there) == 1
    assert read(there[0])["reference"]["path"] == slides[1]

    app, window = start(display)
    recover(display, app, window)
    app.activate_app("new-window")
    other = wait_until(lambda: set(app.windows()) - {window}, 30,
                       "a window").pop()
    assert not app.enabled(other, "recover")
    kill(app)

    # A discarded draft is deleted once discarding can no longer be undone.
    app, window = start(display)
    wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
    app.activate(window, "discard-draft")
    wait_until(lambda: not app.enabled(window, "recover"), 30, "no offer")
    assert drafts(display)
    wait_until(lambda: not drafts(display), 60, "the draft to go")
    app.quit()


def is_writing(display, app):
    """Returns whether the app has a file open in the folder of drafts."""
    folder = display.folder + "/state/saffron/drafts/"
    return any(path.startswith(folder) and not path.endswith(".lock")
               for path in app.files())


def at_once(display, app, window):
    pass


def while_written(display, app, window):
    wait_until(lambda: is_writing(display, app) or drafts(display), 60,
               "a draft to be written")


def once_written(display, app, window):
    wait_until(lambda: drafts(display), 60, "a draft")


def while_replaced(display, app, window):
    once_written(display, app, window)
    before = [os.stat(path).st_ino for path in drafts(display)]
    app.activate(window, "swap")
    wait_until(lambda: is_writing(display, app)
               or [os.stat(p).st_ino for p in drafts(display)] != before, 60,
               "the draft to be written again")


def once_replaced(display, app, window):
    once_written(display, app, window)
    before = [os.stat(path).st_ino for path in drafts(display)]
    app.activate(window, "swap")
    wait_until(lambda: [os.stat(p).st_ino for p in drafts(display)] != before,
               60, "another draft")


def test_any_moment(display, slides):
    """Checks that killing the app at any moment leaves one complete draft or
    none, and that the draft is a state that the session really had."""
    rand = random.Random(7)
    offered = 0
    for moment in (at_once, while_written, once_written, while_replaced,
                   once_replaced):
        app, window = start(display, *slides)
        edit(app, window)
        for _ in range(4):
            app.activate(window, rand.choice(["swap", "undo", "redo"]))
        app.activate(window, "swap")
        moment(display, app, window)
        kill(app)
        there = drafts(display)
        assert len(there) <= 1, there
        states = [read(d)["reference"]["path"] for d in there]
        assert set(states) <= set(slides), states
        app, window = start(display)
        if there:
            recover(display, app, window)
            offered += 1
        kill(app)
        for path in there:
            os.unlink(path)
    print(offered, "of 5 had been written")
    hidden = os.listdir(display.folder + "/state/saffron/drafts")
    assert not [n for n in hidden if not n.endswith(".lock")], hidden


def test_unreadable(display, accessible, session, folder):
    """Checks that drafts and sessions which cannot be read are left as they
    are."""
    newer = read(session)
    newer["version"] = 99
    texts = {"damaged": b'{"format": "saffron-sess', "empty": b"",
             "newer": json.dumps(newer).encode()}
    state = display.folder + "/state/saffron/drafts"
    paths = [os.path.join(place, name + ".saffron") for name in texts
             for place in (state, folder)]

    def write():
        os.makedirs(state, exist_ok=True)
        for path in paths:
            with open(path, "wb") as f:
                f.write(texts[os.path.basename(path)[:-len(".saffron")]])

    def check():
        for path in paths:
            with open(path, "rb") as f:
                wanted = texts[os.path.basename(path)[:-len(".saffron")]]
                assert f.read() == wanted, path

    write()
    app, window = start(display)
    app.open(*paths)
    accessible.wait_for(f"{len(paths)} files were not opened")
    display.picture("unreadable")
    for window in app.windows():
        assert not app.enabled(window, "zoom-fit")
        assert not app.enabled(window, "recover")
    app.quit()
    check()
    for path in paths:
        os.unlink(path)

    # A session that another program damaged is not replaced on saving.
    app, window = start(display, session)
    app.activate(window, "swap")
    with open(session, "wb") as f:
        f.write(texts["damaged"])
    app.activate(window, "save")
    app.quit()
    with open(session, "rb") as f:
        assert f.read() == texts["damaged"]
    assert len(drafts(display)) == 1
    os.unlink(drafts(display)[0])


def test_failed(display, slides):
    """Checks that writing a draft is tried again after it failed, without
    another edit."""
    state = display.folder + "/state/saffron/drafts"
    kept = state + "-kept"
    os.rename(state, kept)
    with open(state, "w", encoding="utf-8"):
        pass
    app, window = start(display, *slides)
    settled(display)
    app.activate(window, "set-parameter", "('num_features', '777')")

    def failed():
        """Returns whether the toast is shown: 100 pixels in a row have its
        colour. No gap in a slide is that wide."""
        row = display.picture().crop((60, 760, 680, 761)).tobytes()
        return bytes((0x2d,) * 3) * 100 in row

    wait_until(failed, 60, "the failure to be said")
    os.unlink(state)
    os.rename(kept, state)
    draft_where(display, lambda s: s["params"]["num_features"] == 777)
    app.quit()
    for path in drafts(display):
        os.unlink(path)


def test_quick_saves(display, session):
    """Checks that the last of several saves wins when they are requested
    faster than they can be written."""
    app, window = start(display, session)
    for i in range(12):
        app.activate(window, "set-parameter", f"('num_features', '{500 + i}')")
        app.activate(window, "save")
    app.quit()
    assert read(session)["params"]["num_features"] == 511
    assert not drafts(display)


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--width", "700",
                             "--height", "700")
        session = os.path.join(folder, "pair.saffron")
        subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                        session], check=True, capture_output=True)
        test_killed(display, session)
        test_closed(display, slides)
        test_any_moment(display, slides)
        test_failed(display, slides)
        test_quick_saves(display, session)
        test_unreadable(display, Accessible(display), session, folder)
    print("ok")


main()
