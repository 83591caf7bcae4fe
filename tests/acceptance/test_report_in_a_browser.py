# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the evidence as somebody sees it in a browser: wide, narrow, dark and on paper.

The screenshots are kept where REPORT_SCREENSHOTS names a directory, to be looked at by a person.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path
from typing import Iterator, Literal

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.playbooks import Ansible, Caller
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver

SKIP = "OFFBOARDING_SKIP_BROWSER"
# Wide, a small phone's, and the least that WCAG asks for.
WIDTHS = (1280, 360, 320)
# What sticks out to a side, past all clipping.
STICKING_OUT = """
[...document.querySelectorAll("main *")].filter(e => !e.closest("defs")).map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.right > document.documentElement.clientWidth + 0.5 || box.left < -0.5))
  .map(([e, box]) => e.tagName + " " + e.textContent.trim().slice(0, 40) + " " + box.right)
"""
# Words in a picture, which axe leaves out, whose colour stands out from the page's by less than WCAG AA asks for.
TOO_PALE = """
(() => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0.05);
  const page = light(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll("svg text")].map(e => [e.textContent, light(getComputedStyle(e).fill)])
    .filter(([_, text]) => Math.max(page, text) / Math.min(page, text) < 4.5);
})()
"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module", name="browser")
def fixture_browser() -> Iterator[Browser]:
    """The browser of the system, which a machine that tests has to have."""
    if os.environ.get(SKIP) == "1":
        pytest.skip("%s is 1" % SKIP)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, (
        "No Chromium to look at the page with: install the package chromium (apt-get install chromium), or set %s=1 to"
        " go without." % SKIP
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="evidence")
def fixture_evidence(admin: Mattermost, ansible: Ansible, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page about one leaver with every way in and six others, one of them with a very long name."""
    receiver = Receiver()
    leaver = Leaver(admin, receiver)
    others = [admin.new_user("other") for _number in range(5)]
    others.append(admin.new_user("w" * 9 + "-long-name-without-an-end-"))
    for user in others:
        admin.log_in(user["username"])
    place = tmp_path_factory.mktemp("evidence")
    names = [leaver.username] + [user["username"] for user in others]
    # Late, and with something left to a person: all that a page may have to show.
    about = {"offboard_left_at": "2026-01-30T17:00:00Z", "offboard_ticket": "CHG-1041", "offboard_fail_on_open": False}
    caller = Caller(ansible, admin.url, admin.token)
    run = caller.run("offboard", offboard_users=names, offboard_report_dir=str(place), **about)
    assert run.returncode == 0, run.output
    [page] = place.glob("*.html")
    yield page
    leaver.clear_away()
    receiver.stop()


@pytest.fixture(name="page")
def fixture_page(browser: Browser, evidence: Path) -> Iterator[Page]:
    """The evidence on a wide screen."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(evidence.as_uri())
        yield page


def keep(name: str, content: bytes) -> None:
    """Keep a picture where somebody wants to look at it."""
    place = os.environ.get("REPORT_SCREENSHOTS")
    if place:
        (Path(place) / name).write_bytes(content)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_screen(browser: Browser, evidence: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    """It fits, everybody can read it, its colours are those of the system, and it asks nobody for anything."""
    window = {"width": width, "height": 900}
    with browser.new_context(viewport=window, is_mobile=width < 600, color_scheme=scheme) as context:
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(evidence.as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == width, page.evaluate(STICKING_OUT)
        assert page.evaluate(STICKING_OUT) == []
        assert complaints == []
        assert asked == [evidence.as_uri()]
        dark = max(map(float, re.findall(r"[\d.]+", page.evaluate(BACKGROUND))[:3])) < 64
        assert dark == (scheme == "dark")
        keep("report-%d-%s.png" % (width, scheme), page.screenshot(full_page=True))
        # Contrast, names, order of headings and so on, as WCAG has it.
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(TOO_PALE) == []


def test_the_picture_shows_what_it_says(page: Page) -> None:
    """The length of each bar is the number beside it."""
    picture = page.get_by_role("img")
    numbers = [int(text.split()[0]) for text in picture.locator("text", has_text="before").all_text_contents()]
    boxes = [found.bounding_box() for found in picture.locator(".bar-before").all()]
    lengths = [box["width"] if box else 0 for box in boxes]
    assert max(numbers) > min(numbers) > 0
    assert [length / max(lengths) for length in lengths] == pytest.approx([n / max(numbers) for n in numbers], abs=0.01)


def test_the_table_leads_to_the_users(page: Page) -> None:
    links = page.locator("main tbody").first.get_by_role("link").all()
    assert len(links) == 7
    for link in links:
        link.click()
        expect(page.get_by_role("heading", name=link.inner_text(), exact=True)).to_be_in_viewport()


def on_paper(page: Page) -> list[str]:
    """Print the page, and return the text of each sheet."""
    printed = page.pdf()
    keep("report.pdf", printed)
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages]


def test_on_paper(page: Page) -> None:
    """Black on white, every user unfolded, and no sheet empty, even where the screen is dark."""
    unfolded = on_paper(page)
    page.emulate_media(color_scheme="dark")
    page.locator("details[open]").evaluate_all("all => all.forEach(one => one.removeAttribute('open'))")
    sheets = on_paper(page)
    assert len(sheets) > 2
    assert all(sheet.strip() for sheet in sheets)
    assert sheets == unfolded
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color + %s" % BACKGROUND) == "rgb(0, 0, 0)rgb(255, 255, 255)"


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
    [evidence] = tmp_path.glob("*.html")
    with browser.new_context(viewport={"width": 360, "height": 900}, is_mobile=True) as context:
        page = context.new_page()
        page.goto(evidence.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        names = page.locator("details h3").all_text_contents()
        assert names == sorted(made["usernames"])
        assert page.locator("details[open] h3").count() == 0
    assert evidence.stat().st_size < 250 * 3000 + 40000
