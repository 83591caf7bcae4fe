# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every member knows and can hand on: invitation links of teams, invitations by e-mail, secrets of a team."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.back_doors import join, new_team, sign_up

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"
LINK, EMAIL, SECRET = "invitation_link", "email_invitation", "known_secret"


@pytest.fixture(name="team")
def fixture_team(mattermost):
    """A team that is closed to all who have no invitation."""
    return new_team(mattermost)


@pytest.fixture(name="member")
def fixture_member(mattermost, team, person):
    """Somebody who was in the team and left the company."""
    join(mattermost, team, person)
    link = mattermost.must("GET", "/teams/" + team["id"], token=person.log_in().token)["invite_id"]
    assert sign_up(mattermost, link)
    person.deactivate()
    assert sign_up(mattermost, link)
    return person


def said_of(run, person, name=LINK, **options):
    """Return what is said of one type of access of somebody."""
    [entry] = run(INFO, users=[person.username], access_types=[name], **options).results
    return entry["access"][name]


def closed(done, name=LINK):
    """Return the names of what was closed, for each user."""
    return [[item.get("name", item.get("what")) for item in entry["access"][name]["closed"]] for entry in done.results]


# -- links -----------------------------------------------------------------------------------------------------


def test_a_link_is_named_and_left_for_a_person_to_decide(run, mattermost, team, member):
    done = run(REVOKE, users=[member.username])
    assert (done.changed, closed(done)) == (False, [[]])
    access = done.results[0]["access"][LINK]
    assert (access["verdict"], access["still_open"]) == ("needs_human", True)
    assert access["reason"] == (
        "Regenerate the invitation links of these teams: %s. Anybody who gets one from %s can create an account."
        % (team["name"], member.username)
    )
    assert done.results[0]["to_do"][0] == "Invitation links of teams: " + access["reason"]
    assert sign_up(mattermost, team["invite_id"])


def test_a_link_is_made_anew_once_and_the_log_proves_it(run, mattermost, team, member):
    for check, changed in ((True, True), (False, True), (False, False), (True, False)):
        done = run(REVOKE, check=check, users=[member.username], invitation_links="regenerate")
        assert (done.failed, done.changed, closed(done)) == (False, changed, [[team["name"]] if changed else []])
    assert not sign_up(mattermost, team["invite_id"])
    assert sign_up(mattermost, mattermost.must("GET", "/teams/" + team["id"])["invite_id"])
    said = said_of(run, member)
    assert (said["verdict"], said["still_open"], [item["open"] for item in said["found"]]) == ("closed", False, [False])


def test_a_link_is_made_anew_once_for_however_many_leavers(run, mattermost, team, through):
    people = [mattermost.new_person() for _each in range(5)]
    for person in people:
        join(mattermost, team, person)
        person.deactivate()
    names = [person.username for person in people]
    done = run(REVOKE, users=names, invitation_links="regenerate", url=through.url, concurrency=4)
    assert closed(done) == [[team["name"]]] * 5
    regenerated = "POST /teams/%s/regenerate_invite_id" % team["id"]
    assert through.paths.count(regenerated) == 1
    assert {entry["access"][LINK]["verdict"] for entry in done.results} == {"closed"}
    assert not run(REVOKE, users=names, invitation_links="regenerate").changed


def test_another_administrator_made_the_link_anew(run, mattermost, team, member):
    token = mattermost.new_person(admin=True).log_in().token
    mattermost.must("POST", "/teams/%s/regenerate_invite_id" % team["id"], token=token)
    assert said_of(run, member)["verdict"] == "closed"


def test_a_team_that_merely_changed_has_its_old_link(run, mattermost, team, member):
    mattermost.must("PUT", "/teams/%s/patch" % team["id"], {"description": "new"})
    assert said_of(run, member)["verdict"] == "needs_human"


def test_a_link_that_was_made_anew_while_they_could_read_it_is_known_to_them(run, mattermost, team, person):
    join(mattermost, team, person)
    mattermost.must("POST", "/teams/%s/regenerate_invite_id" % team["id"])
    person.deactivate()
    assert said_of(run, person)["verdict"] == "needs_human"


def test_who_is_still_active_can_read_a_new_link(run, mattermost, team, person):
    join(mattermost, team, person)
    said = said_of(run, person)
    assert said["reason"].startswith("Deactivate the account, then regenerate the invitation links")
    done = run(REVOKE, users=[person.username], invitation_links="regenerate")
    assert done.results[0]["access"][LINK]["verdict"] == "needs_human"


def test_links_that_are_left_are_not_looked_at(run, member):
    [entry] = run(REVOKE, users=[member.username], invitation_links="leave").results
    assert LINK not in entry["access"]


def test_a_team_that_somebody_left_before_is_remembered(run, mattermost, team, person):
    join(mattermost, team, person)
    mattermost.must("DELETE", "/teams/%s/members/%s" % (team["id"], person.id))
    person.deactivate()
    said = said_of(run, person)
    assert [item["name"] for item in said["found"]] == [team["name"]]
    mattermost.must("POST", "/teams/%s/regenerate_invite_id" % team["id"])
    assert said_of(run, person)["verdict"] == "closed"


def test_the_link_of_an_archived_team_opens_too(run, mattermost, team, member):
    mattermost.must("DELETE", "/teams/" + team["id"])
    assert sign_up(mattermost, team["invite_id"])
    said = said_of(run, member)
    assert [(item["archived"], item["open"]) for item in said["found"]] == [(True, True)]
    assert run(REVOKE, users=[member.username], invitation_links="regenerate").changed
    assert not sign_up(mattermost, team["invite_id"])


def test_a_team_whose_members_come_from_groups_lets_no_stranger_in(run, mattermost, team, member):
    mattermost.must("PUT", "/teams/%s/patch" % team["id"], {"group_constrained": True})
    assert not sign_up(mattermost, team["invite_id"])
    assert (said_of(run, member)["verdict"], said_of(run, member)["found"]) == ("closed", [])


def test_a_team_for_one_domain_lets_in_whoever_claims_an_address_there(run, mattermost, person):
    team = new_team(mattermost)
    join(mattermost, team, person)
    mattermost.must("PUT", "/teams/%s/patch" % team["id"], {"allowed_domains": "example.com"})
    person.deactivate()
    assert not sign_up(mattermost, team["invite_id"])
    assert sign_up(mattermost, team["invite_id"], "example.com")
    assert said_of(run, person)["verdict"] == "needs_human"


@pytest.mark.parametrize("bots", ["disable", "assign"])
def test_the_link_of_a_team_that_only_their_bot_is_in_is_known_to_them(run, mattermost, team, person, bots):
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")})
    token = mattermost.must("POST", "/users/%s/tokens" % bot["user_id"], {"description": "t"})["token"]
    mattermost.must("POST", "/bots/%s/assign/%s" % (bot["user_id"], person.id), {})
    mattermost.must("POST", "/teams/%s/members" % team["id"], {"team_id": team["id"], "user_id": bot["user_id"]})
    link = mattermost.must("GET", "/teams/" + team["id"], token=token)["invite_id"]
    person.deactivate()
    said = said_of(run, person)
    assert (said["verdict"], [item["name"] for item in said["found"]]) == ("needs_human", [team["name"]])
    assert sign_up(mattermost, link)
    options = {"invitation_links": "regenerate", "bots": bots}
    options.update({"bot_assignee": mattermost.new_person().username} if bots == "assign" else {})
    for check, changed in ((True, True), (False, True), (False, False)):
        done = run(REVOKE, check=check, users=[person.username], **options)
        assert (done.failed, done.changed, closed(done)) == (False, changed, [[team["name"]] if changed else []])
    assert done.results[0]["access"][LINK]["verdict"] == "closed"
    assert not sign_up(mattermost, link)


def test_somebody_in_no_team_knows_no_link(run, person):
    person.deactivate()
    assert (said_of(run, person)["verdict"], said_of(run, person, EMAIL)["verdict"]) == ("closed", "closed")


def test_an_administrator_knows_the_links_of_all_teams(run, mattermost, team):
    admin = mattermost.new_person(admin=True)
    admin.deactivate()
    mattermost.must("PUT", "/users/%s/roles" % admin.id, {"roles": "system_user"})
    assert team["name"] in [item["name"] for item in said_of(run, admin)["found"]]


def test_a_person_confirms_that_a_link_may_stay(run, member):
    [item] = said_of(run, member)["found"]
    said = said_of(run, member, confirmed=[item["reference"]])
    assert (said["verdict"], said["found"][0]["confirmed"]) == ("closed", True)
    assert not run(
        REVOKE, users=[member.username], invitation_links="regenerate", confirmed=[item["reference"]]
    ).changed


@pytest.mark.embedded_only("switches sign-up off")
@pytest.mark.parametrize("switched", [{"user_creation": False}, {"sign_up_with_email": False}])
def test_where_nobody_can_sign_up_an_ordinary_leaver_has_nothing_to_look_at(run, control, member, through, switched):
    control.settings(**switched)
    [entry] = run(INFO, users=[member.username], url=through.url, access_types=[LINK, EMAIL]).results
    assert (entry["to_do"], entry["still_open"], entry["not_checked"]) == ([], [], [])
    assert not [path for path in through.paths if "/teams/members" in path]


# -- invitations by e-mail ------------------------------------------------------------------------------------------


def test_an_invitation_that_may_be_under_way_is_named_until_it_is_over(run, member):
    said = said_of(run, member, EMAIL)
    assert (said["verdict"], said["still_open"]) == ("needs_human", True)
    [item] = said["found"]
    assert item["until"] in said["reason"]
    assert item["what"] == "invitations"


@pytest.mark.embedded_only("sets when somebody was deactivated")
@pytest.mark.parametrize(("hours", "verdict"), [(47, "needs_human"), (49, "closed")])
def test_an_invitation_is_over_after_48_hours(run, control, mattermost, team, person, hours, verdict):
    join(mattermost, team, person)
    person.deactivate()
    left = person.user()["delete_at"] - hours * 3600 * 1000
    control.ask("PATCH", "/users/" + person.id, {"delete_at": left, "create_at": left - 1000})
    assert said_of(run, person, EMAIL)["verdict"] == verdict


def test_all_invitations_are_ended_once_and_a_later_run_knows(run, mattermost, team, through):
    people = [mattermost.new_person() for _each in range(3)]
    for person in people:
        join(mattermost, team, person)
        person.deactivate()
    options = {"users": [person.username for person in people], "email_invitations": "invalidate", "url": through.url}
    assert run(REVOKE, check=True, **options).changed
    assert "DELETE /teams/invites/email" not in through.paths
    done = run(REVOKE, **options)
    assert (done.failed, closed(done, EMAIL)) == (False, [["invitations"]] * 3)
    assert {entry["access"][EMAIL]["verdict"] for entry in done.results} == {"closed"}
    assert through.paths.count("DELETE /teams/invites/email") == 1
    assert not run(REVOKE, **options).changed
    assert said_of(run, people[0], EMAIL)["verdict"] == "closed"
    # Who leaves later may have sent new ones.
    late = mattermost.new_person()
    join(mattermost, team, late)
    late.deactivate()
    assert said_of(run, late, EMAIL)["verdict"] in ("needs_human", "closed")


def test_invitations_that_are_left_are_not_looked_at(run, member):
    [entry] = run(REVOKE, users=[member.username], email_invitations="leave").results
    assert EMAIL not in entry["access"]


@pytest.mark.embedded_only("switches invitations off")
def test_where_nobody_can_invite_there_is_no_invitation(run, control, member):
    control.settings(email_invitations=False)
    assert (said_of(run, member, EMAIL)["verdict"], said_of(run, member, EMAIL)["found"]) == ("closed", [])


@pytest.mark.embedded_only("switches guest magic links on")
def test_magic_links_of_guests_are_named_and_cannot_be_ended(run, control, member):
    control.settings(version="11.6.0", licensed=True, guest_accounts=True, guest_magic_links=True)
    done = run(REVOKE, users=[member.username], email_invitations="invalidate")
    assert closed(done, EMAIL) == [["invitations"]]
    access = done.results[0]["access"][EMAIL]
    assert access["verdict"] == "needs_human"
    assert [(item["what"], item["open"]) for item in access["found"]] == [
        ("invitations", False),
        ("guest_magic_links", True),
    ]


# -- secrets of a team ----------------------------------------------------------------------------------------------


def own_things(mattermost, team):
    """Make an incoming webhook, an outgoing one and a slash command in a team, which belong to the admin."""
    channel = mattermost.must("GET", "/teams/%s/channels/name/town-square" % team["id"])
    address = "http://127.0.0.1:1/x"
    outgoing = {"team_id": team["id"], "display_name": "o", "trigger_words": [unique()], "callback_urls": [address]}
    command = {"team_id": team["id"], "trigger": unique("c"), "url": address, "method": "P"}
    return {
        "incoming_webhooks": mattermost.must("POST", "/hooks/incoming", {"channel_id": channel["id"]}),
        "outgoing_webhooks": mattermost.must("POST", "/hooks/outgoing", outgoing),
        "slash_commands": mattermost.must("POST", "/commands", command),
    }


def lead(mattermost, team, person):
    """Make somebody an administrator of a team."""
    join(mattermost, team, person)
    path = "/teams/%s/members/%s/schemeRoles" % (team["id"], person.id)
    mattermost.must("PUT", path, {"scheme_user": True, "scheme_admin": True})


def post(mattermost, hook):
    """Post to the address of an incoming webhook, as a stranger; return whether it takes it."""
    with mattermost.plain() as session:
        return session.post("%s/hooks/%s" % (mattermost.url, hook["id"]), json={"text": "t"}, timeout=30).ok


@pytest.mark.parametrize(
    "options", [{}, {"team_roles": "reset"}, {"memberships": "remove"}], ids=["kept", "role reset", "taken out"]
)
def test_who_led_a_team_knows_the_secrets_of_its_webhooks_and_commands(run, mattermost, team, person, options):
    things, others = own_things(mattermost, team), own_things(mattermost, new_team(mattermost))
    lead(mattermost, team, person)
    token = person.log_in().token
    listed = mattermost.must("GET", "/hooks/incoming?team_id=" + team["id"], token=token)
    assert [hook["id"] for hook in listed] == [things["incoming_webhooks"]["id"]]
    person.deactivate()
    assert not run(REVOKE, users=[person.username], **options).failed
    assert post(mattermost, things["incoming_webhooks"])
    said = said_of(run, person, SECRET)
    assert (said["verdict"], said["still_open"]) == ("needs_human", True)
    assert {item["what"]: (item["count"], item["teams"]) for item in said["found"]} == dict.fromkeys(
        things, (1, [team["name"]])
    )
    for item in said["found"]:
        assert "of other users in %s (1 as of " % team["name"] in item["advice"]
        assert not [one for made in (things, others) for one in made.values() if one["id"] in str(item)]
    mattermost.must("DELETE", "/hooks/incoming/" + things["incoming_webhooks"]["id"])
    mattermost.must("POST", "/hooks/outgoing/%s/regen_token" % things["outgoing_webhooks"]["id"], {})
    mattermost.must("PUT", "/commands/%s/regen_token" % things["slash_commands"]["id"], {})
    assert (said_of(run, person, SECRET)["verdict"], said_of(run, person, SECRET)["found"]) == ("closed", [])


def test_a_bot_that_led_a_team_tells_its_owner(run, mattermost, team, person):
    things = own_things(mattermost, team)
    bot = mattermost.must("POST", "/bots", {"username": unique("bot")})
    mattermost.must("POST", "/teams/%s/members" % team["id"], {"team_id": team["id"], "user_id": bot["user_id"]})
    path = "/teams/%s/members/%s/schemeRoles" % (team["id"], bot["user_id"])
    mattermost.must("PUT", path, {"scheme_user": True, "scheme_admin": True})
    mattermost.must("POST", "/bots/%s/assign/%s" % (bot["user_id"], person.id), {})
    person.deactivate()
    assert {item["what"] for item in said_of(run, person, SECRET)["found"]} == set(things)


def test_what_came_after_they_left_is_no_secret_of_theirs(run, mattermost, team, person):
    lead(mattermost, team, person)
    person.deactivate()
    own_things(mattermost, team)
    assert said_of(run, person, SECRET)["found"] == []


def test_a_member_of_a_team_cannot_read_its_secrets(run, mattermost, team, person):
    own_things(mattermost, team)
    join(mattermost, team, person)
    assert said_of(run, person, SECRET)["found"] == []
    person.deactivate()
    assert said_of(run, person, SECRET)["verdict"] == "closed"
