#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's work from beginning to end: open a pair, tune a parameter, read
the estimate, register, compare two runs, note, star, delete and undo, export,
and write settings for the cluster. The written files equal saffron-cli's."""

import json
import os
import re
import subprocess
import sys
import tempfile

from harness import (App, Display, ID, differs, disagreement, make_slides,
                     need_tools, settled, wait_until)


# A stand-in for the desktop, which prints each notification.
NOTIFIER = """
import dbus, dbus.service, dbus.mainloop.glib
from gi.repository import GLib
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
NAME = 'org.freedesktop.Notifications'
name = dbus.service.BusName(NAME, bus)
class Notifications(dbus.service.Object):
    @dbus.service.method(NAME, in_signature='susssasa{sv}i', out_signature='u')
    def Notify(self, app, old, icon, title, body, actions, hints, timeout):
        print(title, body, list(map(str, actions)), sep='|', flush=True)
        return 1
    @dbus.service.method(NAME, out_signature='as')
    def GetCapabilities(self):
        return ['actions']
    @dbus.service.method(NAME, out_signature='ssss')
    def GetServerInformation(self):
        return 'test', 'test', '1', '1.2'
    @dbus.service.method(NAME, in_signature='u')
    def CloseNotification(self, number):
        pass
notifications = Notifications(bus, '/org/freedesktop/Notifications')
print('ready', flush=True)
GLib.MainLoop().run()
"""


def cli(*args, status=(0, 3)):
    result = subprocess.run([os.environ["SAFFRON_CLI"], *args],
                            capture_output=True, text=True)
    assert result.returncode in status, (args, result.stderr)
    return result.stdout


def estimate(*args):
    """Returns the command line's estimate of memory, in the window's words.
    The time is left out, because each process measures the machine anew."""
    found = json.loads(cli("estimate", "--json", *args))[0]
    text = cli("estimate", *args)
    assert f"about {found['peak_memory'] / 1e6:.0f} MB, " in text, text
    return text.split("about ", 1)[1].split(",", 1)[0]


def shown(app, window):
    return app.state(window, "estimate").split(",")[0]


def read(path):
    with open(path, "rb") as f:
        return f.read()


def session_runs(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"]


def save(app, window, path):
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")


def n_windows(display):
    return len(display.run("xdotool", "search", "--onlyvisible", "--name",
                           ".").stdout.split())


def tune(app, display, window, slides):
    """Checks that the estimate follows a parameter that is changed by keys."""
    app.activate(window, "estimate")
    wait_until(lambda: shown(app, window) == estimate(*slides), 30,
               "the estimate of the command line")
    display.picture("story-1-estimate")
    less = estimate(*slides, "--set", "max_processed_dim=600")
    assert less != estimate(*slides), less

    def typed():
        """Types the value; returns whether the estimate follows. Called again
        until then, because the field has the focus only once it is drawn."""
        app.activate(window, "set-parameter", "('max_processed_dim', '')")
        display.key("ctrl+a")
        display.type("600")
        display.key("Return")
        settled(display)
        return shown(app, window) == less

    wait_until(typed, 60, f"the estimate to become {less}")
    display.picture("story-2-tuned")
    display.key("ctrl+z")
    wait_until(lambda: shown(app, window) != less, 30, "undo")
    display.key("ctrl+shift+z")
    wait_until(lambda: shown(app, window) == less, 30, "redo")


def register(app, display, window):
    display.key("F5")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    wait_until(lambda: not app.enabled(window, "cancel-register"), 300,
               "it to finish")


def compare(app, display, window):
    """Compares the new run with the first one, which is affine only."""
    display.click(400, 400)
    new = settled(display)
    display.run("xdotool", "keydown", "x")
    wait_until(lambda: app.state(window, "flip-runs"), 10, "the other run")
    other = settled(display)
    display.picture("story-3-flipped")
    assert disagreement(other) > 1.5 * disagreement(new), "the other run"
    display.run("xdotool", "keyup", "x")
    wait_until(lambda: not app.state(window, "flip-runs"), 10, "this run")
    wait_until(lambda: differs(display.picture(), new) < 500, 30, "this run")

    display.key("v")
    wait_until(lambda: app.state(window, "run-arrows"), 10, "arrows")
    wait_until(lambda: differs(display.picture(), new) > 500, 30, "arrows")
    display.picture("story-4-arrows")
    display.key("B")
    wait_until(lambda: app.state(window, "runs-side-by-side"), 10, "both")
    settled(display)
    display.picture("story-5-side-by-side")
    display.key("B")
    display.key("v")
    wait_until(lambda: differs(display.picture(), new) < 500, 30, "one run")


def keep_and_drop(app, display, window, path):
    app.activate(window, "note-run", "(uint32 2, 'bent, keep')")
    app.activate(window, "star-run", "uint32 2")
    save(app, window, path)
    runs = session_runs(path)
    assert [r.get("note", "") for r in runs] == ["", "bent, keep"], "notes"
    assert [bool(r.get("starred")) for r in runs] == [False, True], "stars"

    app.activate(window, "delete-run", "uint32 1")
    wait_until(lambda: not app.enabled(window, "flip-runs"), 30, "one run")
    display.picture("story-6-deleted")
    display.click(400, 400)
    display.key("ctrl+z")
    wait_until(lambda: app.enabled(window, "flip-runs"), 30, "both runs")
    save(app, window, path)
    assert len(session_runs(path)) == 2, "the run is back"


def export(app, display, window, action, title, target):
    app.activate(window, action)
    display.window_id(title)
    settled(display)
    display.picture("story-7-" + action)
    display.key("Return")
    wait_until(lambda: os.path.exists(target), 120, target)


def exports(app, display, window, path, notices):
    """Checks that exports have the same bytes as the command line's, and that
    an existing file is not replaced without asking."""
    folder = os.path.dirname(path)
    name = session_name(path)
    qc = os.path.join(folder, name + "_QC_RGB.png")
    warped = os.path.join(folder, name + "_registered.ome.tiff")
    export(app, display, window, "export-qc", "Export QC Picture", qc)
    export(app, display, window, "export-warp", "Export Warped OME-TIFF",
           warped)
    with tempfile.TemporaryDirectory() as other:
        cli("qc", path, "-o", other, "--legend")
        cli("warp", path, "-o", other)
        for mine in (qc, warped):
            theirs = os.path.join(other, os.path.basename(mine))
            assert read(mine) == read(theirs), mine
    for mine in (qc, warped):
        wait_until(lambda: any(os.path.basename(mine) in line and folder in
                               line for line in notices()), 30, "a notice")

    before = os.stat(qc).st_mtime_ns
    app.activate(window, "export-qc")
    display.window_id("Export QC Picture")
    settled(display)
    n = n_windows(display)
    display.key("Return")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    settled(display)
    display.picture("story-8-replace")
    display.key("Escape")
    wait_until(lambda: n_windows(display) == n, 30, "the answer")
    display.key("Escape")
    wait_until(lambda: n_windows(display) < n, 30, "the dialog to go")
    assert os.stat(qc).st_mtime_ns == before, "written over"


def session_name(path):
    with open(path, encoding="utf-8") as f:
        moving = json.load(f)["moving"][0]["path"]
    return os.path.basename(moving).split(".")[0]


def leave(app, display, window, path):
    config = os.path.join(os.path.dirname(path), "nextflow.config")
    app.activate(window, "cluster", "uint32 0")
    display.window_id("Settings for the Cluster")
    settled(display)
    display.picture("story-9-cluster")
    display.key("Return")
    display.window_id("Save Settings")
    settled(display)
    display.key("Return")
    wait_until(lambda: os.path.exists(config) and read(config), 60, config)
    expected = cli("params", "--nextflow", path)
    # Leaves out the seconds, because each process measures the machine anew.
    mine, theirs = (re.sub(r"([MG]B), [^;]*;", r"\1;", text)
                    for text in (read(config).decode(), expected))
    assert mine == theirs, (mine, theirs)
    assert "reg_max_processed_dim  = 600\n" in expected, expected
    assert "withName: 'REGISTER'" in expected, expected
    n = n_windows(display)
    display.key("Escape")
    wait_until(lambda: n_windows(display) < n, 30, "the dialog to go")


def test_story(display, folder):
    slides = make_slides(os.path.join(folder, "pair"))
    path = os.path.join(folder, "pair", "pair.saffron")
    cli("register", *slides, "-o", path, "--set", "deformable=false")
    log = os.path.join(folder, "notices")
    with open(log, "w", encoding="utf-8") as out:
        notifier = subprocess.Popen([sys.executable, "-c", NOTIFIER],
                                    env=display.env, stdout=out)

    def notices():
        with open(log, encoding="utf-8") as f:
            return f.read().split("\n")

    try:
        wait_until(lambda: "ready" in notices(), 30, "the desktop's stand-in")
        app = App(display, path)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
        app.activate(window, "set-parameter", "('deformable', 'true')")
        tune(app, display, window, slides)
        register(app, display, window)
        wait_until(lambda: app.enabled(window, "flip-runs"), 30, "two runs")
        compare(app, display, window)
        keep_and_drop(app, display, window, path)
        exports(app, display, window, path, notices)
        leave(app, display, window, path)
        app.quit()
    finally:
        notifier.terminate()
        notifier.wait()


def test_stop(display, folder):
    """Checks that an export leaves no incomplete file when it is cancelled,
    and when the window is closed, which asks first."""
    slides = make_slides(os.path.join(folder, "large"), "--width", "4000",
                         "--height", "4000", "--slides", "2")
    where = os.path.dirname(slides[0])
    path = os.path.join(where, "pair.saffron")
    cli("register", *slides, "-o", path, "--set", "deformable=false")
    warped = os.path.join(where, session_name(path) + "_registered.ome.tiff")
    cli("warp", path, "-o", where)
    whole = read(warped)
    os.unlink(warped)
    files = sorted(os.listdir(where))
    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "export-warp"), 30, "the run")

    def start():
        app.activate(window, "export-warp")
        display.window_id("Export Warped OME-TIFF")
        settled(display)
        display.key("Return")
        wait_until(lambda: app.enabled(window, "cancel"), 30, "the export")

    start()
    app.activate(window, "cancel")
    display.picture("story-cancelled")
    wait_until(lambda: not app.enabled(window, "cancel"), 30, "it to stop")
    assert sorted(os.listdir(where)) == files, "cancelling left something"

    start()
    n = n_windows(display)
    app.activate(window, "close-window")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    settled(display)
    display.picture("story-stop")
    display.key("Right")
    display.key("Return")
    assert app.process.wait(60) == 0, app.output()
    left = sorted(set(os.listdir(where)) - set(files))
    # On a fast machine the export may be complete before the answer.
    assert left in ([], [os.path.basename(warped)]), left
    if left:
        assert read(warped) == whole, "half a file"


def test_memory(display, folder):
    """Checks that the window asks before a run that needs too much memory, and
    offers parameters that fit, the same as the command line's."""
    slides = make_slides(os.path.join(folder, "small"))
    need = json.loads(cli("estimate", "--json", *slides))[0]["peak_memory"]
    limit = int(need * 0.8 / 1e6)
    found = json.loads(cli("estimate", "--json", "--memory", str(limit),
                           *slides))[0]
    assert found["fits"] is False, found
    params = os.path.join(folder, "fitting.json")
    with open(params, "w", encoding="utf-8") as f:
        json.dump(found["fitting"], f)
    expected = estimate(*slides, "--params", params)

    keyfile = os.path.join(display.env["XDG_CONFIG_HOME"], "glib-2.0",
                           "settings", "keyfile")
    os.makedirs(os.path.dirname(keyfile))
    with open(keyfile, "w", encoding="utf-8") as f:
        f.write("[" + ID.replace(".", "/") + f"]\nmemory-limit={limit}\n")
    app = App(display, *slides, GSETTINGS_BACKEND="keyfile")
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "estimate")
    wait_until(lambda: app.state(window, "estimate"), 30, "an estimate")
    settled(display)
    display.picture("story-memory")
    n = n_windows(display)
    display.key("F5")
    wait_until(lambda: n_windows(display) > n, 30, "the question")
    settled(display)
    display.picture("story-memory-question")
    display.key("Return")
    wait_until(lambda: shown(app, window) == expected, 30,
               f"what fits: {expected}")
    assert not app.enabled(window, "cancel-register"), "it ran"
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        test_story(display, folder)
        test_stop(display, folder)
        test_memory(display, folder)
    print("ok")


main()
