# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What will stop working, as a manager sees it in a browser: wide, narrow, dark and on paper."""

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
from playwright.sync_api import Browser

from ansible_collections.offboarding.mattermost.tests.support.leaver import Leaver
from ansible_collections.offboarding.mattermost.tests.support.mattermost import Mattermost, unique
from ansible_collections.offboarding.mattermost.tests.support.receiver import Receiver


@pytest.fixture(scope="module", name="manager_page")
def fixture_manager_page(
    admin: Mattermost, ansible: Ansible, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The page about somebody with everything, about somebody with nothing, and about nobody."""
    receiver = Receiver()
    leaver = Leaver(admin, receiver)
    successor = admin.new_user("successor")
    place = tmp_path_factory.mktemp("impact")
    names = [leaver.username, admin.new_user("w" * 9 + "-long-name-without-an-end-")["username"], unique("nobody")]
    run = Caller(ansible, admin.url, admin.token).run(
        "impact",
        impact_users=names,
        impact_dir=str(place),
        impact_successors={leaver.username: successor["username"]},
        impact_bots="assign",
        impact_slash_commands="regenerate_token",
    )
    assert run.returncode == 0, run.output
    yield place / "what_will_stop_working.html"
    leaver.clear_away()
    receiver.stop()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_screen(browser: Browser, manager_page: Path, width: int, scheme: Scheme) -> None:
    """It fits, everybody can read it, its colours are those of the system, and it asks nobody for anything."""
    look_at(browser, manager_page, width, scheme, "manager")


def test_on_paper(browser: Browser, manager_page: Path) -> None:
    """Black on white, also where the screen is dark, and no heading stands alone at the foot of a sheet."""
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(manager_page.as_uri())
        headings = page.locator("h2, h3, h3 + p").all_inner_texts()
        sheets = on_paper(page, "manager")
        assert len(sheets) > 1 and all(sheet.strip() for sheet in sheets)
        # The number of the page stands below everything else.
        last = [[line for line in sheet.splitlines() if line.strip()][-2] for sheet in sheets]
        assert not {" ".join(line.split()) for line in last} & {" ".join(text.split()) for text in headings}
        assert_black_on_white(page)
