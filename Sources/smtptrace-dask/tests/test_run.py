"""Runs on a real cluster of two hubs, against one run over everything.

SMTPTRACE names the program; SMTPTRACE_CAPTURES a folder of captures.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

import dask
from distributed import Client, Nanny, Scheduler, SpecCluster

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from smtptrace_dask import work  # noqa: E402
from smtptrace_dask.run import run  # noqa: E402

SMTPTRACE = os.environ["SMTPTRACE"]
CAPTURES = Path(os.environ["SMTPTRACE_CAPTURES"])
HUBS = ("hub-a", "hub-b")


def cluster():
    """A worker for each hub, which its nanny starts again when it dies."""
    workers = {
        hub: {
            "cls": Nanny,
            "options": {
                "resources": {hub: 1}, "nthreads": 1, "host": "127.0.0.1", "dashboard_address": None, "memory_limit": None,
            },
        }
        for hub in HUBS
    }
    return SpecCluster(
        workers=workers, silence_logs=50,
        scheduler={"cls": Scheduler, "options": {"host": "127.0.0.1", "dashboard_address": None}},
    )


def smtptrace(*arguments):
    return subprocess.run([SMTPTRACE, *arguments], capture_output=True, check=True).stdout


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        dask.config.set({"distributed.comm.timeouts.connect": "30s"})
        # Workers are processes of their own, and import what they are to do.
        root = str(Path(__file__).resolve().parent.parent)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        cls.cluster = cluster()
        cls.client = Client(cls.cluster)
        cls.client.wait_for_workers(len(HUBS))

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.cluster.close()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="smtptrace-dask-"))
        self.addCleanup(shutil.rmtree, self.folder)
        captures = sorted(CAPTURES.glob("*.pcap"))[:40]
        for index, capture in enumerate(captures):
            hub = self.folder / HUBS[index % 2]
            hub.mkdir(exist_ok=True)
            shutil.copy(capture, hub / capture.name)
        self.told = []

    def program(self, name="store", path=SMTPTRACE):
        return work.Program(path, (), str(self.folder / name))

    def places(self):
        return [(hub, (str(self.folder / hub),)) for hub in HUBS]

    def run_all(self, program, output="out"):
        return run(self.client, self.places(), self.folder / output, program, 2, self.told.append)

    def whole(self):
        """What one run over each hub, and over everything that lies there, comes to."""
        results = []
        for hub in HUBS:
            listed, _ = work.list_sets(self.program(), hub, (str(self.folder / hub),))
            names = [name for one in listed for name, _, _ in one.files]
            result = self.folder / f"{hub}.ndjson"
            done = subprocess.run(
                [SMTPTRACE, "--format", "ndjson", "--no-progress", "--sensor", hub, "--input-list", "-"],
                input=b"".join(name.encode() + b"\0" for name in names), capture_output=True, check=False,
            )
            result.write_bytes(done.stdout)
            results.append(str(result))
        return smtptrace("merge", *results)

    def test_same_as_one_run_and_nothing_the_second_time(self):
        first = self.run_all(self.program())
        self.assertEqual(first.failures, [])
        self.assertGreater(first.sets, 20)
        self.assertEqual(first.result.read_bytes(), self.whole())
        self.assertIn(f"{first.sets} of {first.sets} sets", self.told)
        kept = {path: path.stat().st_mtime_ns for path in (self.folder / "store").iterdir()}
        second = self.run_all(self.program())
        self.assertTrue(second.was_there)
        self.assertEqual(second.result, first.result)
        # Where the merged result is gone, nothing is analysed again, and the same bytes come out.
        again = self.run_all(self.program(), "elsewhere")
        self.assertEqual(again.result.read_bytes(), first.result.read_bytes())
        self.assertEqual(kept, {path: path.stat().st_mtime_ns for path in (self.folder / "store").iterdir()})

    def test_a_worker_that_is_killed(self):
        # Slow enough to be hit in the middle.
        slow = self.folder / "slow"
        slow.write_text(f'#!/bin/sh\nsleep 0.15\nexec "{SMTPTRACE}" "$@"\n')
        slow.chmod(0o755)
        pids = self.client.run(os.getpid)
        killed = threading.Thread(target=lambda: (time.sleep(2), os.kill(next(iter(pids.values())), signal.SIGKILL)))
        killed.start()
        outcome = self.run_all(self.program(path=str(slow)))
        killed.join()
        self.assertEqual(outcome.failures, [])
        self.assertEqual(outcome.result.read_bytes(), self.whole())
        self.client.wait_for_workers(len(HUBS))
        self.assertNotEqual(set(pids.values()), set(self.client.run(os.getpid).values()))
        self.assertEqual([], list((self.folder / "store").glob(".part-*")))

    def test_a_set_that_cannot_be_read(self):
        bad = self.folder / HUBS[0] / "broken.pcap"
        bad.write_bytes(b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + b"\xff" * 400)
        outcome = self.run_all(self.program())
        self.assertEqual(len(outcome.failures), 1)
        label, why = outcome.failures[0]
        self.assertIn("hub-a", label)
        self.assertIn("broken.pcap", label)
        self.assertIn("broken.pcap", why)
        # The others are merged, and say what they say without it.
        bad.unlink()
        self.assertEqual(outcome.result.read_bytes(), self.whole())

    def test_a_hub_without_captures_and_a_missing_program(self):
        outcome = run(
            self.client, [("hub-b", (str(self.folder / "none"),))], self.folder / "out", self.program(), 0,
            self.told.append,
        )
        self.assertEqual([label for label, _ in outcome.failures], ["hub-b"])
        self.assertIsNone(outcome.result)
        outcome = self.run_all(self.program(path=str(self.folder / "missing")))
        self.assertEqual(len(outcome.failures), 2)
        self.assertIsNone(outcome.result)

    def test_a_place_that_is_not_there_beside_others(self):
        gone = str(self.folder / "none")
        outcome = run(
            self.client, [("hub-a", (str(self.folder / "hub-a"), gone))], self.folder / "out", self.program(), 0,
            self.told.append,
        )
        self.assertEqual([label for label, _ in outcome.failures], ["hub-a"])
        self.assertIn(gone, outcome.failures[0][1])
        # What is there is analysed all the same.
        self.assertIsNotNone(outcome.result)

    def test_options_that_judge_the_sessions_at_borders(self):
        program = work.Program("smtptrace", ("--port", "26", "--ca-file", "ca.pem", "--server-name=mx.example.net"))
        self.assertEqual(program.merging(), ["--ca-file", "ca.pem", "--server-name=mx.example.net"])

    def test_a_file_that_changes_while_it_is_worked_on(self):
        listed, unread = work.list_sets(self.program(), "hub-a", (str(self.folder / "hub-a"),))
        self.assertEqual(unread, [])
        first = listed[0]
        with open(first.files[0][0], "ab") as file:
            file.write(b"\0" * 16)
        with self.assertRaises(work.SetFailed):
            work.analyse(self.program("other"), first, first.key(self.program(), "1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
