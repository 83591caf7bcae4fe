# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ordered, bounded, concurrent map from items to values or errors."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Stopped, Unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Outcome:
    """The outcome of one item: `value`, or `error` (a MattermostError). `started` is whether it was begun."""

    __slots__ = ("value", "error", "started")

    def __init__(self) -> None:
        self.value: Any = None
        self.error: MattermostError | None = None
        self.started = False


class WorkerPool:
    """Runs items through a function, up to `concurrency` at a time, and keeps their order.

    A fatal error (the token is invalid, the server is gone) stops all items that have not begun;
    these are reported as not done, with the reason. An item with a transient error is tried once
    more after all others, when the problem may be over.
    """

    def __init__(self, concurrency: int = 1, stopped: threading.Event | None = None) -> None:
        self._concurrency = max(1, concurrency)
        self._stop = stopped or threading.Event()
        self.stopped_by: MattermostError | None = None

    def stop(self, error: MattermostError) -> None:
        """Begin no further item because of `error`. Safe to call from a signal handler."""
        self.stopped_by = self.stopped_by or error
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait, unless the run is about to end."""
        self._stop.wait(seconds)

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Outcome]:
        """Return one Outcome for each item, in order. `function` raises MattermostError to fail its item."""
        items = list(items)
        outcomes = [Outcome() for item in items]
        self._run(function, items, outcomes, range(len(items)))
        again = [n for n, o in enumerate(outcomes) if o.error is not None and o.error.transient and not o.error.fatal]
        # If most items failed, the problem is not transient, and retries would not help.
        if again and len(again) * 2 <= len(items):
            self._run(function, items, outcomes, again)
        for outcome in outcomes:
            if not outcome.started:
                outcome.error = self._not_begun()
        return outcomes

    def _not_begun(self) -> MattermostError:
        if isinstance(self.stopped_by, Stopped):
            return self.stopped_by
        return Stopped(reason=str(self.stopped_by or ""))

    def _run(
        self, function: Callable[[Any], Any], items: list[Any], outcomes: list[Outcome], numbers: Iterable[int]
    ) -> None:
        numbers = list(numbers)

        def work(number: int) -> None:
            if not self._stop.is_set():
                self._do(function, items[number], outcomes[number])

        if self._concurrency == 1 or len(numbers) == 1:
            for number in numbers:
                work(number)
            return
        # Imported late: the import takes longer than a run for one user.
        from concurrent.futures import ThreadPoolExecutor  # pylint: disable=import-outside-toplevel

        with ThreadPoolExecutor(min(self._concurrency, max(1, len(numbers)))) as executor:
            for _done in executor.map(work, numbers):
                pass

    def _do(self, function: Callable[[Any], Any], item: Any, outcome: Outcome) -> None:
        outcome.started = True
        was_unknown = outcome.error is not None and outcome.error.unknown
        outcome.error = None
        try:
            outcome.value = function(item)
        except MattermostError as error:
            error.unknown = error.unknown or was_unknown
            outcome.error = error
            if error.fatal:
                self.stop(error)
        except Exception as error:  # pylint: disable=broad-except
            # Unexpected data of one user must not lose the results of all others.
            outcome.error = Unexpected.at("finish one user", error).marked(unknown=was_unknown)
