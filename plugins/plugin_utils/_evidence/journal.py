# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal of a run: one JSON object a line, on disk before anything else happens.

A line begins with its event, its batch and its step, so that it can be found without being parsed. JSON contains no raw
line breaks, so no value from a server or a user can imitate the beginning of a line.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from . import clock
from .errors import JournalUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterator

# The block size in bytes for searching a line.
_BLOCK = 1 << 20
_HEAD = re.compile(rb'\{"event":"(\w+)","batch":(null|\d+),"step":(?:null|"(\w+)"),')


class Line:
    """The position of a line in the journal, and what it records."""

    __slots__ = ("batch", "event", "offset", "step")

    def __init__(self, event: str, batch: int | None, step: str | None, offset: int) -> None:
        self.event = event
        self.batch = batch
        self.step = step
        self.offset = offset


class Journal:
    """One journal. Only its run writes to it, one task after the other. Reading it may raise OSError."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    @property
    def leavers(self) -> Path:
        """The path of the list of leavers until the journal contains it."""
        return self.path.with_suffix(".list")

    def append(self, event: str, batch: int | None = None, step: str | None = None, **fields: Any) -> None:
        """Write a line to disk, in full or not at all. Raises JournalUnwritable."""
        record = {"event": event, "batch": batch, "step": step, "at": clock.now(), **fields}
        line = json.dumps(record, separators=(",", ":"), default=str).encode("ascii") + b"\n"
        try:
            handle = os.open(self.path, os.O_RDWR)
        except OSError as error:
            raise JournalUnwritable(path=self.path, reason=error.strerror) from error
        try:
            end = os.lseek(handle, 0, os.SEEK_END)
            if end and os.pread(handle, 1, end - 1) != b"\n":
                line = b"\n" + line
            try:
                _write(handle, line)
                os.fsync(handle)
            except OSError as error:
                # A partial line would merge with the next one.
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, end)
                raise JournalUnwritable(path=self.path, reason=error.strerror) from error
        finally:
            os.close(handle)

    def lines(self) -> Iterator[Line]:
        """Yield the position and subject of each line. Truncated and damaged lines are skipped."""
        with self.path.open("rb") as stream:
            offset = 0
            for text in stream:
                head = _HEAD.match(text)
                if head and text.endswith(b"}\n"):
                    batch = None if head[2] == b"null" else int(head[2])
                    yield Line(head[1].decode(), batch, head[3].decode() if head[3] else None, offset)
                offset += len(text)

    def read(self, lines: list[Line]) -> Iterator[dict[str, Any]]:
        """Yield the records of some lines, one at a time. Unreadable lines are skipped."""
        with self.path.open("rb") as stream:
            for line in lines:
                stream.seek(line.offset)
                record = _parse(stream.readline())
                if record is not None:
                    yield record

    def first(self, event: str, batch: int | None = None) -> dict[str, Any] | None:
        """Return the first record of an event, of a batch or of the run, without reading further."""
        with self.path.open("rb") as stream:
            return _record_at(stream, _find(stream, _head(event, batch)))

    def last(self, event: str, batch: int | None = None) -> dict[str, Any] | None:
        """Return the last record of an event, of a batch or of the run, reading backwards from the end."""
        with self.path.open("rb") as stream:
            return _record_at(stream, _find_last(stream, _head(event, batch)))

    def has(self, event: str) -> bool:
        """Return whether there is a record of an event, of any batch."""
        return any(line.event == event for line in self.lines())

    def since(self, event: str, batch: int) -> list[dict[str, Any]]:
        """Return the last record of an event of a batch, and all records after it."""
        with self.path.open("rb") as stream:
            offset = _find_last(stream, _head(event, batch))
            if offset is None:
                return []
            stream.seek(offset)
            return [record for record in map(_parse, stream) if record is not None]

    def remove(self) -> None:
        """Remove the journal after its report was written."""
        self.leavers.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def _head(event: str, batch: int | None) -> bytes:
    """Return the beginning of a line, with the end of the line before it."""
    return b'\n{"event":"%s","batch":%s,' % (event.encode(), b"null" if batch is None else b"%d" % batch)


def _find(stream: BinaryIO, head: bytes) -> int | None:
    """Return the offset of the first line with this beginning, None if there is none."""
    # No line break precedes the first line.
    place, rest = 0, b"\n"
    while block := stream.read(_BLOCK):
        found = (rest + block).find(head)
        if found >= 0:
            return place + found
        rest = (rest + block)[-len(head) :]
        place = stream.tell() + 1 - len(rest)
    return None


def _find_last(stream: BinaryIO, head: bytes) -> int | None:
    """Return the offset of the last line with this beginning, None if there is none."""
    end = stream.seek(0, os.SEEK_END)
    rest = b""
    while end > 0:
        start = max(0, end - _BLOCK)
        stream.seek(start)
        text = (b"" if start else b"\n") + stream.read(end - start) + rest
        found = text.rfind(head)
        if found >= 0:
            return start + found + (1 if start else 0)
        rest = text[: len(head)]
        end = start
    return None


def _record_at(stream: BinaryIO, place: int | None) -> dict[str, Any] | None:
    if place is None:
        return None
    stream.seek(place)
    return _parse(stream.readline())


def _write(handle: int, line: bytes) -> None:
    while line:
        line = line[os.write(handle, line) :]


def _parse(text: bytes) -> dict[str, Any] | None:
    if not text.endswith(b"\n"):
        # Truncated, even if what is left happens to be valid JSON.
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
