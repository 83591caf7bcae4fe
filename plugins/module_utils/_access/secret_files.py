# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with new secrets, one for each successor, readable only by the user who runs the module."""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import threading
import time
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.handover_errors import (
    UnusableSecretsFolder,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# Never follow a symbolic link, and never overwrite an existing file.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class SecretFiles:
    """The files of one run. Each is complete after every secret, no matter how the run ends."""

    def __init__(self, folder: str, url: str) -> None:
        self._folder = folder
        self._url = url
        self._lock = threading.Lock()
        self._secrets: dict[str, list[dict[str, Any]]] = {}
        self._paths: dict[str, str] = {}

    def check(self, try_it: bool) -> None:
        """Raise UnusableSecretsFolder if files cannot be written. `try_it` creates the folder and a test file."""
        try:
            problem = self._problem()
            if problem is None and try_it:
                os.makedirs(self._folder, mode=0o700, exist_ok=True)
                problem = self._problem()
            if problem is None and try_it:
                probe = os.path.join(self._folder, ".probe-%d-%d" % (os.getpid(), time.time_ns()))
                _write(probe, "{}")
                os.unlink(probe)
        except OSError as error:
            problem = error.strerror or type(error).__name__
        if problem is not None:
            raise UnusableSecretsFolder(path=one_line(self._folder, 300), reason=problem)

    def add(self, name: str, secret: dict[str, Any]) -> None:
        """Write a secret to the file of a successor. `name` is a user name. Raises OSError."""
        with self._lock:
            secrets = self._secrets.setdefault(name, [])
            secrets.append(secret)
            content = {"mattermost": self._url, "for": name, "secrets": secrets}
            path = self._paths.get(name) or self._reserve(name)
            self._paths[name] = path
            fresh = "%s.%d.new" % (path, time.time_ns())
            try:
                _write(fresh, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
                os.replace(fresh, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(fresh)
                raise

    def written(self) -> list[dict[str, Any]]:
        """Return what was written, without the secrets: the successor, the path and the number."""
        return [
            {"successor": name, "file": path, "secrets": len(self._secrets[name])}
            for name, path in sorted(self._paths.items())
        ]

    def _problem(self) -> str | None:
        """Return why the folder is not safe or not usable, None if it is. A missing one can be created."""
        folder = self._folder
        if not os.path.exists(folder):
            folder = os.path.dirname(os.path.abspath(folder))
        if not os.path.isdir(folder):
            return "it is not a directory" if os.path.exists(folder) else "its parent directory does not exist"
        if folder == self._folder:
            status = os.stat(folder)
            if status.st_uid not in (os.geteuid(), 0):
                return "it is owned by somebody else"
            if status.st_mode & _OTHERS_WRITE:
                return "others can write to it"
        return None if os.access(folder, os.W_OK | os.X_OK) else "the user who runs the module cannot write to it"

    def _reserve(self, name: str) -> str:
        for path in self._names(name):
            try:
                os.close(os.open(path, _NEW, 0o600))
                return path
            except FileExistsError:
                continue
        raise AssertionError("names never end")

    def _names(self, name: str) -> Iterator[str]:
        # A user name is safe in a path; anything else that a server sends is sanitized.
        safe = re.sub(r"[^a-z0-9_.-]", "_", name).lstrip(".") or "successor"
        first = os.path.join(self._folder, "%s-%s" % (safe, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())))
        yield first + ".json"
        number = 2
        while True:
            yield "%s-%d.json" % (first, number)
            number += 1


def _write(path: str, text: str) -> None:
    with os.fdopen(os.open(path, _NEW, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
