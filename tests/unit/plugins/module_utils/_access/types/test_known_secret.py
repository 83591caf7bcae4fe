# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""known_secret: what an administrator could read, an entry for each sort, and what the caller cannot list."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import verdict
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.known_secret import KnownSecret
from ansible_collections.offboarding.mattermost.tests.unit.helpers.log_rows import LoggedServer, an_id, row
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import ME, Refusal

WHO, OTHER = an_id("who"), an_id("other")
MADE = 1_700_000_000_000
LEFT = MADE + 9_000_000
USER = {"id": WHO, "username": "someone", "roles": "system_user", "create_at": MADE, "delete_at": LEFT}
EVERYTHING = (
    "edit_other_users", "read_others_bots", "manage_others_bots", "list_public_teams", "list_private_teams",
    "manage_own_incoming_webhooks", "manage_others_incoming_webhooks", "manage_own_outgoing_webhooks",
    "manage_others_outgoing_webhooks", "manage_own_slash_commands", "manage_others_slash_commands", "manage_oauth",
    "manage_system_wide_oauth",
)  # fmt: skip
LISTS = ("/hooks/incoming", "/hooks/outgoing", "/oauth/apps")


def thing(name, at, owner=OTHER, updated=None):
    """Return a webhook or an app."""
    made = {"id": an_id(name), "user_id": owner, "creator_id": owner, "create_at": at, "update_at": updated or at}
    return dict(made, name=name, display_name=name, delete_at=0)


def look(answers=None, admin=True, permissions=EVERYTHING, public_links="false", member_of=()):
    """Return what is said of somebody who saved the settings of the server, or did not."""
    deeds = [row("/api/v4/config", MADE + 2000)] if admin else []
    given = {"GET /bots?include_deleted=true": [], "GET /teams": []}
    given["GET /teams?include_total_count=true"] = {"teams": [], "total_count": 0}
    given["GET /hooks/incoming?include_total_count=true"] = {"incoming_webhooks": [], "total_count": 0}
    given["GET /users/%s/teams/members" % WHO] = list(member_of)
    given["GET /users/%s/preferences/offboarding_mattermost" % ME] = []
    given.update(("GET " + path, []) for path in LISTS)
    given["GET /config/client?format=old"] = {"EnablePublicLink": public_links}
    script = LoggedServer(
        {WHO: [row("/api/v4/users/login", MADE + 1000), *deeds], ME: []}, dict(given, **(answers or {}))
    )
    allowed = {"some_role": list(permissions), "team_admin": ["manage_others_incoming_webhooks"]}
    script.answers["POST /roles/names"] = lambda names: [
        {"name": name, "permissions": allowed.get(name, [])} for name in names
    ]
    return verdict.look(script.server(), Person(dict(USER)), KnownSecret()), script


def test_who_never_was_an_administrator_knew_nothing_and_nothing_is_listed():
    seen, script = look(admin=False, public_links="true")
    assert (seen.verdict, seen.items) == ("closed", [])
    assert not [asked for asked in script.sent if any(path in asked for path in (*LISTS, "/config"))]


def test_an_entry_for_each_sort_counts_what_is_as_it_was():
    hooks = [thing("a", MADE), thing("b", LEFT), thing("c", LEFT + 1), thing("own", MADE, WHO)]
    apps = [thing("old", MADE), thing("renewed", MADE, updated=LEFT + 1)]
    answers = {
        "GET /hooks/incoming": hooks,
        "GET /hooks/incoming?include_total_count=true": {"incoming_webhooks": hooks, "total_count": len(hooks)},
        "GET /oauth/apps": apps,
    }
    seen, _script = look(answers, public_links="true")
    assert [(item.shown["what"], item.shown.get("count")) for item in seen.items] == [
        ("incoming_webhooks", 2),
        ("oauth_apps", 1),
        ("public_links", None),
    ]
    assert (seen.verdict, seen.still_open) == ("needs_human", True)
    assert seen.items[0].shown["advice"] == (
        "Replace the incoming webhooks of other users (2 as of 2023-11-15T00:43:20Z), the important ones first: someone"
        " could read their addresses, which cannot be changed."
    )


@pytest.mark.parametrize("ended", [0, LEFT - 5000], ids=["until the end", "before"])
def test_who_led_a_team_knew_the_webhooks_of_that_team_only(ended):
    team, other = an_id("team"), an_id("other team")
    hooks = [
        dict(thing("theirs", MADE, WHO), team_id=team),
        dict(thing("known", LEFT - 6000), team_id=team),
        dict(thing("later", LEFT - 4000), team_id=team),
        dict(thing("elsewhere", MADE), team_id=other),
    ]
    answers = {
        "GET /hooks/incoming": hooks,
        "GET /hooks/incoming?include_total_count=true": {"incoming_webhooks": hooks, "total_count": len(hooks)},
        "GET /teams": [{"id": team, "name": "led"}],
        "GET /teams?include_total_count=true": {"teams": [{"id": team, "name": "led"}], "total_count": 1},
    }
    member_of = [{"team_id": team, "roles": "team_user team_admin", "delete_at": ended}]
    seen, script = look(answers, admin=False, public_links="true", member_of=member_of)
    assert [(item.shown["what"], item.shown["count"], item.shown["teams"]) for item in seen.items] == [
        ("incoming_webhooks", 1 if ended else 2, ["led"])
    ]
    assert seen.verdict == "needs_human"
    assert not [asked for asked in script.sent if "/hooks/outgoing" in asked or "/oauth/apps" in asked]


def test_what_is_switched_off_opens_nothing():
    seen, _script = look(dict.fromkeys(("GET " + path for path in LISTS), Refusal(501, "api.x.disabled.app_error")))
    assert (seen.verdict, seen.items) == ("closed", [])


@pytest.mark.parametrize("lacking", ["manage_others_incoming_webhooks", "manage_system_wide_oauth"])
def test_what_the_caller_cannot_list_is_not_called_none(lacking):
    seen, script = look(permissions=[name for name in EVERYTHING if name != lacking])
    assert (seen.verdict, seen.still_open) == ("needs_human", True)
    assert seen.reason.startswith("Run this again with an account that has %s: someone could read secrets" % lacking)
    assert not [asked for asked in script.sent if any(path in asked for path in LISTS)]
