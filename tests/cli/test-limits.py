#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli in little memory, beside others that use its files, and with
sessions of many slides."""

import fcntl
import glob
import json
import os
import resource
import signal
import subprocess
import tempfile
import unittest

import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
MB = 1 << 20


class Limits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        subprocess.run([CLI, "synth", cls.path("pair"), "--width", "700",
                        "--height", "600", "--channels", "1", "--seed", "4"],
                       check=True, capture_output=True)
        cls.slides = sorted(glob.glob(cls.path("pair/*.tif")))

    @classmethod
    def path(cls, name):
        return os.path.join(cls.scratch.name, name)

    def register(self, name, *more, space=None):
        """Starts it, with as much address space."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (space, space))

        return subprocess.Popen(
            [CLI, "register", *self.slides, "-o", self.path(name), "--set",
             "deformable=false", *more], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
            preexec_fn=limit if space else None)

    def test_many_threads_in_little_address_space(self):
        """Grid Engine's h_vmem counts what is reserved, not what is used."""
        process = self.register("small.saffron", "-t", "16", space=700 * MB)
        said = process.communicate()[1]
        self.assertEqual(process.returncode, 0, said)

    def test_no_memory(self):
        for space in (130 * MB, 150 * MB):
            process = self.register("none.saffron", space=space)
            said = process.communicate()[1]
            self.assertEqual(process.returncode, 1, said)
            last = said.rstrip("\n").split("\n")[-1]
            self.assertIn("saffron-cli", last)
            self.assertIn(f"{space // MB} MB", last)
            self.assertFalse([name for name in os.listdir(self.scratch.name)
                              if "none" in name or ".saffron-" in name])

    def without_memory(self, library, at):
        """Registers where a call of malloc() by @library fails. Returns the
        exit status, the last line, and how many calls there were."""
        log = self.path("calls")
        done = subprocess.run(
            [CLI, "register", *self.slides, "-t", "1", "-o",
             self.path("starved.saffron"), "--set", "deformable=false"],
            capture_output=True, text=True,
            env={**os.environ, "SAFFRON_FAIL_LIBRARY": library,
                 "LD_PRELOAD": os.environ["SAFFRON_FAILING_MEMORY"],
                 "SAFFRON_FAIL_AT": str(at), "SAFFRON_FAIL_LOG": log})
        n = 0
        if done.returncode >= 0:
            with open(log, encoding="ascii") as f:
                n = int(f.read())
        return done.returncode, done.stderr.rstrip("\n").split("\n")[-1], n

    @unittest.skipIf("SAFFRON_SANITIZED" in os.environ, "has its own malloc")
    def test_decoder_without_memory(self):
        """A slide that a library finds no memory for is not damaged."""
        for library, most in ("libz.so", 4), ("libtiff.so", 12):
            status, said, n = self.without_memory(library, 0)
            self.assertEqual(status, 0, said)
            self.assertGreater(n, 0)
            told = 0
            places = sorted({1 + i * (n - 1) // (most - 1)
                             for i in range(most)})
            for at in places:
                status, said, _ = self.without_memory(library, at)
                self.assertNotIn("damaged", said)
                told += status == 1 and "no memory is left" in said
                # libtiff goes on without some tables, and does not itself
                # survive that others are missing.
                if library == "libz.so" or status == 1:
                    self.assertIn("no memory is left", said)
                    self.assertIn(".ome.tif: ", said)
            self.assertGreater(2 * told, len(places))

    def test_waiting_for_another(self):
        """It says for whom, and a signal ends it."""
        lock = self.path(".used.saffron.lock")
        with open(lock, "w", encoding="utf-8") as f:
            fcntl.flock(f, fcntl.LOCK_EX)
            process = self.register("used.saffron")
            for line in process.stderr:
                if "waiting" in line:
                    break
            self.assertIn(f"waiting for process {os.getpid()} (", line)
            self.assertIn("which uses used.saffron", line)
            process.send_signal(signal.SIGTERM)
            said = process.communicate()[1]
            self.assertEqual(process.returncode, 1)
            self.assertIn("cancelled", said)
            self.assertTrue(os.path.exists(lock))
            process = self.register("used.saffron")
            for line in process.stderr:
                if "waiting" in line:
                    break
            fcntl.flock(f, fcntl.LOCK_UN)
            said = process.communicate()[1]
        self.assertEqual(process.returncode, 0, said)
        self.assertTrue(os.path.exists(self.path("used.saffron")))

    def many(self, n):
        """Writes a session of @n slides of one name, of which each contradicts
        the one before it."""
        began = "2026-01-02T03:04:05Z"
        runs = {}
        for k in range(n):
            run = session_file.run([1, 0, 0, 0, 1, 0], 100, 100)
            run["started"] = began
            run["rings"] = [{"slide": f"he{k - 1}", "started": began,
                             "places": 100, "closure": 9, "tolerance": 1}]
            runs[f"/nowhere/{k}/he{k if k % 2 else ''}.tif"] = run
        session = self.path(f"{n}.saffron")
        session_file.write(session, runs, self.slides[0])
        return session

    def test_many_slides(self):
        """Four times as many take about four times as long: far less than a
        thousandth of a second each."""
        sessions = [self.many(n) for n in (2000, 8000)]
        for command in (["qc", "-o", self.scratch.name],
                        ["quality", "-o", self.path("quality")],
                        ["params", "--nextflow"]):
            seconds = []
            for session in sessions:
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                done = subprocess.run([CLI, *command, session],
                                      capture_output=True, text=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                self.assertEqual(done.returncode, 1)
                self.assertIn("he.tif", done.stderr)
                self.assertLess(done.stderr.count("\n"), 16)
                seconds.append(after.ru_utime - before.ru_utime)
            self.assertLess(seconds[1], 6 * seconds[0] + 1, command)

    def test_too_many_values(self):
        path = self.path("values.saffron")
        with open(path, "w", encoding="utf-8") as f:
            json.dump({"format": "saffron-session", "version": 1}, f)
            f.seek(f.tell() - 1)
            f.write(', "x": [' + "0," * (8 << 20) + "0]}")
        child = subprocess.Popen([CLI, "qc", path, "-o", self.scratch.name],
                                 stderr=subprocess.PIPE, text=True)
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        child.stderr.close()
        self.assertEqual(child.returncode, 1)
        self.assertIn("values.saffron: it has more values", said)
        self.assertLess(used.ru_maxrss, 100 * 1024)


if __name__ == "__main__":
    unittest.main()
