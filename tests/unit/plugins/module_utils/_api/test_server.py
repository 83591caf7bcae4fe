# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""server: lists of the whole server are fetched once, for however many users."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import scripted_server
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble


class Fetch:
    """Counts how often a list was fetched. It fails where it is given an error."""

    def __init__(self, *rows, error=None):
        self.count = 0
        self._rows = rows
        self._error = error

    def __call__(self):
        self.count += 1
        yield from self._rows
        if self._error:
            raise self._error


def test_a_list_is_fetched_once_and_told_by_owner():
    server, _script = scripted_server({})
    fetch = Fetch({"id": 1, "who": "a"}, {"id": 2, "who": "b"}, {"id": 3, "who": "a"}, {"id": 4}, {"id": 5, "who": []})
    for _user in range(3):
        found = server.owned("things", fetch, "who")
        assert [[row["id"] for row in found[owner]] for owner in ("a", "b")] == [[1, 3], [2]]
        assert len(found) == 2
    assert fetch.count == 1


def test_each_list_is_kept_by_itself_until_it_is_forgotten():
    server, _script = scripted_server({})
    first, other, new = Fetch({"who": "a"}), Fetch({"who": "b"}), Fetch()
    assert list(server.owned("first", first, "who")) == ["a"]
    assert list(server.owned("other", other, "who")) == ["b"]
    assert list(server.owned("first", new, "who")) == ["a"]
    server.forget()
    assert list(server.owned("first", new, "who")) == []
    assert (first.count, new.count) == (1, 1)


def test_what_is_refused_is_asked_once_and_half_a_list_is_none():
    server, _script = scripted_server({})
    fetch = Fetch({"who": "a"}, error=Trouble("It broke off."))
    for _user in range(3):
        with pytest.raises(MattermostError) as caught:
            server.owned("things", fetch, "who")
        assert str(caught.value) == "It broke off."
    assert fetch.count == 1
    server.forget()
    assert server.owned("things", Fetch(), "who") == {}


def test_threads_wait_for_the_one_that_fetches():
    server, _script = scripted_server({})
    begun, go_on = threading.Event(), threading.Event()
    fetched, found = [], []

    def fetch():
        fetched.append(1)
        begun.set()
        assert go_on.wait(10)
        return [{"who": "a"}]

    threads = [threading.Thread(target=lambda: found.append(server.owned("x", fetch, "who"))) for _n in range(8)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert (len(fetched), found) == (1, [{"a": [{"who": "a"}]}] * 8)
