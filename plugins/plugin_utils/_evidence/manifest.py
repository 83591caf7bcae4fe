# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of a folder: one line for each run, with the SHA-256 of its files and of the line before it.

Changing or removing a file or a line breaks the chain. Removing the last runs together with their lines does not: to
detect that, keep the hash of the last line elsewhere, or sign the runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import clock
from .errors import ManifestBroken, NoManifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "manifest.jsonl"
FIRST = "0" * 64
SIGNATURE = ".sig"


def add(folder: Path, run: str, files: Iterable[Path], mode: int, **about: Any) -> bytes:
    """Add the files of a run, once, and return its line. Raises OSError."""
    with _locked(folder, mode) as stream:
        text = stream.read()
        # A truncated last line belongs to a run whose journal still exists, so it will be added again.
        whole = text[: text.rfind(b"\n") + 1]
        stream.truncate(len(whole))
        previous, earlier = FIRST, whole.splitlines(keepends=True)
        for line in earlier:
            previous = line_hash(line)
            if _parse(line).get("run") == run:
                return bytes(line)
        record = {
            "number": len(earlier) + 1,
            "run": run,
            "at": clock.now(),
            **about,
            "files": {path.name: file_hash(path) for path in files},
            "previous": previous,
        }
        line = json.dumps(record, separators=(",", ":"), default=str).encode("ascii") + b"\n"
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
        return line


def has(folder: Path, run: str) -> bool:
    """Return whether the files of a run are in the manifest."""
    try:
        with (folder / NAME).open("rb") as stream:
            return any(_parse(line).get("run") == run for line in stream)
    except FileNotFoundError:
        return False


def verify(folder: Path, head: str | None = None) -> dict[str, Any]:
    """Return `head`, `runs` and `files` of an unmodified folder.

    `head` is a hash of the last line that was kept elsewhere: one of the lines must have it. Raises ManifestBroken,
    which names what was changed, lost or added; NoManifest; OSError.
    """
    try:
        lines = (folder / NAME).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        raise NoManifest(folder=folder) from None
    problems: list[str] = []
    hashes: dict[str, str] = {}
    previous, seen = FIRST, [FIRST]
    for number, line in enumerate(lines, 1):
        record = _parse(line)
        if record.get("previous") != previous or record.get("number") != number:
            problems.append("line %d of %s does not match the line before it" % (number, NAME))
        hashes.update(record.get("files") or {})
        previous = line_hash(line)
        seen.append(previous)
    if head and head not in seen:
        problems.append("no line of %s has the hash %s" % (NAME, head))
    problems += _files(folder, hashes)
    if problems:
        raise ManifestBroken(folder=folder, problems="; ".join(problems))
    return {"head": previous, "runs": len(lines), "files": len(hashes)}


def lines(folder: Path) -> list[tuple[dict[str, Any], bytes]]:
    """Return the lines of the manifest, parsed and raw."""
    text = (folder / NAME).read_bytes().splitlines(keepends=True)
    return [(_parse(line), line) for line in text]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def line_hash(line: bytes) -> str:
    """Return the hash of a line, as the next line has it."""
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def _files(folder: Path, hashes: dict[str, str]) -> list[str]:
    found = {path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")}
    found = {name for name in found if name != NAME and not name.endswith(SIGNATURE)}
    lost = sorted(set(hashes) - found)
    added = sorted(found - set(hashes))
    changed = sorted(name for name in set(hashes) & found if file_hash(folder / name) != hashes[name])
    return [
        "%s: %s" % (what, ", ".join(some))
        for what, some in (("changed", changed), ("lost", lost), ("added", added))
        if some
    ]


@contextlib.contextmanager
def _locked(folder: Path, mode: int) -> Iterator[Any]:
    handle = os.open(folder / NAME, os.O_CREAT | os.O_RDWR | os.O_APPEND, mode)
    with os.fdopen(handle, "r+b") as stream:
        # Released when the file is closed.
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        yield stream


def _parse(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}
