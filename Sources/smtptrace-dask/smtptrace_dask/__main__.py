"""The command `smtptrace-dask`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import __version__, work


def _place(text: str) -> tuple[str, str]:
    sensor, sign, path = text.partition("=")
    if not sign or not sensor or not path:
        raise argparse.ArgumentTypeError("expected SENSOR=PATH, such as hub-a=/var/captures")
    return sensor, path


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="smtptrace-dask", description="Analyses captures on the machines where they lie, and merges the results."
    )
    parser.add_argument("--version", action="version", version=f"smtptrace-dask {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="analyse sets of captures and merge their results")
    run.add_argument("--scheduler", required=True, help="the address of the scheduler, such as tcp://10.0.0.1:8786")
    run.add_argument(
        "--sets", required=True, action="append", type=_place, metavar="SENSOR=PATH",
        help="captures or a folder of captures of a sensor; workers with a resource of that name read them; may be repeated",
    )
    run.add_argument("--output", required=True, type=Path, help="the folder for merged results, each under the digest of its inputs")
    run.add_argument("--smtptrace", default="smtptrace", help="the program, on the workers")
    run.add_argument("--store", default="smtptrace-store", help="the folder for the results of sets, on each worker")
    run.add_argument("--retries", type=int, default=3, help="how often a task is tried again (default: 3)")
    run.add_argument(
        "--option", action="append", default=[], metavar="WORD", help="a word that is handed to smtptrace, such as --option=--port=2526"
    )
    given = parser.parse_args(arguments)

    from distributed import Client

    from .run import run as work_on

    places: dict[str, list[str]] = {}
    for sensor, path in given.sets:
        places.setdefault(sensor, []).append(path)
    program = work.Program(given.smtptrace, tuple(given.option), given.store)
    with Client(given.scheduler) as client:
        outcome = work_on(
            client, [(sensor, tuple(paths)) for sensor, paths in places.items()], given.output, program, given.retries
        )
    for label, why in outcome.failures:
        print(f"smtptrace-dask: {label}: {why}", file=sys.stderr)
    if outcome.result is not None:
        if outcome.was_there:
            print("smtptrace-dask: nothing to do: the result is there", file=sys.stderr)
        print(outcome.result)
    return 3 if outcome.failures or outcome.result is None else 0


if __name__ == "__main__":
    sys.exit(main())
