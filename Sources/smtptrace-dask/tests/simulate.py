"""What ten thousand sets of one day ask of the scheduler, the workers and the merge: time, and memory.

    SMTPTRACE=.build/release/smtptrace python3 Sources/smtptrace-dask/tests/simulate.py Captures/not-offered.pcap --sets 10000

Each set is the given capture (classic pcap, little endian), begun a little later than the one before it, so that every session is
another one. Two hubs on this machine take half of them each. Nothing is asserted: it is a measurement, and no test.
"""

import argparse
import os
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

import dask
import psutil
from distributed import Client, Nanny, Scheduler, SpecCluster

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from smtptrace_dask import work  # noqa: E402
from smtptrace_dask.run import run  # noqa: E402

HUBS = ("hub-a", "hub-b")
SECONDS_OF_A_DAY = 86400


def later(capture: bytes, seconds: int) -> bytes:
    """The same packets, `seconds` later."""
    moved = bytearray(capture)
    place = 24
    while place + 16 <= len(moved):
        time_of_packet, _, length, _ = struct.unpack_from("<IIII", moved, place)
        struct.pack_into("<I", moved, place, time_of_packet + seconds)
        place += 16 + length
    return bytes(moved)


def letters(number: int) -> str:
    """A name without digits, because those tell the files of one set apart."""
    name = ""
    for _ in range(5):
        name = chr(ord("a") + number % 26) + name
        number //= 26
    return name


class Watch(threading.Thread):
    """Looks at the memory of this process, its workers, and the programs that they run, four times a second."""

    def __init__(self, program):
        super().__init__(daemon=True)
        self.program = program
        self.peaks = {"scheduler and client": 0, "a worker": 0, "smtptrace": 0}
        self.ends = threading.Event()

    def run(self):
        own = psutil.Process()
        while not self.ends.wait(0.25):
            self.note("scheduler and client", own)
            for child in own.children(recursive=True):
                try:
                    self.note("smtptrace" if self.program.startswith(child.name()) else "a worker", child)
                except psutil.Error:
                    pass  # It has ended since.

    def note(self, what, process):
        self.peaks[what] = max(self.peaks[what], process.memory_info().rss)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("capture", type=Path)
    arguments.add_argument("--sets", type=int, default=10000)
    asked = arguments.parse_args()
    capture = asked.capture.read_bytes()
    if capture[:4] != b"\xd4\xc3\xb2\xa1":
        raise SystemExit(f"{asked.capture}: expected a pcap file of little endian")
    dask.config.set({"distributed.comm.timeouts.connect": "60s"})
    root = str(Path(__file__).resolve().parent.parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for hub in HUBS:
            (folder / hub).mkdir()
        for number in range(asked.sets):
            moved = later(capture, number * SECONDS_OF_A_DAY // asked.sets)
            (folder / HUBS[number % 2] / f"{letters(number)}.pcap").write_bytes(moved)
        workers = {
            hub: {
                "cls": Nanny,
                "options": {
                    "resources": {hub: 1}, "nthreads": 1, "host": "127.0.0.1", "dashboard_address": None, "memory_limit": None,
                },
            }
            for hub in HUBS
        }
        scheduler = {"cls": Scheduler, "options": {"host": "127.0.0.1", "dashboard_address": None}}
        watch = Watch(Path(os.environ["SMTPTRACE"]).name)
        watch.start()
        with SpecCluster(workers=workers, scheduler=scheduler, silence_logs=50) as cluster, Client(cluster) as client:
            client.wait_for_workers(len(HUBS))
            program = work.Program(os.environ["SMTPTRACE"], (), str(folder / "store"))
            begun = time.monotonic()

            def tell(text):
                print(f"{time.monotonic() - begun:8.1f} s  {text}", flush=True)

            places = [(hub, (str(folder / hub),)) for hub in HUBS]
            outcome = run(client, places, folder / "out", program, tell=tell)
            tell(f"{outcome.sets} sets, {len(outcome.failures)} failures, {outcome.result.stat().st_size} bytes")
            begun = time.monotonic()
            again = run(client, places, folder / "out", program, tell=tell)
            tell("again: nothing to do" if again.was_there else "again: made anew")
        watch.ends.set()
        for what, peak in watch.peaks.items():
            print(f"{what}: at most {peak / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
