"""Hands sets to the workers that have their files, and merges what comes back as a tree."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

from distributed import Client, as_completed

from . import work

# Results that one task merges: few, so that the tree is wide and no task holds much.
FAN_IN = 8


@dataclass
class Outcome:
    """What came of a run."""

    result: Optional[Path] = None
    sets: int = 0
    # Whether the result was there already.
    was_there: bool = False
    # What failed, and why.
    failures: list[tuple[str, str]] = field(default_factory=list)


def run(
    client: Client,
    places: list[tuple[str, tuple[str, ...]]],
    output: Path,
    program: work.Program,
    retries: int = 3,
    tell: Callable[[str], None] = lambda text: print(text, file=sys.stderr),
) -> Outcome:
    """Analyses what lies at `places`, each a sensor with its folders and files, and writes the merged result into `output`.

    A worker takes the sets of a sensor if it has a resource of that name. A task is tried again where its worker died, and
    where it failed up to `retries` times.
    """
    outcome = Outcome()
    output.mkdir(parents=True, exist_ok=True)
    version, sets = _sets(client, places, program, retries, outcome)
    outcome.sets = len(sets)
    # Neighbours first, so that sessions which cross the border of two sets are made whole early.
    sets.sort(key=lambda one: (one.sensor, one.first_packet_time or "~", one.pattern))
    keys = [one.key(program, version) for one in sets]
    if sets and not outcome.failures:
        path = output / f"{_tree_key(version, keys)}.ndjson"
        if path.exists():
            outcome.result, outcome.was_there = path, True
            return outcome
    futures = [
        client.submit(
            work.analyse, program, one, key, key=f"analyse-{key}", resources={one.sensor: 1}, retries=retries, pure=True
        )
        for one, key in zip(sets, keys)
    ]
    good = _collect(sets, keys, futures, outcome, tell)
    # Who holds a future holds its result on the worker: from here on only what is still to be merged is held.
    futures.clear()
    if good:
        _merge(client, version, good, output, program, retries, outcome, tell)
    return outcome


def _sets(client, places, program, retries, outcome):
    """The version of smtptrace on the workers, and the sets of every sensor."""
    listed = []
    versions = {}
    for sensor, paths in places:
        pinned = {"resources": {sensor: 1}, "retries": retries, "pure": False}
        versions[sensor] = client.submit(work.Program.version, program, **pinned)
        listed.append((sensor, client.submit(work.list_sets, program, sensor, tuple(paths), **pinned)))
    sets = []
    told = set()
    for sensor, future in listed:
        try:
            told.add(versions[sensor].result())
            found, unread = future.result()
            sets += found
            outcome.failures += [(sensor, line) for line in unread]
        except Exception as error:  # Whatever a worker raises is told with its set.
            outcome.failures.append((sensor, str(error) or type(error).__name__))
    if len(told) > 1:
        raise SystemExit("smtptrace-dask: the workers have different versions of smtptrace: " + " / ".join(sorted(told)))
    return (told.pop() if told else ""), sets


def _collect(sets, keys, futures, outcome, tell):
    """Waits for the results; those of the sets that did not fail, in their order.

    A result that has come is gone again where its worker dies before it is merged. It is then made once more, and is no failure.
    """
    place = {future.key: index for index, future in enumerate(futures)}
    failed = set()
    done = 0
    for future in as_completed(futures):
        done += 1
        try:
            # Waits where it is being made once more.
            error = future.exception()
        except Exception as lost:  # Nobody can make it any more.
            error = lost
        if error is not None:
            failed.add(future.key)
            outcome.failures.append((sets[place[future.key]].label, str(error) or type(error).__name__))
        if done == len(futures) or done % max(1, len(futures) // 100) == 0:
            words = f", {len(outcome.failures)} failed" if outcome.failures else ""
            tell(f"{done} of {len(futures)} sets{words}")
    return [(key, future) for key, future in zip(keys, futures) if future.key not in failed]


def _merge(client, version, level, output, program, retries, outcome, tell):
    """Merges the results of `level`, which it empties, into one file."""
    final = _tree_key(version, [key for key, _ in level])
    while True:
        groups = [level[start : start + FAN_IN] for start in range(0, len(level), FAN_IN)]
        is_last = len(groups) == 1
        level.clear()
        while groups:
            group = groups.pop(0)
            key = work.merge_key(version, [key for key, _ in group], is_last)
            level.append(
                (
                    key,
                    client.submit(
                        work.merge, program, [future for _, future in group], key, is_last, key=f"merge-{key}",
                        retries=retries, pure=True,
                    ),
                )
            )
        if is_last:
            break
    try:
        result = level[0][1].result()
    except Exception as error:
        outcome.failures.append(("the merged result", str(error) or type(error).__name__))
        return
    outcome.result = output / f"{final}.ndjson"
    work.write_whole(outcome.result, result.lines)
    tell(f"merged into {outcome.result}")


def _tree_key(version: str, keys: list[str]) -> str:
    """The key of what all of them come to, as the tree makes it."""
    while True:
        groups = [keys[start : start + FAN_IN] for start in range(0, len(keys), FAN_IN)]
        keys = [work.merge_key(version, group, len(groups) == 1) for group in groups]
        if len(groups) == 1:
            return keys[0]
