# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode of mattermost_access_revoke says exactly what a real run then closes, whatever the options."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import ACCESS_TYPES, REVOKED
from ansible_collections.offboarding.mattermost.plugins.modules.mattermost_access_revoke import CLOSE
from ansible_collections.offboarding.mattermost.tests.support.mattermost import ADMIN, unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import BackDoors, join, new_team

REVOKE, USER = "mattermost_access_revoke", "mattermost_user"
CHOICES = {
    name: spec["choices"] for name, spec in CLOSE.arguments.items() if spec.get("choices") and name != "access_types"
}
OPTIONS = [{name: choice} for name, choices in CHOICES.items() for choice in choices if name != "without_successor"]
# What is said of when, which is another second in the real run.
TIMES = ("known_until", "until", "reference", "advice", "last_activity_at")


@pytest.fixture(name="leavers")
def fixture_leavers(mattermost, leaver, person):
    """Somebody with every way in, an administrator who left back doors, and an ordinary member of a team."""
    doors = BackDoors(mattermost)
    join(mattermost, doors.team, person)
    person.log_in()
    return [leaver.person, doors.leaver, person]


def complete(options, mattermost, tmp_path):
    """Return options with what they require."""
    more = dict(options)
    if more.get("bots") == "assign":
        more["bot_assignee"] = mattermost.new_person().username
    if {"regenerate_token", "recreate"} & set(options.values()):
        more.update(secrets_dir=str(tmp_path), without_successor="close")
        more["successors"] = {}
    return more


def closed(said):
    """Return what is closed of each user and type, in an order of its own: the server has none for some lists."""
    found = {}
    for entry in said.results:
        for name, access in entry["access"].items():
            items = [sorted((k, str(v)) for k, v in item.items() if k not in TIMES) for item in access["closed"]]
            if items:
                found[entry["user"]["username"], name] = sorted(items)
    return found


def known_secrets(said):
    """Return how many secrets of others each administrator is said to have known."""
    looked = [entry for entry in said.results if "known_secret" in entry["access"]]
    found = [(entry["user"]["username"], entry["access"]["known_secret"]["found"]) for entry in looked]
    return {name: {item["what"]: item.get("count") for item in items} for name, items in found}


def assert_exact(run, people, **options):
    """Run in check mode and then for real, and hold one against the other. Return what was closed."""
    users = [one.username for one in people]
    planned = run(REVOKE, check=True, users=users, **options)
    done = run(REVOKE, users=users, **options)
    assert closed(planned) == closed(done)
    assert known_secrets(planned) == known_secrets(done)
    assert planned.changed == done.changed
    assert [entry["changed"] for entry in planned.results] == [entry["changed"] for entry in done.results]
    assert [entry["closed"] for entry in planned.results] == [entry["closed"] for entry in done.results]
    assert not done.failed, done.message
    return closed(done)


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(*options.items()))
@pytest.mark.parametrize("blocked", [False, True], ids=["active", "deactivated"])
def test_each_option(run, mattermost, leavers, tmp_path, options, blocked):
    if blocked:
        for one in leavers:
            one.deactivate()
    options = complete(options, mattermost, tmp_path)
    assert assert_exact(run, leavers, **options)
    # Who is active can look up new secrets and addresses, and is never done.
    if blocked:
        again = run(REVOKE, check=True, users=[one.username for one in leavers], **options)
        assert (again.changed, closed(again)) == (False, {})


@pytest.mark.parametrize("name", REVOKED)
def test_each_type_alone(run, leavers, name):
    found = assert_exact(
        run, leavers, access_types=[name], invitation_links="regenerate", email_invitations="invalidate"
    )
    assert {kind for _username, kind in found} <= {name}
    assert bool(found) == (ACCESS_TYPES[name].closable and name not in ("oauth_authorization", "secure_connection"))


@pytest.mark.parametrize("secrets", ["leave", "regenerate_secrets"])
@pytest.mark.parametrize("roles", ["reset", "leave"])
def test_what_comes_after_the_deactivation_of_the_same_play(run, leavers, secrets, roles):
    """What mattermost_user does by itself, or the server with it, check mode does not leave to be done twice."""
    users = [one.username for one in leavers]
    options = {"oauth_authorizations": secrets, "system_roles": roles, "oauth_apps": "delete"}
    planned = run(USER, check=True, users=users, state="deactivated", system_roles=roles)
    after = run(REVOKE, check=True, users=users, assume_deactivated=True, **options)
    done = run(USER, users=users, state="deactivated", system_roles=roles)
    rest = run(REVOKE, users=users, assume_deactivated=True, **options)
    assert [entry["roles_reset"] for entry in planned.results] == [entry["roles_reset"] for entry in done.results]
    assert any(entry["roles_reset"] for entry in done.results) == (roles == "reset")
    # Sessions and bots the server ends with the account, if it is set so. Check mode names them.
    by_the_server = ("session", "bot")
    foreseen = {key: items for key, items in closed(after).items() if key[1] not in by_the_server}
    assert foreseen == {key: items for key, items in closed(rest).items() if key[1] not in by_the_server}
    assert any(kind == "oauth_authorization" for _username, kind in foreseen) == (secrets == "regenerate_secrets")
    assert {kind for _username, kind in closed(after)} >= set(by_the_server)
    assert not any(kind == "system_role" for _username, kind in foreseen)
    # What leaves with somebody else of the same run is nobody's any more.
    assert known_secrets(after) == known_secrets(rest)
    assert any(known_secrets(after).values())


def test_whoever_has_nothing_left_to_close_knew_no_secret_that_leaves_with_the_others(run, mattermost, person):
    """An administrator whose sessions ended with the account, and somebody whose webhook they could read."""
    admin = mattermost.new_person(admin=True)
    team = new_team(mattermost)
    join(mattermost, team, person)
    channel = {"team_id": team["id"], "name": unique(), "display_name": "c", "type": "O"}
    channel = mattermost.must("POST", "/channels", channel)
    mattermost.must("POST", "/hooks/incoming", {"channel_id": channel["id"], "user_id": person.id})
    admin.deactivate()
    options = {"access_types": ["incoming_webhook", "known_secret"]}
    users = [admin.username, person.username]
    known = [known_secrets(run(REVOKE, check=check, users=users, **options)) for check in (True, False, False)]
    assert known[0] == known[1] == known[2]


def test_who_leaves_in_the_same_play_is_no_more_than_a_leaver_to_the_others(run, mattermost, person):
    """An account that one of them activated is deactivated by then, and none of them vouches for what another did."""
    one, two = mattermost.new_person(admin=True), mattermost.new_person(admin=True)
    tokens = [admin.log_in().token for admin in (one, two)]
    person.deactivate()
    mattermost.must("PUT", "/users/%s/active" % person.id, {"active": True}, tokens[0])
    granted = mattermost.new_person()
    for token in tokens:
        mattermost.must("PUT", "/users/%s/roles" % granted.id, {"roles": ADMIN}, token)
    users = {"users": [one.username, two.username, person.username]}
    options = {"access_types": ["changed_account"], "assume_deactivated": True, "system_roles": "reset", **users}
    said = run(REVOKE, check=True, **options)
    assert not run(USER, state="deactivated", system_roles="reset", **users).failed
    done = run(REVOKE, **options)
    found = [
        [(item["what"], item.get("username")) for item in entry["access"]["changed_account"]["found"] if item["open"]]
        for entry in (said.results[0], done.results[0])
    ]
    assert found == [[("role", granted.username), ("accounts_made", None)]] * 2
