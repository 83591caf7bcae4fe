# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of each module and action run as they stand, and what they return is what RETURN says.

Only the server, the token and the three users are put in the place of those in the documentation.
"""

from __future__ import annotations

import ast
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from helpers.secrets import assert_no_secret

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "offboarding.mattermost."
PLUGINS = sorted((ROOT / "plugins" / "modules").glob("*.py"))
# These run on the controller and ask no server. Their documentation lies beside that of the modules.
ACTIONS = {path.stem for path in (ROOT / "plugins" / "action").glob("[!_]*.py")}
PASSWORD = "Passw0rd!1"

# What Ansible itself adds to a result.
ANSIBLES = {"changed", "deprecations", "diff", "exception", "failed", "failed_when_result", "invocation", "msg"}
ANSIBLES |= {"failed_when_suppressed_exception", "warnings"}
# Dictionaries whose keys depend on the types of access that were asked for.
BY_KIND = ("access", "access_types", "details", "lacks")


def constants(path: Path) -> dict[str, Any]:
    """Return EXAMPLES and RETURN of a plugin, parsed."""
    found: dict[str, Any] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("EXAMPLES", "RETURN") and isinstance(node.value, ast.Constant):
                found[name] = node.value.value
    return {"EXAMPLES": found["EXAMPLES"], "RETURN": yaml.safe_load(found["RETURN"])}


# --- a server with three users ----------------------------------------------------------------------------------------


@dataclass
class Company:
    """A server with users of this run: `names` are those in the place of user1 to user3."""

    url: str
    token: str
    names: dict[str, str]
    session_id: str
    embedded: bool

    def ask(self, method: str, path: str, body: Any = None, token: str | None = None) -> requests.Response:
        """Ask the API, as the admin unless told otherwise."""
        headers = {"Authorization": "Bearer " + (token or self.token)}
        answer = requests.request(method, self.url + "/api/v4" + path, json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return answer


def log_in(url: str, name: str, password: str, agent: str = "") -> str:
    """Log in and return the token of the session."""
    body = {"login_id": name, "password": password}
    answer = requests.post(url + "/api/v4/users/login", json=body, headers={"User-Agent": agent}, timeout=30)
    answer.raise_for_status()
    return answer.headers["Token"]


def hire(url: str, admin: str, password: str, embedded: bool) -> Company:
    """Make three users with sessions, tokens, a bot and a webhook, through the public API."""
    company = Company(url, log_in(url, admin, password), {}, "", embedded)
    # An access token, since the examples end everybody's sessions.
    company.token = str(company.ask("POST", "/users/me/tokens", {"description": "examples"}).json()["token"])
    mark = "x" + secrets.token_hex(4)
    company.names["team1"] = "team" + mark
    team = company.ask("POST", "/teams", {"name": "team" + mark, "display_name": "Examples", "type": "O"}).json()["id"]
    for number in "123":
        name = company.names["user" + number] = f"user{number}{mark}"
        body = {"username": name, "email": name + "@example.com", "password": PASSWORD}
        user = company.ask("POST", "/users", body).json()["id"]
        company.ask("POST", f"/teams/{team}/members", {"team_id": team, "user_id": user})
        company.ask("PUT", f"/users/{user}/roles", {"roles": "system_user system_user_access_token"})
        log_in(url, name, PASSWORD)
        own = log_in(url, name, PASSWORD, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        company.ask("POST", f"/users/{user}/tokens", {"description": "ci"}, own)
        channel = company.ask("GET", f"/teams/{team}/channels/name/town-square", token=own).json()["id"]
        # Whether users may is a setting; where not, there is one way in less to be seen.
        hook = {"channel_id": channel, "display_name": "Builds"}
        requests.post(f"{url}/api/v4/hooks/incoming", json=hook, headers={"Authorization": "Bearer " + own}, timeout=30)
        company.session_id = company.ask("GET", f"/users/{user}/sessions").json()[0]["id"]
    return company


def leave(company: Company, name: str) -> None:
    """Put somebody in the place of a user who had no more than an account, and left."""
    somebody = company.names[name] = "x" + secrets.token_hex(4)
    body = {"username": somebody, "email": somebody + "@example.com", "password": PASSWORD}
    user = company.ask("POST", "/users", body).json()["id"]
    log_in(company.url, somebody, PASSWORD)
    company.ask("PUT", f"/users/{user}/active", {"active": False})


@pytest.fixture(name="company")
def fixture_company() -> Iterator[Company]:
    """Take the real server where its log-in is given, else start the embedded one."""
    if os.environ.get("MATTERMOST_TEST_URL"):
        yield hire(
            os.environ["MATTERMOST_TEST_URL"].rstrip("/"),
            os.environ["MATTERMOST_TEST_ADMIN_USERNAME"],
            os.environ["MATTERMOST_TEST_ADMIN_PASSWORD"],
            False,
        )
        return
    server = subprocess.Popen(
        [sys.executable, "-m", "embedded_mattermost", "--die-with-parent"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
    )
    assert server.stdout is not None
    hello = json.loads(server.stdout.readline())
    try:
        yield hire(hello["url"], hello["admin_username"], hello["admin_password"], True)
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


# --- running examples -------------------------------------------------------------------------------------------------


def registered(tasks: list[dict[str, Any]], module: str) -> list[str]:
    """Let each task of a module register its result, and return the names."""
    names = []
    for task in tasks:
        if "block" in task:
            names += registered(task["block"], module)
        elif COLLECTION + module in task:
            task.setdefault("register", f"example_{secrets.token_hex(4)}")
            names.append(task["register"])
    return names


def play(company: Company, folder: Path, tasks: list[dict[str, Any]], module: str) -> list[dict[str, Any]]:
    """Run tasks in one play; return the results of those of a module."""
    names = registered(tasks, module)
    results = folder / "results.json"
    save = {
        "name": "Keep the results",
        "ansible.builtin.copy": {"content": "{{ [%s] | to_json }}" % ", ".join(names), "dest": str(results)},
        "check_mode": False,
        "diff": False,
    }
    connection = {"mattermost_token": company.token, "session_id": company.session_id}
    text = yaml.safe_dump(
        [
            {
                "hosts": "localhost",
                "gather_facts": False,
                "vars": connection,
                "tasks": [*tasks, *([save] if names else [])],
            }
        ]
    )
    text = text.replace("https://chat.example.com", company.url)
    text = re.sub(r"\b(?:user[123]|team1)\b", lambda name: company.names[name[0]], text)
    text = text.replace("/srv/evidence", "evidence").replace("/etc/ssh/", "")
    (folder / "examples.yml").write_text(text, encoding="utf-8")
    (folder / "leavers.csv").write_text(f"user\n{company.names['user1']}\n", encoding="utf-8")
    env = {
        **os.environ,
        "HOME": str(folder),
        # Paths start where the shell is.
        "PWD": str(folder),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "examples.yml", "-vvv"]
    result = subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=300)
    assert_no_secret(result.stdout + result.stderr)
    assert result.returncode == 0, result.stdout + result.stderr
    return list(json.loads(results.read_text(encoding="utf-8"))) if names else []


def refused(name: str) -> list[dict[str, Any]]:
    """Return a task that fails before it does anything, for what a module returns then."""
    options: dict[str, Any] = {"url": "https://chat.example.com", "token": "{{ mattermost_token }}"}
    nobody = "nobody-of-that-name"
    options.update({"user": nobody, "text": "hello"} if name == "mattermost_message" else {"users": [nobody]})
    if name == "mattermost_user":
        options["state"] = "active"
    return [{"name": "Fail", COLLECTION + name: options, "failed_when": False}]


# --- what came of it --------------------------------------------------------------------------------------------------


def same_keys(sample: Any, real: Any, path: str, told: str) -> None:
    """Hold the keys of a sample against those of a real value. `told` is the description, which may name some."""
    if isinstance(sample, list) and isinstance(real, list) and sample and real:
        same_keys(sample[0], real[0], path + "[]", told)
    elif isinstance(sample, dict) and isinstance(real, dict):
        if path.rpartition(".")[2] not in BY_KIND:
            unknown = [key for key in real if key not in sample and f":{path}.{key})" not in told]
            assert unknown == [], f"{path} has keys that its sample lacks"
            if not any(f":{path}.{key})" in told for key in real):
                assert [key for key in sample if key not in real] == [], f"{path} lacks keys that its sample has"
        for key in sample.keys() & real.keys():
            same_keys(sample[key], real[key], f"{path}.{key}", told)


def check_returned(documented: dict[str, Any], result: dict[str, Any], seen: set[str], path: str = "") -> None:
    """Hold a real result against RETURN, and note in `seen` which documented keys were in it."""
    assert [path + key for key in result if key not in documented and (path or key not in ANSIBLES)] == []
    for key, value in result.items():
        if key not in documented:
            continue
        seen.add(path + key)
        option = documented[key]
        if "contains" in option:
            for entry in value:
                check_returned(option["contains"], entry, seen, f"{key}[].")
        elif value and "sample" in option:
            told = option["description"]
            same_keys(option["sample"], value, path + key, " ".join(told) if isinstance(told, list) else told)


def all_keys(documented: dict[str, Any], path: str = "") -> set[str]:
    """Return the documented keys, those of entries too."""
    found = set()
    for key, option in documented.items():
        found |= {path + key} | all_keys(option.get("contains", {}), f"{key}[].")
    return found


def before_the_action(name: str, folder: Path) -> list[dict[str, Any]]:
    """Return the tasks that come before the examples of an action, as the documentation of others has them."""
    connection = {"url": "https://chat.example.com", "token": "{{ mattermost_token }}", "users": ["user1"]}
    if name == "impact_report":
        return [{COLLECTION + "mattermost_integration_info": connection, "register": "impact"}]
    if name == "evidence":
        sign(folder)
        variables = {
            "offboard_url": connection["url"],
            "offboard_token": connection["token"],
            "offboard_users": connection["users"],
            "offboard_report_dir": "evidence",
            "offboard_signing_key": "key",
            "offboard_fail_on_open": False,
        }
        return [{"ansible.builtin.include_role": {"name": COLLECTION + "offboard"}, "vars": variables}]
    return []


def sign(folder: Path) -> None:
    """Make the key that signs the evidence, and the list of those whose signatures count."""
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / "key")]
    subprocess.run(make, check=True, timeout=30)
    public = (folder / "key.pub").read_text(encoding="utf-8")
    (folder / "evidence_signers").write_text("auditor@example.com " + public, encoding="utf-8")


@pytest.mark.parametrize("path", PLUGINS, ids=lambda path: path.stem)
def test_examples(path: Path, company: Company, tmp_path: Path) -> None:
    plugin = constants(path)
    if path.stem == "mattermost_access_info":
        leave(company, "user1")
    if "stale_access" in path.stem:
        user = company.ask("GET", "/users/username/" + company.names["user1"]).json()["id"]
        company.ask("PUT", f"/users/{user}/active", {"active": False})
    if company.embedded and path.stem not in ACTIONS:
        # The first look-up of the first and of the second task is refused, for what is returned about retries.
        fault = {"kind": "status", "status": 503, "path": "/users(/usernames)?([?]|$)", "times": 1}
        faults = [fault, {**fault, "skip": 1}]
        requests.put(company.url + "/_embedded/faults", json=faults, timeout=30).raise_for_status()
    tasks = yaml.safe_load(plugin["EXAMPLES"])
    if path.stem in ACTIONS:
        before = before_the_action(path.stem, tmp_path)
        results = play(company, tmp_path, before + tasks, path.stem)
        assert len(results) == len(tasks)
        for result in results:
            check_returned(plugin["RETURN"], result, set())
        return
    results = play(company, tmp_path, tasks + refused(path.stem), path.stem)
    assert results[-1]["msg"].startswith("Unknown on ")
    seen: set[str] = set()
    for result in results:
        check_returned(plugin["RETURN"], result, seen)
    missing = all_keys(plugin["RETURN"]) - seen
    assert missing <= (set() if company.embedded else {"retried"})
