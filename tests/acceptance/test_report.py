# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The evidence: three files that say the same, with no secret and nothing that runs in them."""

from __future__ import annotations

import csv
import html.parser
import json
import re
import stat
from pathlib import Path
from typing import Any, Iterator, NamedTuple

import jsonschema
import pytest
import yaml
from helpers.playbooks import Ansible, Caller, Run

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver

SCHEMA = yaml.safe_load((Path(__file__).parent / "schemas" / "report.yml").read_text(encoding="utf-8"))
HTML_NAME = '<script>alert("1")</script>'
FORMULA = '=HYPERLINK("http://example.com";"Look")'
HEADER = (
    "username,email,user_id,status,access_type,verdict_before,verdict_after,open_before,open_after,done,done_at,reason,run,"
    "left_at,ticket,requested_by,approved_by,successor,source,deactivated_at,last_closed_at,minutes_to_close,late,"
    "request_ids"
)
MANIFEST = "manifest.jsonl"
# What the leaver of these tests has, and what an API closes for good.
CLOSED_HERE = [
    *("system_role", "user_access_token", "bot_token", "bot", "incoming_webhook", "outgoing_webhook", "slash_command"),
    "oauth_app",
]
# Deactivated users, by page.
LEFT = "/users?inactive=true&per_page=200&page=%d"
VOID = {"meta", "br", "hr", "img", "input", "link", "line", "rect"}


class Page(html.parser.HTMLParser):
    """A page, read as a browser would: its elements, its text, and whether each element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, "not closed: %s" % self._open

    @property
    def text(self) -> str:
        """What a reader sees, in one line."""
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed where it opens."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Hold an end against what is open."""
        assert self._open and self._open[-1] == tag, "</%s> closes %s" % (tag, self._open[-3:])
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note text that is shown."""
        if "style" not in self._open:
            self.texts.append(data)


class Evidence(NamedTuple):
    """The three files of one run."""

    html: Path
    json: Path
    csv: Path

    @classmethod
    def only(cls, place: Path) -> Evidence:
        """Return the evidence in a directory that holds nothing else."""
        paths = [path for path in place.iterdir() if path.name != MANIFEST]
        files = {path.suffix[1:]: path for path in paths}
        assert sorted(files) == ["csv", "html", "json"] and len(paths) == 3, paths
        assert len({path.stem for path in files.values()}) == 1
        return cls(**files)

    @property
    def page(self) -> Page:
        """The HTML page, parsed."""
        return Page(self.html.read_text(encoding="utf-8"))

    @property
    def data(self) -> Any:
        """The JSON file, which has to be as the schema says."""
        data = json.loads(self.json.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(SCHEMA).validate(data)
        return data

    @property
    def lines(self) -> list[dict[str, str]]:
        """The CSV file, line by line."""
        with self.csv.open(encoding="utf-8", newline="") as stream:
            raw = stream.read()
        assert raw.endswith("\r\n") and "\n" not in raw.replace("\r\n", ""), "lines end with CR LF"
        reader = csv.DictReader(raw.splitlines(True), strict=True)
        lines = list(reader)
        assert ",".join(reader.fieldnames or []) == HEADER
        assert all(None not in line and None not in line.values() for line in lines), "a line is too long or too short"
        return lines

    def texts(self) -> list[str]:
        """Return the three files as they are."""
        return [path.read_text(encoding="utf-8") for path in (self.html, self.json, self.csv)]


def nothing_runs_and_nothing_is_fetched(page: Page) -> None:
    """No script, no link out of the page, and a policy that says so."""
    allowed = {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer", "figure", "div"),
        *("p", "h1", "h2", "h3", "h4", "strong", "small", "span", "code", "time", "a", "ul", "ol", "li"),
        *("dl", "dt", "dd"),
        *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
        *("svg", "desc", "defs", "pattern", "rect", "line", "text"),
    }
    assert {tag for tag, _attributes in page.elements} <= allowed
    for _tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert (attributes.get("href") or "#").startswith("#")
    policies = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


class Offboarded(NamedTuple):
    """What one run of the role left behind, and whom it was about."""

    leaver: Leaver
    hostile: Any
    run: Run
    evidence: Evidence
    secrets: dict[str, str]


@pytest.fixture(scope="module", name="offboarded")
def fixture_offboarded(
    admin: Mattermost, ansible: Ansible, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Offboarded]:
    """Let somebody with every way in and somebody with hostile names leave."""
    receiver = Receiver()
    leaver = Leaver(admin, receiver)
    hostile = admin.new_user("hostile")
    token = admin.must("POST", "/users/%s/tokens" % hostile["id"], {"description": FORMULA})["token"]
    hook = {"channel_id": leaver.channel_id, "display_name": HTML_NAME}
    path = "/teams/%s/members" % leaver.team_id
    admin.must("POST", path, {"team_id": leaver.team_id, "user_id": hostile["id"]})
    admin.must("PUT", "/users/%s/roles" % hostile["id"], {"roles": "system_user system_admin"})
    webhook = admin.must("POST", "/hooks/incoming", hook, token)
    app = {"name": FORMULA, "description": HTML_NAME, "homepage": "https://example.com"}
    made = admin.must("POST", "/oauth/apps", dict(app, callback_urls=["https://example.com/callback"]), token)
    rows = [row for user in (leaver.id, hostile["id"]) for row in admin.sessions(user)]
    hooks = [row["id"] for row in admin.pages("/hooks/incoming") if row["user_id"] in (leaver.id, hostile["id"])]
    secrets = {
        "token": token,
        "session": leaver.session_token,
        "webhook": webhook["id"],
        "client secret": made["client_secret"],
        "caller's": admin.token,
        **{"webhook %d" % number: hook_id for number, hook_id in enumerate(hooks)},
        **{"csrf of " + row["id"]: (row.get("props") or {}).get("csrf", "") for row in rows},
        **{"device of " + row["id"]: row.get("device_id") or "" for row in rows},
    }
    place = tmp_path_factory.mktemp("evidence") / "made" / "by the role"
    run = Caller(ansible, admin.url, admin.token).run(
        "offboard",
        offboard_users=[leaver.username, hostile["username"], "nobody-" + leaver.username],
        offboard_missing_users="ignore",
        offboard_access_types=CLOSED_HERE,
        offboard_oauth_apps="delete",
        offboard_report_dir=str(place),
        offboard_report_name="../../the server/of <us>",
    )
    yield Offboarded(leaver, hostile, run, Evidence.only(place), secrets)
    leaver.clear_away()
    receiver.stop()


def test_three_files_for_their_readers_only(offboarded: Offboarded) -> None:
    assert offboarded.run.returncode == 0, offboarded.run.output
    for path in offboarded.evidence:
        assert re.fullmatch(r"offboarding-\.\.-\.\.-the-server-of-us--\d{8}T\d{6}Z\.(html|json|csv)", path.name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "Evidence: %s" % offboarded.evidence.html in offboarded.run.said()


def test_json_holds_what_was_done(offboarded: Offboarded, admin: Mattermost) -> None:
    data = offboarded.evidence.data
    assert data["complete"] and data["server"]["url"] == admin.url
    nobody = [row for row in data["users"] if row["user"] is None]
    assert [(row["requested"], row["status"]) for row in nobody] == [
        ("nobody-" + offboarded.leaver.username, "missing")
    ]
    users = {row["user"]["username"]: row for row in data["users"] if row["user"]}
    assert set(users) == {offboarded.leaver.username, offboarded.hostile["username"]}
    leaver = users[offboarded.leaver.username]
    assert leaver["status"] == "closed" and leaver["still_open"] == []
    before = {entry["access_type"]: entry["open_before"] for entry in leaver["access"]}
    assert all(before[name] for name in ["account", "session", *CLOSED_HERE]), before
    after = {entry["access_type"]: entry["open_after"] for entry in leaver["access"]}
    assert {after[name] for name in ["account", "session", *CLOSED_HERE]} == {0}
    galaxy = yaml.safe_load((Path(__file__).parents[2] / "galaxy.yml").read_text(encoding="utf-8"))
    assert data["collection_version"] == galaxy["version"]


def test_csv_says_the_same_as_json(offboarded: Offboarded) -> None:
    lines = offboarded.evidence.lines
    told = {
        (row["user"]["username"], entry["access_type"]): (row["status"], entry["before"], entry["after"])
        for row in offboarded.evidence.data["users"]
        for entry in row["access"]
    }
    found = {
        (line["username"], line["access_type"]): (line["status"], line["verdict_before"], line["verdict_after"])
        for line in lines
        if line["access_type"]
    }
    assert found == told
    assert [line["username"] for line in lines if line["status"] == "missing"] == [
        "nobody-" + offboarded.leaver.username
    ]
    for line in lines:
        if line["open_before"] not in ("", "0") and line["open_after"] == "0":
            assert line["done"] and line["done_at"], line


def test_no_cell_is_a_formula(offboarded: Offboarded) -> None:
    cells = [cell for line in offboarded.evidence.lines for cell in line.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


def test_page_says_it_to_a_manager(offboarded: Offboarded, admin: Mattermost) -> None:
    page, data = offboarded.evidence.page, offboarded.evidence.data
    text = page.text
    assert "Every selected way in is closed" in text
    wanted = [offboarded.leaver.username, offboarded.leaver.person.email, offboarded.leaver.id, admin.url]
    wanted += ["Mattermost " + data["server"]["version"], data["caller"]["username"]]
    wanted += [data[key].replace("T", " ").replace("Z", " UTC") for key in ("started_at", "finished_at")]
    wanted += ["offboarding.mattermost " + data["collection_version"], "nobody-" + offboarded.leaver.username]
    wanted += ["PS-4", "AC-2(3)", "AC-12", "6.2 ", "7.4.2", "7.4.5", "A.5.18", "A.6.5", "CC6.2", "CC6.3"]
    wanted += [
        "PCI DSS",
        "8.2.5",
        "What this is not evidence for",
        "identity provider",
        "LDAP",
        "plugins",
        "Public links",
    ]
    wanted += [entry["title"] for row in data["users"] for entry in row["access"]]
    assert [word for word in wanted if word not in text] == []


def test_picture_is_told_in_words(offboarded: Offboarded) -> None:
    page = offboarded.evidence.page
    [svg] = [attributes for tag, attributes in page.elements if tag == "svg"]
    ids = {attributes.get("id") for _tag, attributes in page.elements}
    assert svg["role"] == "img" and set((svg["aria-labelledby"] or "").split()) <= ids
    for entry in offboarded.evidence.data["totals"]["access"].values():
        if entry["before"] or entry["after"]:
            assert "%s %d before and %d after" % (entry["title"], entry["before"], entry["after"]) in page.text
    assert "Sessions " in page.text


def test_nothing_in_the_page_runs(offboarded: Offboarded) -> None:
    nothing_runs_and_nothing_is_fetched(offboarded.evidence.page)
    assert HTML_NAME in offboarded.evidence.page.text
    assert FORMULA in offboarded.evidence.page.text


def test_no_secret_anywhere(offboarded: Offboarded) -> None:
    wanted = {name: secret for name, secret in offboarded.secrets.items() if secret}
    assert {"token", "session", "webhook", "client secret", "caller's"} <= set(wanted)
    for text in [*offboarded.evidence.texts(), offboarded.run.output]:
        assert [name for name, secret in wanted.items() if secret in text] == []


def test_a_second_run_changes_nothing_and_has_evidence_of_its_own(
    offboarded: Offboarded, as_admin: Caller, tmp_path: Path
) -> None:
    place = tmp_path / "evidence"
    place.mkdir(mode=0o750)
    wanted: dict[str, Any] = {
        "offboard_users": [offboarded.leaver.username],
        "offboard_access_types": CLOSED_HERE,
        "offboard_report_dir": str(place),
    }
    run = as_admin.run("offboard", "--diff", offboard_shard_index=0, offboard_shard_count=2, **wanted)
    assert run.returncode == 0, run.output
    assert run.counts()["changed"] == 0
    assert "+++" not in run.output
    assert Evidence.only(place).html.stem.endswith("Z-shard0of2")
    assert "This run had nothing to close." in Evidence.only(place).page.text


def test_who_takes_over_and_where_the_new_secrets_are(admin: Mattermost, as_admin: Caller, tmp_path: Path) -> None:
    """It stands in the summary and in the evidence, which name the file and not what is in it."""
    receiver = Receiver()
    leaver = Leaver(admin, receiver)
    try:
        heir = admin.new_user("heir")
        run = as_admin.run(
            "offboard",
            offboard_users=[leaver.username],
            offboard_successors={leaver.username: heir["username"]},
            offboard_access_types=["slash_command"],
            offboard_slash_commands="regenerate_token",
            offboard_secrets_dir=str(tmp_path / "secrets"),
            offboard_report_dir=str(tmp_path / "evidence"),
            offboard_fail_on_open=False,
        )
        assert run.returncode == 0, run.output
    finally:
        leaver.clear_away()
        receiver.stop()
    [kept] = (tmp_path / "secrets").iterdir()
    told = "1 new secret for %s: %s" % (heir["username"], kept)
    evidence = Evidence.only(tmp_path / "evidence")
    assert evidence.data["handed_over"] == [told] and told in evidence.page.text and told in run.said()
    details = [text for row in evidence.data["users"] for deed in row["done"] for text in deed["details"]]
    assert [text for text in details if text.endswith("handed over to " + heir["username"])], details
    [secret] = json.loads(kept.read_text(encoding="utf-8"))["secrets"]
    assert [text for text in [*evidence.texts(), run.output] if secret["token"] in text] == []


def test_check_mode_writes_nothing(offboarded: Offboarded, as_admin: Caller, tmp_path: Path) -> None:
    wanted = {"offboard_users": [offboarded.leaver.username], "offboard_report_dir": str(tmp_path / "evidence")}
    run = as_admin.check("offboard", **wanted)
    assert run.returncode == 0, run.output
    assert not list(tmp_path.iterdir())


def test_a_rehearsal_that_is_written_down(admin: Mattermost, as_admin: Caller, tmp_path: Path) -> None:
    """It is called one in the names of the files, on the page and in every row, and nothing was done."""
    user = admin.new_user("rehearsed")
    admin.log_in(user["username"])
    wanted = {"offboard_users": [user["username"], unique("ghost")], "offboard_missing_users": "ignore"}
    run = as_admin.check("offboard", offboard_report_dir=str(tmp_path), offboard_rehearsal_report=True, **wanted)
    assert run.returncode == 0, run.output
    evidence = Evidence.only(tmp_path)
    assert evidence.html.name.startswith("rehearsal-offboarding-")
    assert {line["run"] for line in evidence.lines} == {"rehearsal of offboarding"}
    assert [row["rehearsal"] for row in evidence.data["users"]] == [True, True] and evidence.data["rehearsal"]
    text = evidence.page.text
    assert text.startswith("Rehearsal: ") and "Rehearsal: nothing was changed" in text
    assert "Every way in" not in text and "✓ Shown" not in text
    assert not admin.must("GET", "/users/" + user["id"])["delete_at"]
    nothing_runs_and_nothing_is_fetched(evidence.page)


@pytest.mark.parametrize("apps", ["leave", "regenerate_secrets"])
def test_a_rehearsal_looks_for_all_that_the_run_after_it_looks_for(
    admin: Mattermost, as_admin: Caller, tmp_path: Path, apps: str
) -> None:
    user = admin.new_user("foreseen")
    admin.log_in(user["username"])
    wanted = {"offboard_users": [user["username"]], "offboard_oauth_authorizations": apps}
    as_admin.check("offboard", offboard_report_dir=str(tmp_path / "1"), offboard_rehearsal_report=True, **wanted)
    as_admin.run("offboard", offboard_report_dir=str(tmp_path / "2"), **wanted)
    rows = [Evidence.only(tmp_path / place).data["users"][0] for place in ("1", "2")]
    rehearsed, done = ({entry["access_type"]: entry["before"] for entry in row["access"]} for row in rows)
    assert rehearsed == done
    assert [row["not_checked"] for row in rows] == [[], []]


@pytest.mark.embedded_only("on a real server this may be many people")
def test_stale_sessions_have_evidence_as_well(control: Control, as_admin: Caller, tmp_path: Path) -> None:
    """The same path and the same files, and no word of ways in that nobody looked at."""
    long_ago = 1600000000000
    idle = {"create_at": long_ago, "last_activity_at": long_ago}
    person = control.new_user(username=unique("idle"), sessions=[idle, {}])
    run = as_admin.run("revoke_stale_sessions", offboard_idle_longer_than="300d", offboard_report_dir=str(tmp_path))
    assert run.returncode == 0, run.output
    evidence = Evidence.only(tmp_path)
    assert evidence.html.name.startswith("stale-sessions-")
    [row] = [row for row in evidence.data["users"] if row["user"]["username"] == person["username"]]
    assert (row["status"], row["ways_in_before"], row["ways_in_after"]) == ("closed", 1, 0)
    assert [(deed["access_type"], deed["count"]) for deed in row["done"]] == [("session", 1)]
    text = evidence.page.text
    assert "idle session" in text and "Every way in" not in text and "What this is evidence for" not in text
    assert len(control.state(person["id"])["sessions"]) == 1
    nothing_runs_and_nothing_is_fetched(evidence.page)


def test_an_ordinary_leaver_is_out(admin: Mattermost, as_admin: Caller, tmp_path: Path) -> None:
    """Nothing is left alone, and nothing is left to do: then the page says the whole of it."""
    user = admin.new_user("ordinary")
    admin.log_in(user["username"])
    run = as_admin.run("offboard", offboard_users=[user["username"]], offboard_report_dir=str(tmp_path))
    assert run.returncode == 0, run.output
    evidence = Evidence.only(tmp_path)
    assert "Every way in is closed" in evidence.page.text and "Manual steps" not in evidence.page.text
    [row] = evidence.data["users"]
    assert row["request_ids"] and all(name in evidence.page.text for name in row["request_ids"])
    assert abs(evidence.data["server"]["clock_ahead"]) < 60


def test_not_verified_is_not_called_closed(admin: Mattermost, as_admin: Caller, tmp_path: Path) -> None:
    user = admin.new_user("unseen")
    admin.log_in(user["username"])
    as_admin.run(
        "offboard", offboard_users=[user["username"]], offboard_verify=False, offboard_report_dir=str(tmp_path)
    )
    evidence = Evidence.only(tmp_path)
    text = evidence.page.text
    assert "Not verified" in text and "Every way in" not in text
    assert "✓ Closed" not in text and "✓ Shown" not in text and "! Not checked" in text
    assert {line["verdict_after"] + line["open_after"] for line in evidence.lines} == {""}


def test_what_was_left_alone_is_not_claimed(admin: Mattermost, as_admin: Caller, tmp_path: Path) -> None:
    user = admin.new_user("half")
    admin.new_access_token(user["id"])
    run = as_admin.run(
        "offboard", offboard_users=[user["username"]], offboard_access_types=["bot"], offboard_report_dir=str(tmp_path)
    )
    assert run.returncode == 0, run.output
    evidence = Evidence.only(tmp_path)
    text = evidence.page.text
    assert "Every selected way in is closed" in text and "Deliberately not closed." in text
    assert "user_access_token" in evidence.data["left_alone"]
    for clause in ("PS-4", "6.2 ", "A.5.18", "A.6.5", "CC6.2", "CC6.3"):
        assert "! Partly shown" in text.split(clause, maxsplit=1)[1][:80], clause


def test_a_place_that_cannot_be_written_is_found_before_anything_is_changed(
    admin: Mattermost, as_admin: Caller, tmp_path: Path
) -> None:
    user = admin.new_user("stays")
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = as_admin.run("offboard", offboard_users=[user["username"]], offboard_report_dir=str(tmp_path / "file" / "x"))
    assert run.returncode == 2
    assert str(tmp_path / "file") in run.failure()
    assert admin.must("GET", "/users/" + user["id"])["delete_at"] == 0


@pytest.mark.slow
@pytest.mark.embedded_only("it makes a user past the API")
def test_runs_of_one_play_keep_their_evidence_apart(
    control: Control, admin: Mattermost, as_admin: Caller, tmp_path: Path
) -> None:
    """An audit after an offboarding names nobody who was not found there; one that found nobody writes nothing."""
    person = control.new_user(username=unique("first"), sessions=[{}])["username"]
    ghost = unique("ghost")
    role: dict[str, Any] = {"name": "offboarding.mattermost.offboard"}
    once = {"offboard_users": [person, ghost], "offboard_missing_users": "ignore"}
    audit = {"offboard_audit": "all", "offboard_report_name": "audited"}
    left = [user["username"] for page in range(9) for user in admin.must("GET", LEFT % page)]
    nobody = {"offboard_audit": "deactivated", "offboard_exclude_users": [*left, person]}
    tasks = [
        {"ansible.builtin.include_role": role, "vars": once},
        {"ansible.builtin.include_role": {**role, "tasks_from": "audit"}, "vars": audit},
        {"ansible.builtin.include_role": {**role, "tasks_from": "audit"}, "vars": nobody},
    ]
    play = tmp_path / "play.json"
    variables = {"offboard_report_dir": str(tmp_path / "evidence")}
    play.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": tasks}]))
    run = as_admin.ansible.start(as_admin.url, as_admin.token, "ansible-playbook", str(play)).wait()
    assert run.returncode == 0, run.output
    [audited] = (tmp_path / "evidence").glob("audit-audited-*.json")
    assert ghost not in audited.read_text(encoding="utf-8")
    assert ghost not in audited.with_suffix(".html").read_text(encoding="utf-8")
    assert run.said()[-1] == "Evidence: not written"
    assert len(list((tmp_path / "evidence").iterdir())) == 7


@pytest.mark.embedded_only("no real server takes such names")
def test_hostile_names(control: Control, as_admin: Caller, tmp_path: Path) -> None:
    """A user name and an e-mail address that no server would write, whatever the run comes to."""
    names = {
        HTML_NAME + unique("x"): unique("a") + "<img src=x>@example.com",
        "=1+1" + unique("x"): "+1@" + unique("b"),
    }
    ids = [control.new_user(username=name, email=email, sessions=[{}])["id"] for name, email in names.items()]
    run = as_admin.run("offboard", offboard_users=ids, offboard_report_dir=str(tmp_path))
    evidence = Evidence.only(tmp_path)
    nothing_runs_and_nothing_is_fetched(evidence.page)
    assert [name for name in names if name not in evidence.page.text] == []
    usernames = {line["username"] for line in evidence.lines}
    assert usernames == {"'" + name if name.startswith("=") else name for name in names}
    assert evidence.data["complete"] == (run.returncode == 0)


@pytest.mark.embedded_only("it has users of a directory")
def test_what_a_person_must_do(control: Control, as_admin: Caller, tmp_path: Path) -> None:
    user = control.new_user(username=unique("ldap"), auth_service="ldap", auth_data="uid=x", sessions=[{}])
    run = as_admin.run("offboard", offboard_users=[user["username"]], offboard_report_dir=str(tmp_path))
    assert run.returncode == 2
    evidence = Evidence.only(tmp_path)
    text = evidence.page.text
    assert "Closed, except for 1 manual step" in text and "! Manual step needed" in text
    assert "Manual steps" in text and "Deactivate the account in the LDAP directory" in text
    assert {line["verdict_after"] for line in evidence.lines if line["access_type"] == "account"} == {"needs_human"}
    assert "✓ Shown" not in text.split("AC-2(3)")[1].split("AC-12")[0]


@pytest.mark.embedded_only("a system_user_manager takes a licence")
def test_what_could_not_be_checked(control: Control, admin: Mattermost, ansible: Ansible, tmp_path: Path) -> None:
    control.let_managers_edit_users(admin)
    roles = "system_user system_user_manager system_user_access_token"
    manager = control.new_user(username=unique("manager"), roles=roles, tokens=1)
    user = admin.new_user("someone")
    caller = Caller(ansible, admin.url, manager["tokens"][0]["token"])
    run = caller.run("offboard", offboard_users=[user["username"]], offboard_report_dir=str(tmp_path))
    assert run.returncode == 2
    evidence = Evidence.only(tmp_path)
    text = evidence.page.text
    assert "1 user of 1 not finished" in text and "! Not checked" in text
    assert "What the calling account is not permitted to see or close" in text
    lacks = evidence.data["not_allowed"]["incoming_webhook"]
    assert lacks and " and ".join(lacks) in text
    verdicts = {line["access_type"]: line["verdict_after"] for line in evidence.lines}
    assert verdicts["incoming_webhook"] == "not_allowed"
    assert "✓ Shown" not in text.replace("✓ Shown Sessions of specific users", "")


@pytest.mark.embedded_only("on a real server this may be many people")
def test_an_audit_claims_nothing_was_closed(control: Control, as_admin: Caller, tmp_path: Path) -> None:
    user = control.new_user(username=unique("former"), delete_at=1700000000000, tokens=1)
    run = as_admin.run("audit_access", offboard_report_dir=str(tmp_path))
    assert run.returncode == 0, run.output
    evidence = Evidence.only(tmp_path)
    assert evidence.html.name.startswith("audit-")
    assert evidence.data["what"] == "audit"
    [row] = [row for row in evidence.data["users"] if row["user"]["username"] == user["username"]]
    assert row["status"] == "open" and row["done"] == []
    text = evidence.page.text
    assert "Nothing was changed." in text and "✕ Still has access" in text
    assert "What this is evidence for" not in text and "→" not in text
    assert "verified by" not in text and {line["verdict_after"] for line in evidence.lines} == {""}
    nothing_runs_and_nothing_is_fetched(evidence.page)
