# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the evidence, looked at in a browser: wide, narrow, dark and on paper.

The screenshots are kept where REPORT_SCREENSHOTS names a directory, to be looked at by a person.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any, Iterator

import pytest
from helpers.control import Control
from helpers.leaver import Leaver
from helpers.mattermost import Mattermost, unique
from helpers.playbooks import Ansible, Caller
from helpers.receiver import Receiver

SKIP = "OFFBOARDING_SKIP_BROWSER"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe"),
)
# Wide, a small phone's, and the least that WCAG asks for.
WIDTHS = (1280, 360, 320)
# What sticks out to the right, past all clipping.
STICKING_OUT = """
[...document.querySelectorAll("main *")].filter(e => !e.closest("defs")).map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.right > innerWidth + 0.5 || box.left < -0.5))
  .map(([e, box]) => e.tagName + " " + e.textContent.trim().slice(0, 40) + " " + box.right)
"""
# Text whose colour stands out from the first opaque background behind it by less than WCAG AA asks for.
TOO_PALE = """
(() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c;
  } return [255, 255, 255]; };
  return [...document.querySelectorAll("main *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.closest("defs, desc, title"))
    .map(e => [e, light(rgb(getComputedStyle(e)[e.closest("svg") ? "fill" : "color"])), light(behind(e))])
    .filter(([e, a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5)
    .map(([e]) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40));
})()
"""


class Browser:
    """Chromium, spoken to through a pipe (DevTools protocol)."""

    def __init__(self, program: str, place: Path) -> None:
        read_end, self._out = os.pipe()
        self._in, write_end = os.pipe()

        def connect() -> None:
            # Above both numbers first, so that neither overwrites the other.
            high = [os.dup2(end, 90 + n) for n, end in enumerate((read_end, write_end))]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self._process = subprocess.Popen(  # pylint: disable=subprocess-popen-preexec-fn,consider-using-with
            [program, *FLAGS, "--user-data-dir=%s" % place, "about:blank"],
            env={"HOME": str(place), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=connect,
        )
        os.close(read_end)
        os.close(write_end)
        self._rest = b""
        self._number = 0
        self._session = ""
        self.events: list[Any] = []

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result; what happens meanwhile is added to the events."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            chunk = os.read(self._in, 1 << 20)
            assert chunk, "Chromium ended"
            self._rest += chunk
        message, _end, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def open(self, path: Path, width: int, dark: bool = False) -> None:
        """Show a file in a new tab."""
        self._session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(domain + ".enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.ask("Emulation.setEmulatedMedia", features=scheme)
        self.events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """Return what an expression comes to in the page."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def screenshot(self) -> bytes:
        """Return the whole page as a PNG."""
        # Not what is skipped while it is out of sight.
        self.value("document.querySelectorAll('.person').forEach(e => e.style.contentVisibility = 'visible')")
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def pdf(self) -> bytes:
        """Return the page as it is printed."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=False)["data"])

    def close(self) -> None:
        """End it."""
        os.close(self._out)
        os.close(self._in)
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="module", name="browser")
def fixture_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser, which a machine that tests has to have."""
    if os.environ.get(SKIP) == "1":
        pytest.skip("%s is 1" % SKIP)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, (
        "No Chromium to look at the page with: install the package chromium (apt-get install chromium), or set %s=1 to"
        " go without." % SKIP
    )
    browser = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="module", name="page")
def fixture_page(admin: Mattermost, ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page about one leaver with every way in and six others, one of them with a very long name."""
    receiver = Receiver()
    leaver = Leaver(admin, receiver)
    others = [admin.new_user("other") for _number in range(5)]
    others.append(admin.new_user("w" * 9 + "-long-name-without-an-end-"))
    for user in others:
        admin.log_in(user["username"])
    place = tmp_path_factory.mktemp("evidence")
    names = [leaver.name] + [user["username"] for user in others]
    run = Caller(ansible, admin.url, admin.token).run("offboard", offboard_users=names, offboard_report_dir=str(place))
    assert run.returncode == 0, run.output
    [page] = place.glob("*.html")
    yield page
    leaver.clear_away()
    receiver.stop()


def keep(name: str, content: bytes) -> None:
    """Keep a picture where somebody wants to look at it."""
    place = os.environ.get("REPORT_SCREENSHOTS")
    if place:
        (Path(place) / name).write_bytes(content)


def look_at(browser: Browser, page: Path, width: int, dark: bool = False) -> bytes:
    """Open a page and hold it against what is true at every width; return its picture."""
    browser.open(page, width, dark)
    assert browser.value("document.documentElement.scrollWidth") == width, browser.value(STICKING_OUT)
    assert browser.value(STICKING_OUT) == []
    picture = browser.screenshot()
    assert browser.value(TOO_PALE) == []
    complaints = [e for e in browser.events if e.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]
    assert complaints == []
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    assert asked == [page.as_uri()]
    return picture


def rows_with_something_on_them(png: bytes) -> float:
    """Return the share of a picture's rows that are not of one colour."""
    width, _height, _depth, colour = struct.unpack(">IIBB", png[16:26])
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    raw = zlib.decompress(data)
    size = 1 + width * {2: 3, 6: 4}[colour]
    rows = [raw[start : start + size] for start in range(0, len(raw), size)]
    # Whatever the row's filter: one colour all along leaves no more than a few different bytes.
    return sum(1 for row in rows if len(set(row[1:])) > 5) / len(rows)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_screen(browser: Browser, page: Path, width: int, dark: bool) -> None:
    picture = look_at(browser, page, width, dark)
    keep("report-%d%s.png" % (width, "-dark" if dark else ""), picture)
    assert rows_with_something_on_them(picture) > 0.2
    background = browser.value("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 24, 29)" if dark else "rgb(255, 255, 255)")


def test_the_picture_shows_what_it_says(browser: Browser, page: Path) -> None:
    """The longest bar is that of the kind with the most, and the length of each is its number."""
    browser.open(page, 1280)
    bars = browser.value("[...document.querySelectorAll('.bar-before')].map(e => e.getBoundingClientRect().width)")
    [data] = page.parent.glob("*.json")
    kinds = json.loads(data.read_text(encoding="utf-8"))["totals"]["kinds"].values()
    numbers = [kind["before"] for kind in kinds if kind["before"] or kind["after"]]
    assert len(bars) == len(numbers)
    assert [round(width / max(bars), 2) for width in bars] == [round(n / max(numbers), 2) for n in numbers]


def test_the_table_leads_to_the_users(browser: Browser, page: Path) -> None:
    browser.open(page, 1280)
    names = "[...document.querySelectorAll('tbody th a')].map(a => [a.textContent, %s])"
    there = "document.querySelector(a.hash).querySelector('h3').textContent"
    pairs = browser.value(names % there)
    assert len(pairs) == 7 and all(link == heading for link, heading in pairs)


def test_on_paper(browser: Browser, page: Path) -> None:
    """Black on white, every user unfolded, and no page empty, even where the screen is dark."""
    browser.open(page, 1280, dark=True)
    browser.value("document.querySelectorAll('details').forEach(e => e.removeAttribute('open'))")
    pdf = browser.pdf()
    keep("report.pdf", pdf)
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            streams.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    # A page's content stream is the one that sets up its coordinates; words are shown between BT and ET.
    pages = [stream for stream in streams if re.search(rb"\bBT\b", stream)]
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert count > 2
    assert len(pages) >= count
    browser.ask(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    style = "getComputedStyle(document.body)"
    assert browser.value("%s.color + %s.backgroundColor" % (style, style)) == "rgb(0, 0, 0)rgb(255, 255, 255)"
    assert browser.value("Math.min(...[...document.querySelectorAll('.person > div')].map(e => e.offsetHeight))") > 50


@pytest.mark.slow
@pytest.mark.embedded_only("it makes many users at once")
def test_many_users(browser: Browser, control: Control, as_admin: Caller, tmp_path: Path) -> None:
    """Folded, in one line each, and drawn only when they come into sight."""
    made = control.ask("POST", "/bulk", {"users": 250, "sessions": 1, "prefix": unique("many")})
    run = as_admin.run(
        "offboard",
        offboard_users=made["usernames"],
        offboard_max_users=250,
        offboard_batch_size=100,
        offboard_report_dir=str(tmp_path),
    )
    assert run.returncode == 0, run.output
    [page] = tmp_path.glob("*.html")
    browser.open(page, 360)
    assert browser.value("document.documentElement.scrollWidth") == 360
    assert browser.value("document.querySelectorAll('.person').length") == 250
    assert browser.value("document.querySelectorAll('.person[open]').length") == 0
    names = browser.value("[...document.querySelectorAll('.person h3')].map(e => e.textContent)")
    assert names == sorted(made["usernames"])
    assert page.stat().st_size < 250 * 3000 + 40000
