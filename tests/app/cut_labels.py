# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks an app which of the texts on the screen are cut off; see
cut-labels.c."""

import os
import signal

from harness import wait_until


class CutLabels:
    """@names: files, whose names may be cut, as they have any length."""

    def __init__(self, folder, *names):
        self.path = os.path.join(folder, "cut")
        self.names = [os.path.basename(name) for name in names]
        # A sanitizer has to be loaded first.
        self.known = "SAFFRON_SANITIZED" not in os.environ
        self.environment = {}
        if self.known:
            self.environment = {
                "LD_PRELOAD": os.environ["SAFFRON_CUT_LABELS_SHIM"],
                "SAFFRON_CUT_LABELS": self.path}

    def read(self, app):
        """Returns what is cut off, and how: none of it, as far as is known."""
        if not self.known:
            return []
        app.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: os.path.exists(self.path), 30, "an answer")
        with open(self.path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        os.remove(self.path)
        return [line for line in lines
                if not any(name in line for name in self.names)]

    def check(self, app, *where):
        cut = self.read(app)
        assert not cut, (*where, cut)
