# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""user_lookup: who is meant by a user name, an e-mail address or an id."""

from __future__ import annotations

import uuid

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api import user_lookup
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.ids import ID
from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.input_errors import (
    InputError,
    MalformedUser,
    UnknownUser,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.server_errors import (
    TransportError,
    UnexpectedShape,
)
from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import answer
from ansible_collections.offboarding.mattermost.tests.unit.helpers.script import Pages, scripted_client

ADMINS = "GET /users?role=system_admin&active=true"


@pytest.fixture(name="resolve")
def fixture_resolve(as_admin, one_by_one):
    """Return a function that resolves entries; None stands for an unknown one."""

    def resolve(*entries, **options):
        targets = user_lookup.resolve(as_admin, one_by_one, entries, **options)
        assert [target.requested for target in targets] == [str(entry).strip() for entry in entries]
        return [target.user["id"] if target.user else None for target in targets]

    return resolve


def id_like_name():
    """Return a user name that looks like an id: 26 of a-z and 0-9."""
    return ("t" + uuid.uuid4().hex)[:26]


@pytest.mark.parametrize(
    "spell",
    [
        lambda person: person.username,
        lambda person: "@" + person.username,
        lambda person: "  " + person.username + "\n",
        lambda person: person.id,
        lambda person: person.email,
        lambda person: "@" + person.id,
    ],
    ids=["username", "at_username", "blanks", "id", "email", "at_id"],
)
def test_each_way_to_name_somebody(resolve, person, spell):
    assert resolve(spell(person)) == [person.id]


@pytest.mark.trap("2.3")
def test_an_upper_case_user_name_is_found(resolve, mattermost, person):
    """In bulk it is silently absent, as a single look-up it answers 400: it is sent in lower case."""
    assert mattermost.must("POST", "/users/usernames", [person.username.upper()]) == []
    assert resolve(person.username.upper()) == [person.id]


@pytest.mark.trap("2.5")
def test_an_email_address_is_found_in_any_case(resolve, person):
    assert resolve(person.email.upper()) == [person.id]


@pytest.mark.trap("2.5")
def test_an_unknown_email_address_answers_404(resolve, mattermost, server):
    nobody = unique("nobody") + "@example.com"
    assert mattermost.ask("GET", "/users/email/" + nobody).status_code == 404
    assert resolve(nobody, missing="ignore") == [None]
    with pytest.raises(InputError) as caught:
        resolve(nobody)
    assert str(caught.value).startswith("Unknown on %s: %s. " % (server.url, nobody))


@pytest.mark.trap("2.1")
def test_unknown_ones_are_silently_absent(resolve, mattermost, person):
    nobody = unique("nobody")
    assert [u["id"] for u in mattermost.must("POST", "/users/usernames", [nobody, person.username])] == [person.id]
    assert resolve(nobody, person.username, "z" * 26, missing="ignore") == [None, person.id, None]
    with pytest.raises(InputError) as caught:
        resolve(nobody, person.username, "z" * 26)
    assert nobody in str(caught.value)
    assert "z" * 26 in str(caught.value)
    assert person.username not in str(caught.value)


@pytest.mark.trap("2.2")
def test_deactivated_users_are_found(resolve, mattermost):
    leaver = mattermost.new_person()
    leaver.deactivate()
    assert resolve(leaver.username, leaver.id, leaver.email) == [leaver.id] * 3


@pytest.mark.trap("2.4")
def test_an_empty_list_is_not_sent(open_client, one_by_one, mattermost, through):
    """It would answer 400."""
    assert mattermost.ask("POST", "/users/ids", []).status_code == 400
    assert user_lookup.resolve(open_client(url=through.url), one_by_one, []) == []
    assert through.requests == []


@pytest.mark.trap("1.9")
def test_a_user_name_that_looks_like_an_id(resolve, mattermost):
    person = mattermost.new_person(username=id_like_name())
    assert ID.match(person.username)
    assert resolve(person.username) == [person.id]


@pytest.mark.trap("1.9")
def test_an_id_that_is_the_user_name_of_somebody_else(resolve, mattermost, person):
    other = mattermost.new_person(username=person.id)
    with pytest.raises(InputError) as caught:
        resolve(person.id)
    assert str(caught.value) == (
        "%s is the id of one user and the user name of another. Give the user's e-mail address or the other's id"
        " instead. Nothing was changed." % person.id
    )
    assert resolve(person.email, other.id) == [person.id, other.id]


def test_duplicates_are_one_user(as_admin, one_by_one, person):
    targets = user_lookup.resolve(as_admin, one_by_one, [person.email, person.id, person.username.upper()])
    assert [user["id"] for user in user_lookup.distinct(targets)] == [person.id]


def test_many_are_looked_up_in_batches(open_client, one_by_one, through):
    names = [unique("nobody") for number in range(450)]
    targets = user_lookup.resolve(open_client(url=through.url), one_by_one, names, "ignore")
    assert len(targets) == 450
    assert [len(request.json()) for request in through.requests] == [200, 200, 50]


def test_nobody_is_sent_twice(open_client, one_by_one, person, through):
    client = open_client(url=through.url)
    user_lookup.resolve(
        client, one_by_one, [person.username, person.username.upper(), person.email, person.email.upper()]
    )
    assert [request.json() for request in through.requests[:1]] == [[person.username]]
    assert len(through.requests) == 2


@pytest.mark.parametrize(
    "name", ["a.b", "a-b", "a_b", "0", "a" * 64, "-", "...", "a:b", "x@y", "ä@example.com", "a+b@c.d"]
)
def test_what_may_be_a_user(resolve, name):
    assert resolve(name, missing="ignore") == [None]


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "@", "../x", "a/b", "a\\b", "a b", "a?b", "a#b", "a%62", "a\x00b", "a\nb", "é", "a" * 65,
        "a@b/c", "a@b?c", "a@b c", "a@b@c", "a@", "%2e%2e%2f", "<script>", "'; drop table users", "{{ name }}",
    ],
    ids=lambda value: repr(value)[:14],
)  # fmt: skip
def test_what_cannot_be_a_user(open_client, one_by_one, through, name):
    """Nothing of it reaches the server."""
    with pytest.raises(InputError) as caught:
        user_lookup.resolve(open_client(url=through.url), one_by_one, ["someone", name])
    assert isinstance(caught.value, MalformedUser)
    assert str(caught.value).isprintable()
    assert through.requests == []


@pytest.mark.parametrize(
    "body", [{}, None, "x", [{"username": "someone"}], [{"username": "someone", "id": "../x"}], [7]], ids=str
)
def test_an_answer_that_is_no_list_of_users(open_client, one_by_one, answering, body):
    there = answering(answer(body) if not isinstance(body, str) else answer('"x"'))
    with pytest.raises((TransportError, InputError)) as caught:
        user_lookup.resolve(open_client(url=there.url), one_by_one, ["someone"])
    assert type(caught.value) in (UnexpectedShape, UnknownUser)


def test_users_that_were_not_asked_for_are_passed_over(open_client, one_by_one, answering):
    there = answering(answer([{"id": "a" * 26, "username": "else"}]))
    [target] = user_lookup.resolve(open_client(url=there.url), one_by_one, ["someone"], "ignore")
    assert target.user is None


@pytest.mark.parametrize("body", [{}, [], None, {"id": 7}, {"id": "short"}], ids=str)
def test_an_answer_that_is_nobody(open_client, answering, body):
    with pytest.raises(TransportError) as caught:
        user_lookup.who_am_i(open_client(url=answering(answer(body)).url))
    assert caught.value.fatal


def test_a_row_whose_name_is_no_text_is_passed_over():
    there = {"POST /users/usernames": [{"id": "a" * 26, "username": []}, {"id": "b" * 26, "username": "user1"}]}
    client, _script = scripted_client(there)
    assert [t.user["id"] for t in user_lookup.resolve(client, WorkerPool(), ["user1"])] == ["b" * 26]


def test_the_calling_account_is_refused(as_admin, one_by_one, admin):
    targets = user_lookup.resolve(as_admin, one_by_one, [admin.username])
    with pytest.raises(InputError) as caught:
        user_lookup.refuse_self(user_lookup.who_am_i(as_admin), targets)
    assert str(caught.value) == (
        "%s is the account that runs this module. Nothing was changed. Remove it from users, or set include_self: true."
        % admin.username
    )


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ("system_user system_admin", True),
        ("system_user", False),
        ("system_admin_of_nothing", False),
        ("", False),
        (None, False),
        (7, False),
    ],
)
def test_who_is_a_system_admin(roles, expected):
    assert user_lookup.is_system_admin({"roles": roles}) is expected


def test_a_shape_holds_no_more_than_it_should():
    user = {"id": "i", "username": "a\nb" + "c" * 500, "email": 5, "delete_at": 1, "password": "x", "auth_data": "x"}
    shaped = user_lookup.shape(user)
    assert set(shaped) == {"id", "username", "email", "active", "auth_service", "system_admin"}
    assert (shaped["email"], shaped["active"], len(shaped["username"])) == ("", False, 200)


# -- the last admin -----------------------------------------------------------------------------------------


def admin_like(letter, roles="system_admin", **fields):
    """Return a user of the API."""
    return dict({"id": letter * 26, "username": letter, "roles": roles, "delete_at": 0}, **fields)


@pytest.mark.parametrize(
    ("targets", "admins", "refused"),
    [
        ([admin_like("a")], [[admin_like("a")]], True),
        ([admin_like("a")], [[admin_like("a"), admin_like("b")]], False),
        ([admin_like("a")], [[admin_like("a")], [admin_like("b")]], False),
        ([admin_like("a"), admin_like("b")], [[admin_like("a")], [admin_like("b")]], True),
        ([admin_like("a"), admin_like("u", roles="system_user")], [[admin_like("a")]], True),
        ([admin_like("a")], [[]], True),
        # A server that does not filter as asked must not be taken at its word.
        ([admin_like("a")], [[admin_like("a"), admin_like("b", roles="system_user")]], True),
        ([admin_like("a")], [[admin_like("a"), admin_like("b", delete_at=5)]], True),
        # A bot is no person who could let anybody in again, and its owner may be among those who go.
        ([admin_like("a")], [[admin_like("a"), admin_like("b", is_bot=True)]], True),
        ([admin_like("a", delete_at=5), admin_like("b")], [[admin_like("b"), admin_like("c")]], False),
    ],
)
def test_one_system_admin_has_to_be_left(targets, admins, refused):
    client, script = scripted_client({ADMINS: Pages(*admins)})
    if not refused:
        assert user_lookup.refuse_last_admin(client, targets) is None
        return
    with pytest.raises(InputError) as caught:
        user_lookup.refuse_last_admin(client, targets)
    assert str(caught.value) == (
        "a is the last active system admin. Nothing was changed. Make another user a system admin first."
    )
    assert set(script.sent) == {ADMINS}


@pytest.mark.parametrize(
    "targets",
    [[], [admin_like("u", roles="system_user")], [admin_like("a", delete_at=5)], [admin_like("a", is_bot=True)]],
    ids=str,
)
def test_where_no_active_admin_goes_nobody_is_asked(targets):
    client, script = scripted_client({})
    user_lookup.refuse_last_admin(client, targets)
    assert script.sent == []


@pytest.mark.parametrize(
    ("email", "path"),
    [("m\u00fcller@example.com", "m%C3%BCller@example.com"), ('"a;b"@example.com', "%22a%3Bb%22@example.com")],
)
def test_what_no_path_can_have_is_quoted(email, path):
    client, script = scripted_client({"GET /users/email/" + path: {"id": "u" * 26, "email": email}})
    [target] = user_lookup.resolve(client, WorkerPool(), [email])
    assert (target.user["id"], script.sent) == ("u" * 26, ["GET /users/email/" + path])


@pytest.mark.parametrize("character", "/\\?#% ")
def test_what_would_make_another_path_of_it_is_no_email_address(character):
    client, script = scripted_client({})
    with pytest.raises(MalformedUser):
        user_lookup.resolve(client, WorkerPool(), ["a%sb@example.com" % character])
    assert script.sent == []


def test_an_address_with_a_plus_is_asked_for_as_it_stands():
    path = "GET /users/email/a+b@example.com"
    client, script = scripted_client({path: {"id": "u" * 26}})
    user_lookup.resolve(client, WorkerPool(), ["a+b@example.com"])
    assert script.sent == [path]


def test_a_user_whom_nobody_asked_for_is_not_among_those_found():
    wanted, stranger = {"id": "u" * 26}, {"id": "s" * 26}
    client, _script = scripted_client({"POST /users/ids": [stranger, wanted]})
    assert user_lookup.by_ids(client, WorkerPool(), [wanted["id"]]) == {wanted["id"]: wanted}
