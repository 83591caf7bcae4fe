# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A browser that looks at pages: whether they fit, whether everybody can read them, and what is on paper.

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
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

Scheme = Literal["light", "dark"]
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


def keep(name: str, content: bytes) -> None:
    """Keep a picture where somebody wants to look at it."""
    place = os.environ.get("REPORT_SCREENSHOTS")
    if place:
        (Path(place) / name).write_bytes(content)


def look_at(browser: Browser, file: Path, width: int, scheme: Scheme, picture: str) -> None:
    """Fail where a page does not fit, where somebody cannot read it, or where it asks anybody for anything."""
    window: ViewportSize = {"width": width, "height": 900}
    with browser.new_context(viewport=window, is_mobile=width < 600, color_scheme=scheme) as context:
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == width, page.evaluate(STICKING_OUT)
        assert page.evaluate(STICKING_OUT) == []
        assert complaints == []
        assert asked == [file.as_uri()]
        dark = max(map(float, re.findall(r"[\d.]+", page.evaluate(BACKGROUND))[:3])) < 64
        assert dark == (scheme == "dark")
        keep("%s-%d-%s.png" % (picture, width, scheme), page.screenshot(full_page=True))
        # Contrast, names, order of headings and so on, as WCAG has it.
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate(TOO_PALE) == []


def on_paper(page: Page, picture: str) -> list[str]:
    """Print a page, and return the text of each sheet."""
    printed = page.pdf()
    keep(picture + ".pdf", printed)
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages]


def assert_black_on_white(page: Page) -> None:
    """Fail where a printer would be asked for anything but black on white, on a system that is dark."""
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color + %s" % BACKGROUND) == "rgb(0, 0, 0)rgb(255, 255, 255)"
