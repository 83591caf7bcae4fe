# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command in the guides and the README runs, and prints what the guide says that it prints.

A guide's blocks are run in their order, in an empty folder, against a company's server of its own:

- a block of `console`: lines that begin with `$ ` are run, those below one are what it prints (`...` is anything);
- a block with a file name (a caption, or in the README a comment in its first line) is written to that file, and some
  command after it must use it.

A comment right before a block says where it is different: `not run: why`, or `fails: why` where the last command of the
block is to fail. Nothing is left out silently: there is a limit to how much may be left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "docsite" / "rst").glob("*.rst"))
PAGES = [*GUIDES, ROOT / "README.md"]

# What a guide calls the servers and the directory; all of them are the one server of the test.
SERVERS = re.compile(r"https://chat\.example\.(?:com|org)")
NOT_RUN_AT_MOST = 10


@dataclass
class Block:
    """A block of a guide. `caption` is the name of its file, `marks` what the comment before it says."""

    kind: str
    lines: list[str]
    caption: str = ""
    marks: dict[str, str] = field(default_factory=dict)


@dataclass
class Command:
    """A command and what it prints."""

    line: str
    output: list[str]
    fails: bool = False


def rst_blocks(text: str) -> Iterator[Block]:
    """Yield the code blocks of a guide."""
    lines = text.splitlines()
    marks: dict[str, str] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if mark := re.match(r"\s*\.\. (not run|fails): (.*)", line):
            marks[mark[1]] = mark[2]
        elif code := re.match(r"(\s*)\.\. code-block:: (\S+)", line):
            body, indent = [], len(code[1]) + 3
            while number < len(lines) and (not lines[number].strip() or lines[number].startswith(" " * indent)):
                body.append(lines[number][indent:])
                number += 1
            caption = ""
            while body and (option := re.match(r":(\w+): (.*)", body[0])):
                caption = option[2] if option[1] == "caption" else caption
                del body[0]
            yield Block(code[2], "\n".join(body).strip("\n").splitlines(), caption, marks)
            marks = {}
        elif line.strip():
            marks = {}


def md_blocks(text: str) -> Iterator[Block]:
    """Yield the code blocks of the README."""
    pattern = re.compile(r"(?:^<!-- (not run|fails): ([^\n]*) -->\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for mark, reason, kind, body in pattern.findall(text):
        lines = body.splitlines()
        caption = re.fullmatch(r"# (\S+\.yml)", lines[0])
        yield Block(kind, lines, caption[1] if caption else "", {mark: reason} if mark else {})


def blocks_of(page: Path) -> list[Block]:
    """Return the code blocks of a page, but those for make: the demo and the tests have their own."""
    text = page.read_text(encoding="utf-8")
    found = list(md_blocks(text) if page.suffix == ".md" else rst_blocks(text))
    return [block for block in found if not all(line.startswith("make ") for line in block.lines)]


def commands_of(block: Block) -> list[Command]:
    """Return the commands of a console block."""
    commands: list[Command] = []
    for line in block.lines:
        if line.startswith("$ "):
            commands.append(Command(line[2:], []))
        else:
            commands[-1].output.append(line)
    commands[-1].fails = "fails" in block.marks
    return commands


def what_is_not_in(printed: str, output: list[str]) -> str:
    """Return the first part of what a guide shows that was not printed, '' where all of it was.

    White space counts as one blank, and `...` is anything, so parts are looked for one after the other.
    """
    printed = " ".join(printed.split())
    place = 0
    for part in " ".join(output).split("..."):
        words = " ".join(part.split())
        found = printed.find(words, place)
        if found < 0:
            return words
        place = found + len(words)
    return ""


@contextlib.contextmanager
def company(folder: Path) -> Iterator[dict[str, str]]:
    """Start a company's server; yield the environment of a reader who exported its address and a token."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MATTERMOST_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "embedded_mattermost", "--company", "--version", "11.6.0", "--die-with-parent"],
        stdout=subprocess.PIPE,
        env={**clean, "PYTHONPATH": str(ROOT / "tests")},
    )
    assert server.stdout is not None
    hello = json.loads(server.stdout.readline())
    try:
        yield {
            **clean,
            # Ansible is that of the Python that runs the test.
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(folder),
            "PWD": str(folder),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "MATTERMOST_URL": hello["url"],
            "MATTERMOST_TOKEN": access_token(hello),
        }
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


def access_token(hello: dict[str, str]) -> str:
    """Make the admin's token, as the guide on permissions says."""
    api = hello["url"] + "/api/v4"
    login = {"login_id": hello["admin_username"], "password": hello["admin_password"]}
    answer = requests.post(api + "/users/login", json=login, timeout=30)
    headers = {"Authorization": "Bearer " + answer.headers["Token"]}
    made = requests.post(api + "/users/me/tokens", json={"description": "guides"}, headers=headers, timeout=30)
    made.raise_for_status()
    return str(made.json()["token"])


def in_test(text: str, url: str) -> str:
    """Return what a guide says with the server of the test in the place of the one in the guide."""
    host = url.partition("://")[2]
    return SERVERS.sub(url, text).replace("chat.example.com", host)


def run_page(page: Path, folder: Path) -> None:
    """Run a page from its beginning to its end."""
    with company(folder) as environment:
        url = environment["MATTERMOST_URL"]
        unused: set[str] = set()
        for block in blocks_of(page):
            if "not run" in block.marks:
                continue
            if block.caption:
                (folder / block.caption).write_text(in_test("\n".join(block.lines) + "\n", url), encoding="utf-8")
                unused.add(block.caption)
                continue
            if block.kind == "text" and not any(line.startswith("$ ") for line in block.lines):
                # Something to read, such as the text of a message.
                continue
            assert block.kind == "console", f"A block of {block.kind} is neither run nor marked: {block.lines[0]}"
            for command in commands_of(block):
                unused -= {name for name in unused if name in command.line}
                run_command(command, folder, environment)
        assert unused == set(), "A guide shows a file that no command uses."


def run_command(command: Command, folder: Path, environment: dict[str, str]) -> None:
    """Run a command and hold what it prints against what the guide says."""
    url = environment["MATTERMOST_URL"]
    result = subprocess.run(
        ["bash", "-c", in_test(command.line, url)],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    printed = (result.stdout + result.stderr).replace(url, "https://chat.example.com")
    assert (result.returncode != 0) == command.fails, f"$ {command.line}\n{printed}"
    not_printed = what_is_not_in(printed, command.output)
    assert not_printed == "", f"$ {command.line}\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path, tmp_path: Path) -> None:
    if os.environ.get("MATTERMOST_TEST_URL"):
        pytest.skip("needs the embedded server: the people of its company")
    run_page(page, tmp_path)


def test_what_is_not_run() -> None:
    """Tell it, with the reasons, among the warnings; and keep it from growing."""
    left_out = [(page.name, block) for page in PAGES for block in blocks_of(page) if "not run" in block.marks]
    lines = [f"{name}: {block.lines[0]} ({block.marks['not run']})" for name, block in left_out]
    warnings.warn("Blocks of the guides that no test runs:\n  " + "\n  ".join(lines), stacklevel=1)
    assert all(len(block.marks["not run"]) > 10 for _name, block in left_out)
    assert len(left_out) <= NOT_RUN_AT_MOST


def test_the_test_reads_the_guides() -> None:
    """A page without a block, or a change of the form of blocks, must not go unnoticed."""
    commands = {page.stem: sum(line.startswith("$ ") for b in blocks_of(page) for line in b.lines) for page in PAGES}
    for page in PAGES:
        assert commands[page.stem] == len(re.findall(r"^ *\$ ", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert sum(commands.values()) > 40
