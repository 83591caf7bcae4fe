# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files with new secrets: whole at any time, for one pair of eyes, never in the place of something else."""

from __future__ import annotations

import json
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._access import secret_files
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.secret_files import SecretFiles
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.handover_errors import (
    UnusableSecretsFolder,
)

URL = "https://chat.example.com"


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    """A folder of one's own."""
    path = tmp_path / "secrets"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(name="files")
def fixture_files(folder):
    """The files of one run."""
    return SecretFiles(str(folder), URL)


def said(path):
    """Return the tokens in a file."""
    return [secret["token"] for secret in json.loads(path.read_text(encoding="utf-8"))["secrets"]]


def test_a_file_for_each_successor_whole_after_each_secret(files, folder):
    files.add("nora", {"token": "1"})
    [path] = folder.iterdir()
    assert said(path) == ["1"]
    files.add("nora", {"token": "2"})
    files.add("emil", {"token": "3"})
    assert said(path) == ["1", "2"]
    assert [(one["successor"], one["secrets"]) for one in files.written()] == [("emil", 1), ("nora", 2)]
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    assert "1" not in [value for one in files.written() for value in one.values()]


def test_whatever_the_umask_says_nobody_else_reads_it(files, folder):
    before = os.umask(0)
    try:
        files.add("nora", {"token": "1"})
    finally:
        os.umask(before)
    assert [stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()] == [0o600]


@pytest.mark.parametrize("what", ["file", "link"])
def test_what_is_there_is_left_alone(files, folder, tmp_path, monkeypatch, what):
    monkeypatch.setattr(time, "strftime", lambda *args: "20261125T201500Z")
    target = tmp_path / "target"
    target.write_text("precious")
    there = folder / "nora-20261125T201500Z.json"
    if what == "link":
        there.symlink_to(target)
    else:
        there.write_text("precious")
    files.add("nora", {"token": "1"})
    assert there.read_text(encoding="utf-8") == target.read_text(encoding="utf-8") == "precious"
    assert said(folder / "nora-20261125T201500Z-2.json") == ["1"]


def test_threads_lose_nothing(files, folder):
    with ThreadPoolExecutor(8) as executor:
        list(executor.map(lambda number: files.add("nora", {"token": number}), range(60)))
    [path] = folder.iterdir()
    assert sorted(said(path)) == list(range(60))


@pytest.mark.parametrize("name", ["../../etc/x", "a/b", ".hidden", "", "ä\x00"])
def test_a_name_is_no_path(files, folder, name):
    files.add(name, {"token": "1"})
    [path] = folder.iterdir()
    assert not path.name.startswith(".")


def test_an_older_version_stays_where_the_disk_is_full(files, folder, monkeypatch):
    files.add("nora", {"token": "1"})

    def full(path, text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret_files, "_write", full)
    with pytest.raises(OSError, match="No space left"):
        files.add("nora", {"token": "2"})
    [path] = folder.iterdir()
    assert said(path) == ["1"]


def test_a_folder_that_is_missing_is_made_for_one_pair_of_eyes(tmp_path):
    path = tmp_path / "new"
    SecretFiles(str(path), URL).check(try_it=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert list(path.iterdir()) == []


def test_check_mode_makes_no_folder(tmp_path):
    SecretFiles(str(tmp_path / "new"), URL).check(try_it=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("try_it", [True, False])
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_can_write_to_is_refused(files, folder, mode, try_it):
    folder.chmod(mode)
    with pytest.raises(UnusableSecretsFolder, match="others can write to it"):
        files.check(try_it)


@pytest.mark.parametrize("try_it", [True, False])
def test_a_folder_in_no_folder_is_refused(tmp_path, try_it):
    with pytest.raises(UnusableSecretsFolder, match="its parent directory does not exist"):
        SecretFiles(str(tmp_path / "a" / "b"), URL).check(try_it)
