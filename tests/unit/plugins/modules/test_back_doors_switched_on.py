# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Back doors that are there only with a licence or a switch: second factors, secure connections, public links."""

from __future__ import annotations

import pytest

from ansible_collections.offboarding.mattermost.tests.support.mattermost import unique
from ansible_collections.offboarding.mattermost.tests.unit.helpers import second_factor

INFO, REVOKE = "mattermost_access_info", "mattermost_access_revoke"


@pytest.mark.embedded_only("switches the second factor on")
def test_a_second_factor_that_they_removed_is_over_once_its_owner_has_a_new_one(run, control, mattermost, person):
    admin = mattermost.new_person(admin=True)
    token = admin.log_in().token
    with_token = mattermost.log_in(person.username, person.password)
    secret = mattermost.must("POST", "/users/%s/mfa/generate" % person.id, token=with_token)["secret"]
    code = {"activate": True, "code": second_factor.code(secret)}
    mattermost.must("PUT", "/users/%s/mfa" % person.id, code, token=with_token)
    mattermost.must("PUT", "/users/%s/mfa" % person.id, {"activate": False}, token=token)

    def said():
        [entry] = run(INFO, users=[admin.username], access_types=["changed_account"]).results
        found = entry["access"]["changed_account"]["found"]
        return {item["what"]: item["username"] for item in found if item["open"] and item["what"] != "accounts_made"}

    assert said() == {"second_factor": person.username}
    mattermost.must("PUT", "/users/%s/mfa" % person.id, code, token=with_token)
    assert said() == {}
    mattermost.must("PUT", "/users/%s/mfa" % person.id, {"activate": False}, token=token)
    assert said() == {"second_factor": person.username}
    # Where the server asks nobody for a second factor there is none to worry about.
    control.settings(mfa=False)
    assert said() == {}


@pytest.mark.embedded_only("switches secure connections on")
def test_secure_connections_that_they_made_are_closed(run, control, mattermost):
    control.settings(version="11.6.0", licensed=True, secure_connections=True)
    admin = mattermost.new_person(admin=True)
    made = {}
    for name, token in (("theirs", admin.log_in().token), ("others", None)):
        body = {"name": unique(), "display_name": name, "default_team_id": "a" * 26, "password": "Passw0rd!2026"}
        made[name] = mattermost.must("POST", "/remotecluster", body, token=token)["remote_cluster"]["remote_id"]
    admin.deactivate()
    options = {"users": [admin.username], "access_types": ["secure_connection"]}
    done = run(REVOKE, **options)
    access = done.results[0]["access"]["secure_connection"]
    assert [(item["name"], item["site_url"]) for item in access["closed"]] == [("theirs", None)]
    assert (done.changed, access["verdict"]) == (True, "closed")
    assert not run(REVOKE, **options).changed
    assert mattermost.ask("GET", "/remotecluster/" + made["theirs"]).status_code == 404
    assert mattermost.ask("GET", "/remotecluster/" + made["others"]).status_code == 200
    control.settings(secure_connections=False)
    [entry] = run(INFO, **options).results
    assert entry["access"]["secure_connection"]["verdict"] == "feature_off"
    assert "work again when the feature is enabled" in entry["access"]["secure_connection"]["reason"]


@pytest.mark.embedded_only("switches public links on")
def test_public_links_to_files_are_named(run, control, mattermost):
    control.settings(public_links=True)
    admin = mattermost.new_person(admin=True)
    [entry] = run(INFO, users=[admin.username], access_types=["known_secret"]).results
    assert "public_links" in [item["what"] for item in entry["access"]["known_secret"]["found"]]
