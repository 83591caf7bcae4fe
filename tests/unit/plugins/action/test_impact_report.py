# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action impact_report: files that a manager reads, whatever a server sent."""

from __future__ import annotations

import csv
import io
import re
import stat
from pathlib import Path
from unittest import mock

import pytest
import yaml

from ansible_collections.offboarding.mattermost.plugins.action import impact_report as plugin
from ansible_collections.offboarding.mattermost.plugins.modules import impact_report as documentation_of
from ansible_collections.offboarding.mattermost.plugins.modules import mattermost_integration_info as module

SERVER = {"url": "https://chat.example.com", "version": "11.6.0"}
INTEGRATION = yaml.safe_load(module.RETURN)["results"]["contains"]["integrations"]["sample"][0]
USER = {"id": "q4599d99ni8k88f5yugzw7t85a", "username": "dana", "email": "dana@example.com", "active": True}


@pytest.fixture(name="act")
def fixture_act(tmp_path, monkeypatch):
    """Return a function that runs the action in the folder in which the command is taken to be given."""
    monkeypatch.setenv("PWD", str(tmp_path))

    def act(check_mode=False, **arguments):
        task = mock.Mock(args=arguments, check_mode=check_mode, diff=False, async_val=0, environment=None)
        action = plugin.ActionModule(
            task, mock.Mock(), mock.Mock(check_mode=check_mode), mock.Mock(), mock.Mock(), None
        )
        return action.run(task_vars={})

    return act


def entry(*integrations, **fields):
    """Return an entry of the results of mattermost_integration_info."""
    told = {"requested": "dana", "user": USER, "successor": None, "integrations": list(integrations)}
    return dict(told, not_checked={}, error=None, outcome="done", **fields)


def written(act, *entries, **arguments):
    """Write a report and return what the action returned, the page and the rows of the table."""
    result = act(impact={"results": list(entries), "server": SERVER}, report_dir="impact", **arguments)
    page = Path(result["page"]).read_text(encoding="utf-8")
    table = Path(result["table"]).read_text(encoding="utf-8", errors="strict")
    assert table.startswith("\ufeff")
    return result, page, list(csv.DictReader(io.StringIO(table[1:])))


def test_what_is_documented_is_what_is_taken_and_returned(act):
    documentation = yaml.safe_load(documentation_of.DOCUMENTATION)
    told = {
        name: {key: value for key, value in option.items() if key != "description"}
        for name, option in documentation["options"].items()
    }
    assert told == plugin.ARGUMENTS
    result, _page, _rows = written(act, entry())
    assert set(yaml.safe_load(documentation_of.RETURN)) == set(result) - {"changed"}
    assert set(yaml.safe_load(documentation_of.RETURN)["counts"]["sample"]) == set(result["counts"])


@pytest.mark.parametrize("check_mode", [False, True])
def test_files_that_nobody_else_can_read(act, check_mode):
    result, _page, _rows = written(act, entry(INTEGRATION), check_mode=check_mode)
    assert {stat.S_IMODE(Path(result[key]).stat().st_mode) for key in ("page", "table")} == {0o600}


def test_what_stops_comes_first(act):
    stops = dict(INTEGRATION, name="stopping", becomes="deleted")
    result, page, rows = written(act, entry(INTEGRATION, stops, dict(INTEGRATION, name="off", becomes="stays_off")))
    assert page.index("stopping") < page.index("/deploy") < page.index(">off ")
    assert [row["name"] for row in rows] == ["stopping", "/deploy", "off"]
    assert (result["counts"]["stops"], result["counts"]["changes"], result["counts"]["off"]) == (1, 1, 1)


def test_every_word_of_the_module_has_its_group():
    told = " ".join(yaml.safe_load(module.RETURN)["results"]["contains"]["integrations"]["description"])
    words = re.search(r"is one of (.*?), and RV", told)
    grouped = {word for _key, some, *_rest in plugin.report.decisions.GROUPS for word in some}
    assert words and grouped == set(re.findall(r"V\((\w+)\)", words[1]))


@pytest.mark.parametrize("field", ["name", "does", "last_used", "what_happens", "team", "bot", "kind"])
def test_what_a_server_sent_is_text_and_no_markup(act, field):
    evil = "<script>alert(1)</script>"
    _result, page, _rows = written(act, entry(dict(INTEGRATION, **{field: evil})))
    assert "<script" not in page
    assert "&lt;script" in page.lower()


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(act, evil):
    _result, _page, rows = written(act, entry(dict(INTEGRATION, name=evil, people=[evil], team=evil)))
    assert {rows[0][column][0] for column in ("name", "people", "team")} == {"'"}


def test_what_could_not_be_looked_at_is_no_nothing(act):
    unseen = dict(entry(), not_checked={"bot": "Not checked: the calling account lacks read_others_bots."})
    result, page, rows = written(act, unseen)
    assert "More may stop working than this page lists." in page
    assert "will stop working.</p>" not in page
    assert [row["becomes"] for row in rows] == ["not_checked"]
    assert result["counts"]["unknown"] == 1


def test_somebody_with_nothing_and_somebody_unknown(act):
    gone = {"requested": "nobody", "user": None, "integrations": [], "not_checked": {}, "successor": None}
    result, page, rows = written(act, entry(), dict(gone, error=None))
    assert "Nothing that belongs to this user will stop working." in page
    assert "There is no account with this name on the server." in page
    assert [row["person"] for row in rows] == ["nobody"]
    assert result["counts"]["people"] == 1


def test_nobody_at_all(act):
    _result, page, rows = written(act)
    assert "when 0 users leave" in page
    assert rows == []


def test_somebody_named_twice_is_told_once(act):
    _result, _page, rows = written(act, entry(INTEGRATION), dict(entry(INTEGRATION), requested="dana@example.com"))
    assert len(rows) == 1


@pytest.mark.parametrize("impact", [{}, {"results": "x", "server": {}}, {"results": []}])
def test_what_is_no_result_of_the_module(act, tmp_path, impact):
    result = act(impact=impact, report_dir="impact")
    assert result["failed"]
    assert "is not a result of mattermost_integration_info" in result["msg"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(act, tmp_path):
    (tmp_path / "file").write_text("")
    result = act(impact={"results": [], "server": SERVER}, report_dir="file/impact")
    assert result["failed"]
    assert result["msg"].startswith("The report cannot be written to %s/file/impact: " % tmp_path)


@pytest.mark.parametrize("arguments", [{}, {"impact": {}}, {"impact": {}, "report_dir": "x", "other": 1}])
def test_options_that_it_does_not_take(act, arguments):
    result = act(**arguments)
    assert result["failed"]
    assert result["msg"].startswith("impact_report: ")
