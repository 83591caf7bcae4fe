# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the evidence as somebody sees it in a browser: wide, narrow, dark and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from helpers.browser import (  # pylint: disable=unused-import
    WIDTHS,
    Scheme,
    assert_black_on_white,
    fixture_browser,  # noqa: F401
    look_at,
    on_paper,
)
from helpers.playbooks import Ansible, Caller
from playwright.sync_api import Browser, Page, expect

from ansible_collections.offboarding.mattermost.tests.support.control import Control
from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver


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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_screen(browser: Browser, evidence: Path, width: int, scheme: Scheme) -> None:
    """It fits, everybody can read it, its colours are those of the system, and it asks nobody for anything."""
    look_at(browser, evidence, width, scheme, "report")


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


def test_on_paper(page: Page) -> None:
    """Black on white, every user unfolded, and no sheet empty, even where the screen is dark."""
    unfolded = on_paper(page, "report")
    page.emulate_media(color_scheme="dark")
    page.locator("details[open]").evaluate_all("all => all.forEach(one => one.removeAttribute('open'))")
    sheets = on_paper(page, "report")
    assert len(sheets) > 2
    assert all(sheet.strip() for sheet in sheets)
    assert sheets == unfolded
    assert_black_on_white(page)


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
