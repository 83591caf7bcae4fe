# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of mattermost_stale_access_info and mattermost_stale_access_revoke, on a server that is a script."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import STALE_ACCESS_TYPES
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.base import MattermostError
from ansible_collections.offboarding.mattermost.plugins.module_utils._jobs import stale_access
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import EXPIRED, ME, OK, Refusal, scripted_call

DAY = 24 * 60 * 60 * 1000
NOW = 1000 * DAY
GONE, HERE, HOOK = "g" * 26, "h" * 26, "k" * 26
USERS = [
    {"id": GONE, "username": "gone", "delete_at": NOW - DAY, "create_at": DAY},
    {"id": HERE, "username": "here", "delete_at": 0, "create_at": DAY},
]
PERMISSIONS = (
    "manage_system", "edit_other_users", "read_user_access_token", "revoke_user_access_token", "read_others_bots",
    "manage_others_bots", "manage_incoming_webhooks", "manage_others_incoming_webhooks", "manage_outgoing_webhooks",
    "manage_others_outgoing_webhooks", "manage_slash_commands", "manage_others_slash_commands", "list_public_teams",
    "list_private_teams", "manage_oauth", "manage_system_wide_oauth",
)  # fmt: skip
NOTHING = {
    "GET /users/tokens": [],
    "GET /bots?include_deleted=true": [],
    "GET /hooks/incoming": [],
    "GET /hooks/outgoing": [],
    "GET /teams?include_total_count=true": {"total_count": 0, "teams": []},
    "GET /teams": [],
    "GET /oauth/apps": [],
    "POST /users/ids": USERS,
}
INCOMING = "GET /hooks/incoming"


def hook(owner=GONE, **fields):
    """Return a row of the list of incoming webhooks."""
    return dict({"id": HOOK, "user_id": owner, "display_name": "a hook", "create_at": DAY, "delete_at": 0}, **fields)


def work(job, answers, check_mode=False, permissions=PERMISSIONS, **asked):
    """Run a job; return its result and the script."""
    params = dict.fromkeys(("users", "access_types", "unused_for", "older_than"))
    params = dict(params, exclude_users=[], oauth_apps="regenerate_secret", tokens="revoke", include_unknown=False)
    params.update(asked)
    call, script = scripted_call(
        dict(NOTHING, **answers),
        params,
        check_mode,
        permissions,
        prepared=stale_access.prepare(params),
        now=NOW,
    )
    return job(call), script


def test_with_nothing_there_nothing_is_stale():
    result, _script = work(stale_access.info, {}, unused_for="90d")
    assert (result["results"], result["failure"], result["summary"]["not_checked"]) == ([], None, [])
    assert sorted(result["access_types"]) == sorted(STALE_ACCESS_TYPES)


def test_of_a_row_what_is_known_stands_in_the_result():
    result, _script = work(stale_access.info, {INCOMING: [hook(), hook(HERE, id="l" * 26)]})
    [row] = result["results"]
    assert (row["owner"]["username"], row["name"], row["created_at"]) == ("gone", "a hook", "1970-01-02T00:00:00Z")
    assert HOOK not in str(row)


@pytest.mark.parametrize("owner", [None, 7, [], {}, "", "com.example.plugin", "../x"])
def test_what_belongs_to_no_account_is_passed_over(owner):
    result, _script = work(stale_access.info, {INCOMING: [hook(owner, id="l" * 26), hook()]})
    assert [row["owner"]["id"] for row in result["results"]] == [GONE]


@pytest.mark.parametrize("job", [stale_access.info, stale_access.revoke])
def test_a_row_without_an_id_is_an_error_and_the_rest_is_done(job):
    bad = dict(hook(), id=None)
    other = {"id": "o" * 26, "creator_id": GONE, "display_name": "another", "create_at": DAY}
    answers = {INCOMING: [bad], "GET /hooks/outgoing": [other], "DELETE /hooks/outgoing/" + other["id"]: OK}
    result, _script = work(job, dict(answers, **{"GET /users/" + GONE: USERS[0]}))
    assert "without a usable id" in result["failure"]
    assert [row["access_type"] for row in result["results"]] == ["outgoing_webhook"]
    assert result["summary"]["failed"] == 1


def test_a_hook_that_is_gone_when_its_turn_comes_counts_as_closed():
    answers = {
        INCOMING: [hook()],
        "DELETE /hooks/incoming/" + HOOK: Refusal(404, "app.webhooks.get_incoming.app_error"),
        "GET /users/" + GONE: USERS[0],
    }
    result, _script = work(stale_access.revoke, answers)
    assert (result["changed"], result["failure"], result["results"][0]["closed"]) == (True, None, True)


def test_check_mode_asks_for_no_change_and_looks_once():
    result, script = work(stale_access.revoke, {INCOMING: [hook()]}, check_mode=True)
    assert (result["changed"], result["results"][0]["closed"]) == (True, True)
    assert [asked for asked in script.sent if asked.startswith(("DELETE", "PUT"))] == []
    assert script.sent.count(INCOMING) == 1


@pytest.mark.parametrize("where", [INCOMING, "GET /bots?include_deleted=true", "POST /users/ids"])
def test_a_token_that_dies_ends_it(where):
    with pytest.raises(MattermostError, match="session_expired") as raised:
        work(stale_access.info, {INCOMING: [hook()], where: EXPIRED})
    assert raised.value.fatal


def test_accounts_that_cannot_be_looked_up_end_it():
    """Else everything of theirs would look as if it belonged to nobody."""
    with pytest.raises(MattermostError, match="look up users"):
        work(stale_access.revoke, {INCOMING: [hook()], "POST /users/ids": Refusal(500, "some.error")})


def test_without_the_permission_to_see_bots_all_types_say_so():
    few = [name for name in PERMISSIONS if "others_bots" not in name]
    result, _script = work(stale_access.info, {INCOMING: [hook()]}, permissions=few)
    assert [row["name"] for row in result["results"]] == ["a hook"]
    assert sorted(result["summary"]["not_checked"]) == sorted(STALE_ACCESS_TYPES)
    assert result["access_types"]["incoming_webhook"]["reason"] == (
        "Not checked for bots: the calling account lacks read_others_bots and manage_others_bots."
    )


def test_bots_of_the_calling_account_are_no_exception():
    bots = [{"user_id": "b" * 26, "username": "bot", "owner_id": ME, "delete_at": 5}]
    users = [*USERS, {"id": "b" * 26, "username": "bot", "is_bot": True, "delete_at": 5}]
    answers = {"GET /bots?include_deleted=true": bots, "POST /users/ids": users, INCOMING: [hook("b" * 26)]}
    result, _script = work(stale_access.info, answers)
    assert [(row["owner"]["username"], row["verdict"]) for row in result["results"]] == [("bot", "stale")]
