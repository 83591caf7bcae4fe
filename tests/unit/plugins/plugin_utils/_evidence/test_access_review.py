# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts of an audit, for tools that import the whole state."""

from __future__ import annotations

import io
import json

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import (
    access_review,
    manifest,
    publication,
    run,
    run_lock,
    words,
)
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import Refused
from ansible_collections.offboarding.mattermost.tests.unit.helpers.evidence import (
    CALLER,
    SERVER,
    Play,
    look,
    options,
    user_of,
)

PROFILE = {
    "full_name": "Ann Ä. <b>",
    "roles": ["system_user"],
    "bot": False,
    "guest": False,
    "created_at": "2024-03-01T09:00:00Z",
    "last_login_at": None,
}


@pytest.fixture(autouse=True)
def fixture_nobody_holds(monkeypatch):
    """No run of these tests is under way for longer than the test."""
    monkeypatch.setattr(run_lock, "hold", lambda path, process: None)


def audit(place, *entries, access_review=True):
    """Return an audit over these entries that has come to its end."""
    names = [entry["requested"] for entry in entries]
    play = Play(place, *names, what="audit", access_review=access_review)
    play.run.begin(0, 1)
    play.run.record(0, words.BEFORE, {"results": list(entries), "server": SERVER, "caller": CALLER, "lacks": {}})
    play.run.complete(0)
    return play


def entry(name, *open_types, **fields):
    """Return what the module says of an account."""
    made = look(name, *open_types)
    made["access"].setdefault("account", {"title": "Account", "verdict": "closed", "still_open": False, "found": []})
    made["profile"] = dict(PROFILE, **fields)
    return made


def accounts_of(place):
    """Return the file, parsed."""
    [path] = place.glob("*.accounts.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_field(tmp_path):
    ann = entry("ann", "account", "session", "bot")
    ann["user"]["auth_service"] = "ldap"
    ann["access"]["session"]["found"] = [
        {"id": "s", "open": True, "last_activity_at": "2026-11-20T10:00:00Z"},
        {"id": "t", "open": True, "last_activity_at": "2026-11-24T10:00:00Z"},
    ]
    out = audit(tmp_path, ann, entry("bob", guest=True, full_name=None)).run.end()
    first, second = accounts_of(tmp_path)
    assert first.pop("looked_at")
    assert first == {
        "server": SERVER["url"],
        "account_id": user_of("ann")["id"],
        "username": "ann",
        "email": "ann@example.com",
        "full_name": "Ann Ä. <b>",
        "account_type": "user",
        "active": True,
        "deactivated_at": None,
        "auth_service": "ldap",
        "roles": ["system_user"],
        "system_admin": False,
        "created_at": "2024-03-01T09:00:00Z",
        "last_login_at": None,
        "last_activity_at": "2026-11-24T10:00:00Z",
        "verdict": "open",
        "ways_in": {"account": 1, "session": 2, "bot": 1},
        "not_checked": [],
        "to_do": [],
    }
    assert (second["account_type"], second["full_name"], second["verdict"]) == ("guest", None, "closed")
    assert second["ways_in"] == {} and list(second)[:-1] == list(first)
    assert out["outcome"]["files"]["accounts"].endswith(".accounts.json")
    assert out["outcome"]["files"]["json"].endswith("Z.json")


def test_the_manifest_knows_it(tmp_path):
    audit(tmp_path, entry("ann", "account")).run.end()
    assert manifest.verify(tmp_path)["files"] == 4
    [path] = tmp_path.glob("*.accounts.json")
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(manifest.ManifestBroken, match=r"changed: .*\.accounts\.json"):
        manifest.verify(tmp_path)


def test_one_account_a_line_and_no_json_where_it_is_cut_off(tmp_path):
    audit(tmp_path, entry("ann"), entry("bob"), entry("carl")).run.end()
    [path] = tmp_path.glob("*.accounts.json")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert [json.loads(line.rstrip(","))["username"] for line in lines[1:-1]] == ["ann", "bob", "carl"]
    for end in range(1, len(text) - 2):
        with pytest.raises(ValueError, match=r"."):
            json.loads(text[:end])


def test_nothing_of_it_where_nobody_asked(tmp_path):
    """Names and dates of people stay out of the journal and of the other files."""
    play = audit(tmp_path, entry("ann"), access_review=False)
    assert "Ann" not in play.run.journal.path.read_text(encoding="utf-8")
    out = play.run.end()
    assert not list(tmp_path.glob("*.accounts.json")) and "accounts" not in out["outcome"]["files"]


def test_half_an_audit_is_no_state(tmp_path):
    play = audit(tmp_path, entry("ann"))
    play.run.break_off({"msg": "HTTP 503."}, None)
    out = play.run.end()
    assert sorted(out["outcome"]["files"]) == ["csv", "json", "page"]
    assert not list(tmp_path.glob("*.accounts.json"))


def test_none_of_the_files_where_one_cannot_be_written(tmp_path, monkeypatch):
    play = audit(tmp_path, entry("ann"))

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(access_review, "write", fail)
    assert "No space left" in play.run.end()["failure"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".journal"]


def test_an_account_that_went_away_is_not_in_it(tmp_path):
    gone = dict(entry("bob"), user=None)
    audit(tmp_path, entry("ann"), gone).run.end()
    assert [one["username"] for one in accounts_of(tmp_path)] == ["ann"]


def test_nobody_at_all_is_an_empty_state():
    stream = io.StringIO()
    access_review.write(stream, [], SERVER)
    assert json.loads(stream.getvalue()) == []


def test_a_look_that_failed_is_not_closed(tmp_path):
    failed = dict(look("ann", error="HTTP 500."), access={}, not_checked=["session"], profile=PROFILE)
    audit(tmp_path, failed).run.end()
    [one] = accounts_of(tmp_path)
    assert one["verdict"] == "failed" and one["not_checked"] == ["session"] and one["ways_in"] == {}


def test_it_needs_a_place(tmp_path):
    with pytest.raises(Refused, match=r"offboard_access_review requires offboard_report_dir\. Nothing was changed\."):
        run.start(options("", what="audit", access_review=True), 1, tmp_path, "1.0.0")


def test_it_is_as_private_as_the_other_files(tmp_path):
    audit(tmp_path, entry("ann")).run.end()
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.name != manifest.NAME}
    assert modes == {publication.mode_of(tmp_path)}
