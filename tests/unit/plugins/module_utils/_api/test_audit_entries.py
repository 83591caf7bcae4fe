# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""audit_entries: entries are found by what they are about, however many there are."""

from __future__ import annotations

import time

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_entries import Entries
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.audit_row import Row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import an_id, row

ONE, OTHER = an_id("one"), an_id("other")


def entries(*told):
    """Return entries of these (address, time)."""
    return Entries(Row(row("/api/v4" + path, at)) for path, at in told)


def test_entries_are_found_by_address_and_by_whom_they_are_about_newest_first():
    found = entries(
        ("/users/%s/roles" % ONE, 1),
        ("/users/%s/patch" % ONE, 2),
        ("/users/%s/roles" % OTHER, 3),
        ("/users/%s/roles" % ONE, 4),
        ("/config", 5),
    )
    assert [one.at for one in found.rows] == [5, 4, 3, 2, 1]
    assert [one.at for one in found.of("/users/{id}/roles")] == [4, 3, 1]
    assert [one.at for one in found.of("/config", "/users/{id}/roles", "/users/{id}/patch")] == [5, 4, 3, 2, 1]
    assert [one.at for one in found.about(ONE, "/users/{id}/roles")] == [4, 1]
    assert [one.at for one in found.about(ONE, "/users/{id}/roles", "/users/{id}/patch")] == [4, 2, 1]
    assert (
        found.of("/license") == found.of() == found.about(OTHER, "/config") == found.about(an_id("x"), "/config") == []
    )


def test_ten_thousand_users_ask_the_log_of_one_administrator_in_no_time():
    found = entries(*(("/users/%s/active" % an_id("p%d" % number), number) for number in range(10_000)))
    begun = time.process_time()
    assert sum(len(found.about(an_id("p%d" % number), "/users/{id}/active")) for number in range(10_000)) == 10_000
    assert time.process_time() - begun < 5
