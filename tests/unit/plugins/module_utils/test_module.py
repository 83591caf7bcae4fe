# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""_module: whatever a job does, a module ends with one result and at most one sentence, and without a secret."""

from __future__ import annotations

import os
import re
import signal
import sys
import types

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils import _module as edge
from ansible_collections.offboarding.mattermost.plugins.module_utils._api import transport
from ansible_collections.offboarding.mattermost.plugins.module_utils._argument_specs import CONNECTION, USERS
from ansible_collections.offboarding.mattermost.tests.support import modules
from ansible_collections.offboarding.mattermost.tests.unit.helpers.raw_server import answer
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble

URL = "http://127.0.0.1:1"  # nobody is asked unless a job asks
SECRET = "secret-7c1f09"
PASSWORD = "secret-of-a-log-in"


@pytest.fixture(name="end")
def fixture_end(monkeypatch):
    """Return a function that runs a job as a module: `end(job, users=[...])`."""

    def end(job, prepare=None, check=False, diff=False, **params):
        name = "mattermost_of_a_test"
        module = types.ModuleType(name)
        module.main = lambda: edge.run(CONNECTION + USERS, job, prepare)
        monkeypatch.setitem(sys.modules, modules.PACKAGE + name, module)
        return modules.run_module(name, dict({"url": URL, "token": "x"}, **params), check, diff)

    return end


@pytest.fixture(name="end_as_found")
def fixture_end_as_found(end, monkeypatch):
    """The same with connection and credentials from these variables of the environment."""

    def end_as_found(job, environment, **params):
        for name, value in environment.items():
            monkeypatch.setenv("MATTERMOST_" + name, value)
        return end(job, **dict({"url": None, "token": None}, **params))

    return end_as_found


def results(call):
    """Do a job for two users of whom one is done."""
    return {"changed": True, "results": [{"outcome": "done"}, {"outcome": "not_done"}]}


# -- what a job gets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("check", "diff"), [(True, False), (False, True)])
def test_a_job_gets_its_options_the_modes_and_what_was_prepared(end, check, diff):
    def job(call):
        seen = [call.params["url"], call.params["concurrency"], call.client.url, call.prepared]
        return {"changed": False, "seen": seen, "modes": [call.check_mode, call.diff_mode]}

    found = end(job, lambda params: params["users"] * 2, check, diff, users=["a"], concurrency=3).result
    assert found["seen"] == [URL, 3, URL, ["a", "a"]]
    assert found["modes"] == [check, diff]


@pytest.mark.parametrize("option", [{"retries": 21}, {"concurrency": 0}, {"token": None}, {"url": "ftp://x"}], ids=str)
def test_what_cannot_be_meant_ends_it_before_the_job(end, option):
    found = end(lambda call: pytest.fail("the job was begun"), **option)
    assert found.result["error"]["message"] == found.message
    assert found.changed is False


def test_what_cannot_be_prepared_ends_it_before_the_job(end):
    def prepare(params):
        raise Trouble("Cannot be meant.")

    assert end(lambda call: pytest.fail("the job was begun"), prepare).message == "Cannot be meant."


def test_without_requests_it_says_what_to_install(end, monkeypatch):
    monkeypatch.setattr(transport, "HAS_REQUESTS", False)
    found = end(lambda call: pytest.fail("the job was begun"))
    assert found.message.startswith("Failed to import the required Python library (requests)")


# -- how it ends --------------------------------------------------------------------------------------------


def test_a_failure_keeps_everything_that_was_done(end):
    found = end(lambda call: dict(results(call), failure="One failed."))
    assert (found.message, found.changed) == ("One failed.", True)
    assert found.outcomes == ["done", "not_done"]
    assert "failure" not in found.result


def test_without_a_failure_it_does_not_fail(end):
    found = end(lambda call: dict(results(call), failure=None))
    assert (found.failed, found.changed) == (False, True)
    assert not {"failure", "msg", "error", "retried"} & set(found.result)


def test_an_error_is_told_as_a_sentence_and_in_parts(end):
    def job(call):
        raise Trouble("It broke.", status=403, error_id="some.error", hint="Do this.")

    found = end(job)
    assert found.message == "It broke."
    assert found.result["error"] == {"status": 403, "id": "some.error", "message": "It broke.", "hint": "Do this."}
    assert found.changed is False


@pytest.mark.parametrize("error", [KeyError(SECRET), ValueError(SECRET), RecursionError()], ids=repr)
def test_a_defect_becomes_one_sentence_that_quotes_nothing(end, error):
    def job(call):
        raise error

    found = end(job)
    name = type(error).__name__
    assert re.match(
        r"^Failed to finish: %s at \S+test_module\.py:[0-9]+ in job\. This is a bug in the collection: please report"
        r" it together with the version of the server\.$" % name,
        found.message,
    )
    # From ansible-core 2.19 on the way to it is only there where somebody asks for it.
    if "exception" in found.result:
        assert found.result["exception"].startswith(name + " (its text is omitted because it may contain a secret)\n")
    assert SECRET not in found.output
    assert 'File "' not in found.output


@pytest.mark.parametrize(("users", "said"), [([], True), (["a"], False), (None, False)], ids=str)
def test_of_an_empty_list_it_says_that_nothing_was_done(end, users, said):
    found = end(lambda call: {"changed": False}, **({} if users is None else {"users": users}))
    assert found.result.get("msg") == ("No users were given: nothing was done." if said else None)


def test_a_failure_is_told_rather_than_an_empty_list(end):
    assert end(lambda call: {"changed": False, "failure": "It broke."}, users=[]).message == "It broke."


@pytest.mark.parametrize("failure", [None, "One failed."])
def test_a_signal_begins_nothing_new_and_keeps_what_was_done(end, failure):
    def job(call):
        os.kill(os.getpid(), signal.SIGTERM)
        [outcome] = call.pool.map(lambda item: pytest.fail("it was begun"), ["a"])
        return dict(results(call), failure=failure, why=str(outcome.error))

    found = end(job)
    assert found.message == "Interrupted by signal SIGTERM: 1 of 2 users were done. Run it again to finish the rest."
    assert found.result["why"] == (
        "Not done: the run stopped before it reached this user. It was interrupted by SIGTERM."
    )
    assert (found.changed, len(found.results)) == (True, 2)


# -- secrets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("around", ["%s", " %s\n"], ids=["bare", "with_white_space"])
def test_a_token_from_the_environment_is_masked(end_as_found, around):
    environment = {"URL": URL, "TOKEN": around % SECRET}
    found = end_as_found(lambda call: {"changed": False, "quoted": ["a %s b" % SECRET]}, environment)
    assert SECRET not in found.output
    assert found.result["quoted"] != []


def test_a_log_in_from_the_environment_is_masked_and_logged_out(end_as_found, answering):
    there = answering(answer({"id": "u" * 26}, Token="session-token"))
    environment = {"URL": there.url, "USERNAME": "user1", "PASSWORD": PASSWORD, "MFA_CODE": "739218"}
    said = "%s 739218 session-token" % PASSWORD
    found = end_as_found(lambda call: {"changed": False, "failure": said, "quoted": said[:-14]}, environment)
    assert found.message.endswith("********")
    for secret in (PASSWORD, "739218", "session-token"):
        assert secret not in found.output
    assert there.paths == ["POST /users/login", "POST /users/logout"]
