# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""slash_command: commands are listed team by team."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access.person import Person
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.types.slash_command import SlashCommand
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import ApiError, UnstableList
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Pages, Refusal, scripted_server

USER = {"id": "u" * 26, "username": "user1", "roles": "system_user"}
PERSON = Person(USER)
COUNT = "GET /teams?include_total_count=true"
ONE, TWO = ({"id": letter * 26, "name": "team " + letter} for letter in "xy")


def teams(*rows, count=None):
    """Return what is answered to the list of teams and to the question how many there are."""
    return {"GET /teams": list(rows), COUNT: {"teams": [], "total_count": len(rows) if count is None else count}}


def commands(team):
    """Return where the commands of a team are listed."""
    return "GET /commands?team_id=%s&custom_only=true" % team["id"]


def row(letter, **fields):
    """Return a command as the server lists it."""
    return dict({"id": letter * 26, "creator_id": USER["id"], "trigger": letter, "display_name": "Do it"}, **fields)


TOLD = {"name": "Do it", "sends_to": [], "credential": "old"}


def test_commands_of_all_teams_on_all_pages():
    answers = {
        "GET /teams": Pages([ONE], [TWO]),
        COUNT: {"total_count": 2},
        commands(ONE): [row("a")],
        commands(TWO): [row("b"), row("c")],
    }
    server, script = scripted_server(answers)
    assert [item.shown for item in SlashCommand().find(server, PERSON)] == [
        {**TOLD, "id": "a" * 26, "trigger": "a", "team": "team x"},
        {**TOLD, "id": "b" * 26, "trigger": "b", "team": "team y"},
        {**TOLD, "id": "c" * 26, "trigger": "c", "team": "team y"},
    ]
    assert script.sent == [COUNT, "GET /teams", commands(ONE), commands(TWO)]


def test_what_a_command_says_of_its_team_does_not_stand_for_the_team():
    server, _script = scripted_server(dict(teams(dict(ONE, name=None)), **{commands(ONE): [row("a", team="x")]}))
    assert SlashCommand().find(server, PERSON)[0].shown["team"] == ""


@pytest.mark.parametrize("team_id", [None, 7, "", "short", "../" + "x" * 23, "x" * 26 + "&a=b"], ids=repr)
def test_what_is_no_id_of_a_team_reaches_no_path(team_id):
    server, script = scripted_server(dict(teams({"id": team_id}, {}, TWO), **{commands(TWO): []}))
    assert SlashCommand().find(server, PERSON) == []
    assert script.sent == [COUNT, "GET /teams", commands(TWO)]


def test_one_team_that_cannot_be_listed_is_not_passed_over():
    refusal = Refusal(403, "api.context.permissions.app_error")
    answers = dict(teams(ONE, TWO), **{commands(ONE): [row("a")], commands(TWO): refusal})
    server, _script = scripted_server(answers)
    with pytest.raises(ApiError) as caught:
        SlashCommand().find(server, PERSON)
    assert str(caught.value).startswith("Failed to list the slash commands of the team team y: HTTP 403 ")


def test_without_a_team_there_is_no_command():
    assert SlashCommand().find(scripted_server(teams())[0], PERSON) == []


def test_a_team_that_no_page_has_is_not_passed_over():
    """Teams are sorted by display name alone: where many share one, pages overlap and leave some out."""
    server, _script = scripted_server(dict(teams(ONE, count=2), **{commands(ONE): []}))
    with pytest.raises(UnstableList) as caught:
        SlashCommand().find(server, PERSON)
    assert str(caught.value) == (
        "Failed to list the teams: http://mattermost.test lists 1 of 2, and different ones each time. Run it again"
        " when less is changing on the server."
    )


def test_an_error_names_the_command_as_people_type_it():
    delete = "DELETE /commands/" + "a" * 26
    answers = dict(teams(ONE), **{commands(ONE): [row("a")], delete: Refusal(400, "some.error")})
    server, _script = scripted_server(answers)
    done, error = SlashCommand().close(server, PERSON, SlashCommand().find(server, PERSON), {})
    assert (done, str(error)) == ([], "Failed to delete the slash command /a of user1: HTTP 400 some.error: No.")


def test_what_it_takes():
    """Without both kinds of team the list is not whole."""
    assert SlashCommand().needs(None, USER) == (
        "list_public_teams",
        "list_private_teams",
        "manage_slash_commands or manage_own_slash_commands",
        "manage_others_slash_commands",
    )
