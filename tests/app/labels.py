# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks an app what the labels on the screen say, and which of them are cut off;
see labels.c."""

import os
import signal

from accessible import EDGE
from harness import wait_until


class Labels:
    """@names: files, whose names may be cut, as they have any length."""

    def __init__(self, folder, *names):
        self.path = os.path.join(folder, "labels")
        self.names = [os.path.basename(name) for name in names]
        # A sanitizer has to be loaded first.
        self.known = "SAFFRON_SANITIZED" not in os.environ
        self.environment = {}
        if self.known:
            self.environment = {
                "LD_PRELOAD": os.environ["SAFFRON_LABELS_SHIM"],
                "SAFFRON_LABELS": self.path}

    def read(self, app):
        """Returns (text, how it is cut, box) of each label; no box where it
        cannot be seen or used. None where nothing is known."""
        if not self.known:
            return []
        app.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: os.path.exists(self.path), 30, "an answer")
        with open(self.path, encoding="utf-8") as file:
            lines = [line.split("\t") for line in file.read().splitlines()]
        os.remove(self.path)
        return [(text, how, self.on_screen(*map(int, box)))
                for how, *box, text in lines]

    @staticmethod
    def on_screen(x, y, width, height):
        return (x + EDGE, y + EDGE, width, height) if width > 0 else None

    def check(self, app, *where):
        """Checks that nothing is cut off."""
        cut = [(how, text) for text, how, _ in self.read(app)
               if how != "whole" and not any(n in text for n in self.names)]
        assert not cut, (*where, cut)
