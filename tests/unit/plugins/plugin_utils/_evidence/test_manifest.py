# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manifest: whatever was changed, lost or added since is named, and whoever has a key can sign."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import manifest, signature
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import (
    ManifestBroken,
    NoManifest,
    SignatureFailed,
)


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    """The evidence of three runs."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    for number in range(3):
        files = [folder / ("run-%d.%s" % (number, suffix)) for suffix in ("html", "json", "csv")]
        for path in files:
            path.write_text("%s of %d" % (path.suffix, number), encoding="utf-8")
        manifest.add(folder, "run-%d" % number, files, 0o640, what="offboarding")
    return folder


def found(folder, head=None):
    """Return what is wrong with a folder."""
    with pytest.raises(ManifestBroken) as raised:
        manifest.verify(folder, head)
    return str(raised.value).partition("failed verification: ")[2]


def test_nothing_is_wrong(folder):
    told = manifest.verify(folder)
    assert (told["runs"], told["files"]) == (3, 9) and len(told["head"]) == 64
    assert manifest.verify(folder, told["head"]) == told


@pytest.mark.parametrize("name", ["run-%d.%s" % (n, suffix) for n in range(3) for suffix in ("html", "json", "csv")])
def test_one_byte_of_each_file(folder, name):
    path = folder / name
    text = path.read_bytes()
    path.write_bytes(text[:3] + bytes([text[3] ^ 1]) + text[4:])
    assert found(folder) == "changed: %s." % name


def test_files_that_are_lost_or_added(folder):
    (folder / "run-1.csv").unlink()
    (folder / "run-1.html").unlink()
    (folder / "mine.csv").write_text("", encoding="utf-8")
    assert found(folder) == "lost: run-1.csv, run-1.html; added: mine.csv."


def test_what_is_under_way_is_not_added(folder):
    (folder / ".run-4.journal").write_text("", encoding="utf-8")
    manifest.verify(folder)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_byte_of_each_line(folder, number):
    """The last line holds the hashes of files: a change there makes them others."""
    path = folder / manifest.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number] = lines[number].replace(b'"what":"offboarding"', b'"what":"offboardinG"')
    path.write_bytes(b"".join(lines))
    if number < 2:
        assert found(folder) == "line %d of manifest.jsonl does not match the line before it." % (number + 2)
    else:
        # Nothing follows yet. Whoever kept the hash of the line, or has its signature, sees it.
        head = manifest.line_hash(lines[number].replace(b"offboardinG", b"offboarding"))
        assert "no line of manifest.jsonl has the hash" in found(folder, head)


@pytest.mark.parametrize("number", [0, 1])
def test_a_line_that_was_taken_out(folder, number):
    path = folder / manifest.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[number]
    path.write_bytes(b"".join(lines))
    assert "line %d of manifest.jsonl does not match" % (number + 1) in found(folder)


def test_the_last_run_taken_away_with_its_line_shows_by_the_hash_that_was_kept(folder):
    head = manifest.verify(folder)["head"]
    path = folder / manifest.NAME
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    for file in folder.glob("run-2.*"):
        file.unlink()
    manifest.verify(folder)
    assert "no line of manifest.jsonl has the hash %s" % head in found(folder, head)


def test_later_runs_do_not_make_a_hash_invalid(folder):
    head = manifest.verify(folder)["head"]
    extra = folder / "run-3.csv"
    extra.write_text("x", encoding="utf-8")
    manifest.add(folder, "run-3", [extra], 0o640)
    manifest.verify(folder, head)


def test_a_line_that_was_cut_off_is_added_anew(folder):
    """A run was killed while it added its line: its journal is still there, and somebody adds it again."""
    path = folder / manifest.NAME
    path.write_bytes(path.read_bytes()[:-30])
    manifest.add(folder, "run-2", sorted(folder.glob("run-2.*")), 0o640, what="offboarding")
    assert manifest.verify(folder)["runs"] == 3


def test_a_run_is_added_once(folder):
    before = (folder / manifest.NAME).read_bytes()
    manifest.add(folder, "run-1", [], 0o640)
    assert (folder / manifest.NAME).read_bytes() == before
    assert manifest.has(folder, "run-1") and not manifest.has(folder, "run-9")


def test_no_manifest(tmp_path):
    with pytest.raises(NoManifest, match=r"There is no manifest.jsonl in"):
        manifest.verify(tmp_path)
    assert not manifest.has(tmp_path, "run-0")


# --- signatures -------------------------------------------------------------------------------------------------------

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@pytest.fixture(name="key")
def fixture_key(tmp_path):
    """A key, and the file that says that it may sign."""
    return new_key(tmp_path, "key")


def new_key(place, name, passphrase=""):
    """Make a key and name it in the file of those who may sign."""
    path = place / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", str(path)]
    subprocess.run(command, check=True)
    public = path.with_suffix(".pub").read_text(encoding="utf-8")
    with (place / "signers").open("a", encoding="utf-8") as signers:
        signers.write("%s@example.com %s" % (name, public))
    return path


def sign_all(folder, key):
    for record, line in manifest.lines(folder):
        signature.sign(folder, record["run"], line, str(key))


@needs_ssh
def test_signatures_of_all_runs(folder, key, tmp_path):
    sign_all(folder, key)
    assert signature.verify(folder, str(tmp_path / "signers"), None) == []
    assert signature.verify(folder, str(tmp_path / "signers"), "key@example.com") == []
    manifest.verify(folder)


@needs_ssh
def test_a_run_that_nobody_signed(folder, key, tmp_path):
    sign_all(folder, key)
    (folder / "run-1.sig").unlink()
    assert signature.verify(folder, str(tmp_path / "signers"), None) == ["not signed: run-1"]


@needs_ssh
def test_a_chain_that_was_made_anew_has_no_valid_signature(folder, key, tmp_path):
    """Whoever has no key can make a manifest that verifies, and no signature for it."""
    sign_all(folder, key)
    (folder / "run-1.csv").write_text("forged", encoding="utf-8")
    (folder / manifest.NAME).unlink()
    for number in range(3):
        files = sorted(path for path in folder.glob("run-%d.*" % number) if path.suffix != ".sig")
        manifest.add(folder, "run-%d" % number, files, 0o640, what="offboarding")
    manifest.verify(folder)
    problems = signature.verify(folder, str(tmp_path / "signers"), None)
    assert len(problems) >= 2 and all("is not valid" in problem for problem in problems)


@needs_ssh
def test_a_key_of_somebody_else(folder, key, tmp_path):
    other = new_key(tmp_path, "other")
    sign_all(folder, other)
    problems = signature.verify(folder, str(tmp_path / "signers"), "key@example.com")
    assert len(problems) == 3
    (tmp_path / "signers").write_text("", encoding="utf-8")
    assert len(signature.verify(folder, str(tmp_path / "signers"), None)) == 3


@needs_ssh
@pytest.mark.parametrize("which", ["passphrase", "missing"])
def test_a_key_that_cannot_sign(folder, tmp_path, which):
    """Nobody is asked for anything, and the report stays."""
    key = new_key(tmp_path, "locked", "secret") if which == "passphrase" else tmp_path / "nothing"
    with pytest.raises(SignatureFailed, match=r"could not be signed with .*The report itself was written to"):
        signature.sign(folder, "run-0", b"x\n", str(key))


def test_without_ssh_keygen(folder, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SignatureFailed, match=r"is not installed"):
        signature.sign(folder, "run-0", b"x\n", "key")
