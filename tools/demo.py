# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: an offboarding from beginning to end, on a Mattermost server of its own.

It starts the embedded server with a small company, runs the commands that a person would type, shows what matters
of what they print, and ends with status 1 if anything of the story does not hold. It leaves the evidence and nothing
else.

    demo.py [--evidence DIRECTORY]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Iterator, NamedTuple

import requests

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE = ROOT / ".cache" / "demo-evidence"
WIDTH = 88
LEAVER = "dana.leaver"
# Where accounts are managed elsewhere.
ELSEWHERE = ("jonas.weber", "katya.petrova")
PASSWORD = "Passw0rd!1"  # of everybody in the company
COLLECTION = "offboarding.mattermost."
# More than any command takes, so that one that hangs does not hang the demo.
TIMEOUT = 120


class Broken(Exception):
    """The story does not hold."""


# --- the page ---------------------------------------------------------------------------------------------------------

COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def coloured(text: str, code: str) -> str:
    """Return the text in a colour, where colours can be seen."""
    return "\033[%sm%s\033[0m" % (code, text) if COLOURED else text


def write(line: str = "") -> None:
    """Print a line at once: what is told is being done."""
    print(line, flush=True)


def chapter(number: int, title: str) -> None:
    """Begin a chapter."""
    write("\n" + coloured("%d. %s" % (number, title), "1;34") + "\n")


def tell(text: str) -> None:
    """Print a paragraph of the story."""
    write(textwrap.fill(" ".join(text.split()), WIDTH, break_on_hyphens=False) + "\n")


def show(line: str, hang: int = 2) -> None:
    """Print a line of a command's output, broken where it is too long."""
    indent = " " * (len(line) - len(line.lstrip()) + hang)
    for part in textwrap.wrap(
        line, WIDTH - 4, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    ):
        write("    " + part)


def table(*rows: tuple[str, ...]) -> None:
    """Print rows, the columns below each other and the last one broken where it is too long."""
    widths = [max(len(row[column]) for row in rows) + 2 for column in range(len(rows[0]) - 1)]
    for row in rows:
        beginning = "".join(cell.ljust(width) for cell, width in zip(row, widths))
        show(beginning + row[-1], hang=len(beginning))
    write()


def ago(moment: str | None) -> str:
    """Return how long ago a time is, in the largest unit that fits."""
    if not moment:
        return "never"
    then = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    minutes = int((datetime.now(timezone.utc) - then).total_seconds() / 60)
    for size, unit in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return "%d %s%s ago" % (number, unit, "" if number == 1 else "s")
    return "just now"


def hold(holds: bool, what: str, output: str = "") -> None:
    """Go on if this holds, or end the story."""
    if not holds:
        raise Broken(what + ("\n\nThe last command printed:\n\n" + output if output else ""))


# --- the server -------------------------------------------------------------------------------------------------------


class Server:
    """The embedded server, and its API as somebody from outside uses it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "embedded_mattermost", "--company", "--die-with-parent"]
        environment = dict(os.environ, PYTHONPATH=str(ROOT / "tests"))
        # In a session of its own: Ctrl-C is for the demo, which ends it in its own time.
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        hold(bool(line), "The embedded server did not start.")
        hello = json.loads(line)
        self.url = hello["url"]
        self.admin_token = self.log_in(hello["admin_username"], hello["admin_password"])

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(10)

    def ask(self, method: str, path: str, token: str = "", body: Any = None) -> requests.Response:
        """Send one request."""
        headers = {"Authorization": "Bearer " + token} if token else {}
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, self.url + path, headers=headers, json=body, timeout=30)

    def log_in(self, username: str, password: str) -> str:
        """Return the token of a new session, "" where the log-in is refused."""
        body = {"login_id": username, "password": password}
        return self.ask("POST", "/api/v4/users/login", body=body).headers.get("Token", "")

    def lets_in(self, token: str) -> bool:
        """Whether a token opens the door."""
        return self.ask("GET", "/api/v4/users/me", token).status_code == 200

    def user_id(self, username: str) -> str:
        """Return the id of a user."""
        return str(self.ask("GET", "/api/v4/users/username/" + username, self.admin_token).json()["id"])

    def webhook_of(self, username: str) -> str:
        """Return the path of somebody's incoming webhook, as its owner has written it down."""
        rows = self.ask("GET", "/api/v4/hooks/incoming?per_page=200", self.admin_token).json()
        owner = self.user_id(username)
        return next("/hooks/" + row["id"] for row in rows if row["user_id"] == owner)

    def posts(self, webhook: str) -> bool:
        """Whether a post to a webhook is taken."""
        return self.ask("POST", webhook, body={"text": "Hello from the past."}).status_code == 200

    def counted(self, what: str) -> int:
        """Return how many requests the server has had: `total`, or `changing` ones."""
        return int(self.ask("GET", "/_embedded/requests").json()[what])


# --- the commands -----------------------------------------------------------------------------------------------------


class Ansible:
    """Runs the commands of the story in a place of its own, with nothing of the person's own environment."""

    asked_to_end = False
    # A command that is just being started is nobody's yet: to end then would leave it behind.
    starting = False

    def __init__(self, place: Path, server: Server) -> None:
        self._place = place
        self._running: subprocess.Popen[str] | None = None
        tree = place / "ansible_collections" / "offboarding"
        tree.mkdir(parents=True)
        (tree / "mattermost").symlink_to(ROOT, target_is_directory=True)
        foreign = ("ANSIBLE_", "MATTERMOST_", "PYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self._environment = {
            **{name: value for name, value in kept.items() if not name.lower().endswith("_proxy")},
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
            "HOME": str(place),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(place),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_NOCOLOR": "true",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "MATTERMOST_URL": server.url,
            "MATTERMOST_TOKEN": server.admin_token,
        }

    def lines(self, arguments: list[str]) -> Iterator[str]:
        """Run a command and give its output line by line; the last line is its exit status."""
        Ansible.starting = True
        try:
            self._running = process = subprocess.Popen(
                arguments,
                cwd=self._place,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        finally:
            Ansible.starting = False
        if self.asked_to_end:
            raise KeyboardInterrupt
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                if self.asked_to_end:
                    raise KeyboardInterrupt
                yield line
        yield str(process.wait(TIMEOUT))
        self._running = None

    def stop(self) -> None:
        """End a command that is still running, with all that it has started."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self._running.pid, signal.SIGINT)
                self._running.wait(5)
        # ansible-core puts what works for it into sessions of their own, which no signal to the group reaches.
        end = time.monotonic() + 10
        while (left := self._alive()) and time.monotonic() < end:
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            time.sleep(0.05)
        if self._running is not None:
            self._running.wait(5)

    def _alive(self) -> list[int]:
        """Return the processes of the commands, known by this place in their environment."""
        mark = ("HOME=%s\0" % self._place).encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in environ.read_bytes():
                    found.append(int(environ.parent.name))
        return found

    def module(self, name: str, arguments: str, *options: str) -> Any:
        """Run one module ad hoc, as a person types it, and return its result."""
        command = ["ansible", "localhost", "-m", COLLECTION + name, "-a", arguments, *options]
        type_in("ansible localhost -m " + COLLECTION + name, " ".join(["-a", quoted(arguments), *options]))
        *output, status = self.lines(command)
        text = "".join(output)
        hold(status == "0" and "=> {" in text, "%s failed." % name, text)
        return json.loads("{" + text.partition("=> {")[2])

    def playbook(self, name: str, variables: str, *options: str) -> Told:
        """Run a playbook of the collection, show what it changes and says, and return that."""
        command = ["ansible-playbook", COLLECTION + name, *(["-e", variables] if variables else []), *options]
        type_in(" ".join(command[:2]), *([" ".join(["-e", shlex.quote(variables), *options])] if variables else []))
        text, task, summary, recap, line = "", "", [], "", ""
        message: list[str] | None = None
        for line in self.lines(command):
            text += line
            if line.startswith("TASK ["):
                task = line.partition(" : ")[2].rpartition("]")[0]
            elif line.startswith("changed: "):
                show("changed: " + task)
            elif line.startswith(("-", "+")) and not line.startswith(("---", "+++")):
                show("  " + line.rstrip())
            elif line.startswith("ok: [localhost] => {"):
                message = ["{"]
            elif line.startswith("}") and message is not None:
                said = json.loads("".join(message) + "}").get("msg")
                if isinstance(said, list):
                    summary = said
                    for part in said:
                        show(part)
                message = None
            elif message is not None:
                message.append(line)
            elif line.startswith("localhost "):
                recap = " ".join(line.split())
                show(recap)
        write()
        return Told(int(line), text, summary, recap)


class Told(NamedTuple):
    """What a playbook came to: exit status, output, the lines of its summary, the line of its recap."""

    status: int
    output: str
    summary: list[str]
    recap: str


def type_in(*lines: str) -> None:
    """Show a command as a person types it."""
    write(coloured("$ " + " \\\n    ".join(lines), "32") + "\n")


def quoted(arguments: str) -> str:
    """Return a module's arguments as they are typed: a long list goes on in the first column of the next line."""
    if len(arguments) < WIDTH - 10:
        return shlex.quote(arguments)
    lines = textwrap.wrap(arguments.replace(",", ", "), WIDTH - 14, break_on_hyphens=False)
    return '"%s"' % "\\\n".join(line.replace(", ", ",") for line in lines)


# --- the story --------------------------------------------------------------------------------------------------------


class Story:
    """One offboarding, chapter by chapter."""

    def __init__(self, server: Server, ansible: Ansible, evidence: Path) -> None:
        self.server = server
        self.ansible = ansible
        self.evidence = evidence
        # What she took along on her last day.
        self.browser = server.log_in(LEAVER, PASSWORD)
        path = "/api/v4/users/%s/tokens" % server.user_id(LEAVER)
        self.script = server.ask("POST", path, self.browser, {"description": "my scripts"}).json()["token"]
        self.webhook = server.webhook_of(LEAVER)
        self.page = evidence
        hold(server.lets_in(self.script), "Dana has nothing to take along.")

    def tell(self) -> None:
        """Tell it."""
        tell(
            """Example Works chats on Mattermost. Today is Dana Leaver's last day. You are the admin, and you have this
            in your shell:"""
        )
        write(coloured("$ export MATTERMOST_URL=" + self.server.url, "32"))
        write(coloured("$ export MATTERMOST_TOKEN=...", "32"))
        chapters = (
            ("Who is still logged in?", self.logged_in),
            ("What do people still have who left long ago?", self.audit),
            ("How does Dana get in?", self.before),
            ("What would the offboarding do?", self.check),
            ("Offboard her", self.offboard),
            ("Is she out?", self.after),
            ("Once more: is anything left to change?", self.again),
            ("What must a person still do?", self.by_hand),
            ("The evidence", self.paper),
        )
        for number, (title, told) in enumerate(chapters, 1):
            chapter(number, title)
            told()

    def logged_in(self) -> None:
        """The sessions of people who work here."""
        people = self.server.ask("GET", "/api/v4/users?per_page=200&active=true", self.server.admin_token).json()
        names = sorted(row["username"] for row in people if not row.get("is_bot") and row["username"] != "admin")
        result = self.ansible.module("mattermost_session_info", "users=" + ",".join(names))
        rows = [("who", "sessions", "last used", "on")]
        for entry in result["results"]:
            kinds = [session["kind"] for session in entry["sessions"]]
            newest = max((session["last_activity_at"] for session in entry["sessions"]), default=None)
            rows.append((entry["user"]["username"], str(len(kinds)), ago(newest), ", ".join(dict.fromkeys(kinds))))
        table(*rows)
        found = {row[0]: int(row[1]) for row in rows[1:]}
        hold(found.get(LEAVER, 0) >= 5, "Dana is not logged in.")
        tell("%d people, %d sessions, %d of them Dana's." % (len(found), sum(found.values()), found[LEAVER]))

    def audit(self) -> None:
        """What leavers of the past still have."""
        told = self.ansible.playbook("audit_access", "")
        hold(told.status == 0, "The audit failed.", told.output)
        said = " ".join(told.summary)
        for name in ("leo.vogt", "mia.santos", "omar.diallo"):
            hold(name in said, "The audit did not find %s." % name, told.output)
        hold("paula.ricci" not in said, "The audit found paula.ricci, who has nothing left.", told.output)
        webhook = self.server.webhook_of("mia.santos")
        type_in('curl -d \'{"text": "Hello from the past."}\' $MATTERMOST_URL%s...' % webhook[:11])
        hold(self.server.posts(webhook), "The webhook of mia.santos does not post.")
        show("ok")
        write()
        tell(
            """All of them were deactivated, which is where most offboardings end. Mia left three months ago, and
            what she wrote down still posts into the company's channels."""
        )

    def before(self) -> None:
        """Every way in that Dana has."""
        result = self.ansible.module("mattermost_access_info", "users=" + LEAVER)
        [entry] = result["results"]
        rows = [("way in", "open", "which")]
        # ansible prints what is in a dictionary by the alphabet; a person begins at the door.
        for kind, seen in sorted(
            entry["access"].items(), key=lambda one: (one[0] not in ("account", "session"), one[0])
        ):
            works = [item for item in seen["found"] if item["open"]]
            rows.append((seen["title"], str(len(works)), which(kind, works)))
        table(*rows)
        hold(len(entry["still_open"]) == len(entry["access"]), "Dana does not have every way in.")
        tell(
            "%d ways in, of %d kinds. Some of them, as Dana would use them tonight:" % (entry["ways_in"], len(rows) - 1)
        )
        self.try_them(True)

    def try_them(self, expected: bool) -> None:
        """Try what Dana took along."""
        tried = (
            ("the browser on her laptop", self.server.lets_in(self.browser)),
            ("the token in her scripts", self.server.lets_in(self.script)),
            ("the webhook of her nightly report", self.server.posts(self.webhook)),
            ("logging in again", self.log_in_again()),
        )
        table(*((what, "works" if works else "refused") for what, works in tried))
        for what, works in tried:
            hold(works == expected, "%s %s." % (what.capitalize(), "works" if works else "is refused"))

    def log_in_again(self) -> bool:
        """Whether Dana can log in; if so, she logs out again."""
        token = self.server.log_in(LEAVER, PASSWORD)
        self.server.ask("POST", "/api/v4/users/logout", token)
        return bool(token)

    def playbook(self, *options: str, **more: str) -> Told:
        """Run the offboarding of Dana."""
        return self.ansible.playbook("offboard", json.dumps({"offboard_users": [LEAVER], **more}), *options)

    def check(self) -> None:
        """The plan."""
        changing = self.server.counted("changing")
        told = self.playbook("--check", "--diff")
        hold(told.status == 0, "Check mode failed.", told.output)
        hold(self.server.counted("changing") == changing, "Check mode sent a changing request.", told.output)
        tell("That was check mode: the server was asked, and nothing was sent that changes anything.")

    def offboard(self) -> None:
        """The offboarding."""
        told = self.playbook(offboard_report_dir=str(self.evidence))
        hold(told.status == 0, "The offboarding failed.", told.output)
        self.page = Path(next((line.split(": ")[1] for line in told.summary if line.startswith("Evidence: ")), ""))
        hold(any(LEAVER + ": closed" in line for line in told.summary), "Dana still gets in.", told.output)
        tell(
            """It blocked the account first, then closed every other way in, sessions last, and then listed everything
            again: that Mattermost answered OK is no proof."""
        )

    def after(self) -> None:
        """Nothing works."""
        self.try_them(False)
        result = self.ansible.module("mattermost_access_info", "users=" + LEAVER)
        [entry] = result["results"]
        hold(entry["ways_in"] == 0 and not entry["not_checked"], "Dana still has a way in.")
        show("ways_in: 0, still_open: [], not_checked: []")
        write()

    def again(self) -> None:
        """A second run changes nothing."""
        changing = self.server.counted("changing")
        told = self.playbook()
        hold(told.status == 0 and "changed=0 " in told.recap, "The second run changed something.", told.output)
        hold(self.server.counted("changing") == changing, "The second run sent a changing request.", told.output)
        tell("changed=0: it can run every night, or again after a run that broke off.")

    def by_hand(self) -> None:
        """What no API closes."""
        tell("What no API can close is said by name. Here two colleagues whose accounts are managed elsewhere:")
        arguments = "users=%s state=deactivated" % ",".join(ELSEWHERE)
        result = self.ansible.module("mattermost_user", arguments, "--check")
        table(*((entry["user"]["username"], entry["needs_human"] or "nothing") for entry in result["results"]))
        hold(all(entry["needs_human"] for entry in result["results"]), "Nobody was told what to do by hand.")

    def paper(self) -> None:
        """The page that is left."""
        hold(self.page.is_file(), "There is no evidence.")
        hold(LEAVER in self.page.read_text(encoding="utf-8"), "The evidence does not name Dana.")
        tell("Who, which ways in before and after, what was done when: for a manager, for an auditor, and to print.")
        for path in (self.page, self.page.with_suffix(".json"), self.page.with_suffix(".csv")):
            hold(path.is_file(), "There is no %s." % path)
            write("    " + str(path))
        write()


def which(kind: str, items: list[Any]) -> str:
    """Return the items of one kind of access in a few words."""
    if kind == "account":
        return "can log in" if items else ""
    if kind == "session":
        return ", ".join(dict.fromkeys(item["kind"] for item in items))
    told = ("username", "trigger", "name", "role", "description")
    names = [next((str(item[key]) for key in told if item.get(key)), item.get("id", "")) for item in items]
    return ", ".join("/" + name if kind == "slash_command" else name for name in names)


def stopped(number: int, frame: object) -> None:
    """End as Ctrl-C does, on any signal that asks for an end."""
    # Python drops what a handler raises while it clears up an object, so whoever waits for a command looks here, too.
    Ansible.asked_to_end = True
    if not Ansible.starting:
        raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="See an offboarding from beginning to end.")
    parser.add_argument("--evidence", type=Path, default=EVIDENCE, help="where to leave the evidence (%(default)s)")
    evidence = parser.parse_args().evidence.resolve()
    signal.signal(signal.SIGINT, stopped)
    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGHUP, stopped)
    began = time.monotonic()
    server: Server | None = None
    ansible: Ansible | None = None
    with tempfile.TemporaryDirectory(prefix="offboarding-demo-") as place:
        try:
            server = Server()
            ansible = Ansible(Path(place), server)
            Story(server, ansible, evidence).tell()
        except Broken as broken:
            write("\n" + coloured("The story does not hold: ", "1;31") + str(broken))
            return 1
        except KeyboardInterrupt:
            write("\nStopped. Nothing is left running.")
            return 130
        finally:
            if ansible is not None:
                ansible.stop()
            if server is not None:
                server.stop()
    tell("The server is gone again. All of this took %d seconds." % (time.monotonic() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())
