# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Detached signatures of the lines of the manifest, made and verified by OpenSSH's ssh-keygen.

A run signs its line of the manifest, which contains the hashes of its files and of the line before it, and therefore
covers everything before. The key must be in ssh-agent or in a file without a passphrase: there is no prompt.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from . import manifest
from .errors import SignatureFailed

NAMESPACE = "evidence@offboarding.mattermost"
_SECONDS = 60


def sign(folder: Path, run: str, line: bytes, key: str) -> Path:
    """Sign a line of the manifest and return the file of the signature. Raises SignatureFailed."""
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", os.path.expanduser(key)]
    done = _run(command, line)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise SignatureFailed(key=key, folder=folder, reason=_said(done))
    path = folder / (run + manifest.SIGNATURE)
    path.write_bytes(done.stdout)
    path.chmod(0o640)
    return path


def verify(folder: Path, allowed_signers: str, signer: str | None) -> list[str]:
    """Return the problems with the signatures of a folder, including runs without a signature."""
    problems = []
    for record, line in manifest.lines(folder):
        run = str(record.get("run"))
        path = folder / (run + manifest.SIGNATURE)
        if not path.is_file():
            problems.append("not signed: %s" % run)
            continue
        identity = signer or _principal(path, line, allowed_signers)
        command = ["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-s", str(path)]
        command += ["-f", os.path.expanduser(allowed_signers), "-I", identity or ""]
        done = _run(command, line)
        if done.returncode:
            problems.append("the signature of %s is not valid: %s" % (run, _said(done)))
    return problems


def _principal(path: Path, line: bytes, allowed_signers: str) -> str | None:
    command = ["ssh-keygen", "-Y", "find-principals", "-s", str(path), "-f", os.path.expanduser(allowed_signers)]
    names = _run(command, line).stdout.decode("utf-8", "replace").split()
    return names[0] if names else None


def _run(command: list[str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    # There is no prompt: a key with a passphrase has to be in the agent.
    environment = dict(os.environ, SSH_ASKPASS="/bin/false", SSH_ASKPASS_REQUIRE="force", LC_ALL="C")
    try:
        return subprocess.run(
            command, input=text, capture_output=True, env=environment, timeout=_SECONDS, check=False,
            start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, b"", b"ssh-keygen (OpenSSH 8.2 or newer) is not installed")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, b"", b"ssh-keygen did not answer")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = " ".join((done.stderr or done.stdout).decode("utf-8", "replace").split())
    return text.rstrip(".")[:300] or "ssh-keygen exited with status %d" % done.returncode
