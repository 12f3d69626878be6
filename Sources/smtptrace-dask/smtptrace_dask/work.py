"""What a worker does: it lists sets, analyses one, and merges results. It needs nothing but smtptrace and a folder of its own.

What comes out is kept under a digest of what went in, and put there by rename: what is there is whole, and is not made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional


class SetFailed(Exception):
    """A set that cannot be analysed, with smtptrace's own words."""


@dataclass(frozen=True)
class Program:
    """How smtptrace is called on the workers."""

    path: str = "smtptrace"
    options: tuple[str, ...] = ()
    store: str = "smtptrace-store"

    def version(self) -> str:
        return self.call(["--version"]).stdout.decode()

    def merging(self) -> list[str]:
        """The options of the analysis by which sessions are judged that a border cuts, and what may be remembered."""
        taken = []
        for place, option in enumerate(self.options):
            name, equals, _ = option.partition("=")
            if name in ("--ca-file", "--server-name", "--memory"):
                taken += [option] if equals else list(self.options[place : place + 2])
        return taken

    def call(self, arguments: list[str], names: Optional[list[str]] = None) -> subprocess.CompletedProcess:
        """Runs it; `names` are handed over as the list of inputs."""
        listed = b"".join(os.fsencode(name) + b"\0" for name in names) if names is not None else b""
        try:
            return subprocess.run([self.path, *arguments], input=listed, capture_output=True, check=False)
        except OSError as error:
            raise SetFailed(f"{self.path}: {error.strerror}") from error

    def folder(self) -> Path:
        folder = Path(self.store)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What a worker left that was killed; nothing takes a day.
        for left in folder.glob("part-*"):
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > 86400:
                    shutil.rmtree(left)
        return folder


@dataclass(frozen=True)
class CaptureSet:
    """What one sensor wrote in one rotation."""

    sensor: str
    pattern: str
    # Name, bytes and fingerprint of each file, in the order of their first packets.
    files: tuple[tuple[str, Optional[int], Optional[str]], ...]
    first_packet_time: Optional[str]

    @property
    def label(self) -> str:
        count = len(self.files)
        return f"{self.sensor}: {self.pattern} ({count} {'file' if count == 1 else 'files'})"

    def key(self, program: Program, version: str) -> str:
        """The digest of everything that the result depends on."""
        told = [version, list(program.options), self.sensor, [list(file) for file in self.files]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Result:
    """A result of smtptrace, on its way between workers."""

    key: str
    lines: bytes = field(repr=False)
    seam: Optional[bytes] = field(repr=False, default=None)


def list_sets(program: Program, sensor: str, places: tuple[str, ...]) -> tuple[list[CaptureSet], list[str]]:
    """The sets that lie there, and what cannot be read of the places; what cannot be read of a set, its analysis tells."""
    done = program.call(["sets", "--quick", "--format", "ndjson", "--input-list", "-"], list(places))
    if done.returncode not in (0, 3) or (done.returncode == 3 and not done.stdout):
        raise SetFailed(done.stderr.decode(errors="replace").strip() or "no captures were found")
    sets = []
    for line in done.stdout.splitlines():
        told = json.loads(line)
        files = tuple((file["name"], file["bytes"], file["fingerprint"]) for file in told["inputs"])
        times = [file["firstPacketTime"] for file in told["inputs"] if file["firstPacketTime"]]
        sets.append(CaptureSet(sensor, told["pattern"], files, min(times, default=None)))
    names = [name for one in sets for name, _, _ in one.files]
    said = done.stderr.decode(errors="replace").splitlines()
    return sets, [line for line in said if not any(name in line for name in names)]


def analyse(program: Program, captures: CaptureSet, key: str) -> Result:
    """The result of a set: read from the store where it is there, else made."""
    store = program.folder()
    if (kept := _read(store, key)) is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="part-", dir=store) as folder:
        seam = Path(folder) / f"{key}.pcapng"
        done = program.call(
            [
                "--format", "ndjson", "--no-progress", "--sensor", captures.sensor, "--seam", str(seam),
                *program.options, "--input-list", "-",
            ],
            [file[0] for file in captures.files],
        )
        # 1: a finding reached --fail-on, which is no failure here.
        if done.returncode not in (0, 1):
            raise SetFailed(done.stderr.decode(errors="replace").strip() or f"exit status {done.returncode}")
        _compare(captures, done.stdout)
        return _keep(store, key, done.stdout, seam)


def merge(program: Program, results: list[Result], key: str, is_last: bool) -> Result:
    """Several results as one; only the last one has no seam, because nothing comes behind it."""
    store = program.folder()
    if (kept := _read(store, key)) is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="part-", dir=store) as folder:
        names = []
        for result in results:
            name = Path(folder) / f"{result.key}.ndjson"
            name.write_bytes(result.lines)
            if result.seam is not None:
                # The result names its seam by the key.
                (Path(folder) / f"{result.key}.pcapng").write_bytes(result.seam)
            names.append(str(name))
        seam = Path(folder) / f"{key}.pcapng"
        done = program.call(
            ["merge", *program.merging(), "--input-list", "-", *([] if is_last else ["--seam", str(seam)])], names
        )
        if done.returncode != 0:
            raise SetFailed(done.stderr.decode(errors="replace").strip() or f"exit status {done.returncode}")
        return _keep(store, key, done.stdout, seam)


def merge_key(version: str, keys: list[str], is_last: bool) -> str:
    told = ["merge", version, keys, is_last]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _compare(captures: CaptureSet, lines: bytes) -> None:
    """Fails where a file was another when it was analysed than when the set was listed."""
    capture = json.loads(lines.splitlines()[-1])["capture"]
    known = {name: fingerprint for name, _, fingerprint in captures.files}
    for file in capture["inputs"]:
        if known.get(file["name"], file["fingerprint"]) != file["fingerprint"]:
            raise SetFailed(f"{file['name']} changed while the set was worked on: run again when it is complete")


def _read(store: Path, key: str) -> Optional[Result]:
    try:
        lines = (store / f"{key}.ndjson").read_bytes()
    except FileNotFoundError:
        return None
    try:
        seam = (store / f"{key}.pcapng").read_bytes()
    except FileNotFoundError:
        seam = None
    return Result(key, lines, seam)


def _keep(store: Path, key: str, lines: bytes, seam: Path) -> Result:
    """Puts a result into the store; its seam first, so that a result that is there has one."""
    packets = None
    if seam.exists():
        packets = seam.read_bytes()
        os.replace(seam, store / seam.name)
    write_whole(store / f"{key}.ndjson", lines)
    return Result(key, lines, packets)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that under its name there is all of it or nothing."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
