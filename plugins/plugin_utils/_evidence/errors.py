# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ends the work on the evidence. Each class is one sentence that a user reads."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._action import ActionError


class EvidenceError(ActionError):
    """Anything that ends a task of the evidence. The keyword arguments fill in the sentence."""

    sentence = ""
    # A guard refused it: nothing was changed, so there is nothing to report.
    refused = False
    # Something was done of which the journal does not know: only the server can tell.
    unrecorded = False

    def __init__(self, **values: Any) -> None:
        super().__init__(self.sentence.format(**values))

    def told(self) -> dict[str, Any]:
        """Return what the tasks after this one have to know."""
        return {"refused": self.refused, "unrecorded": self.unrecorded}


class Refused(EvidenceError):
    """A guard: the run does not begin."""

    refused = True


class NotBegun(Refused):
    """What kept a run from beginning, told once more by the task that cleans up after it."""

    sentence = "{message}"


class Unrecorded(EvidenceError):
    """What ended a run whose journal does not know all that was done, told once more."""

    sentence = "{message}"


class FolderUnusable(Refused):
    """The place for the evidence, before anything is changed."""

    sentence = (
        "The evidence cannot be kept in {folder}: {reason}. Nothing was changed. Set offboard_report_dir to a writable"
        " directory."
    )


class JournalUnwritable(EvidenceError):
    """A record could not be put on disk, so the run must not go on."""

    unrecorded = True

    sentence = (
        "The record of this run cannot be written to {path}: {reason}. The run stops here, because every change must"
        " be recorded. The next run with this directory completes the report."
    )


class JournalLost(EvidenceError):
    """The journal of the run under way is gone, or is not what it was."""

    unrecorded = True

    sentence = (
        "The record of this run was not found in {path}: {reason}. The run stops here, because every change must"
        " be recorded."
    )


class JournalUnreadable(EvidenceError):
    """A journal that cannot be opened, or that says nothing."""

    sentence = "The record {path} cannot be read: {reason}."


class ReportUnwritable(EvidenceError):
    """The rendering or the writing of the three files failed."""

    sentence = (
        "The report could not be written to {folder}: {reason}. Nothing is lost, {journal} contains the record of the"
        " run. The next run with this directory writes the report, and so does the playbook finish_evidence."
    )


class ManifestBroken(EvidenceError):
    """Verification found something."""

    sentence = "The evidence in {folder} is not as it was written: {problems}."


class NoManifest(EvidenceError):
    """Verification of a folder without one."""

    sentence = "There is no manifest.jsonl in {folder}, so the evidence cannot be verified."


class SignatureFailed(EvidenceError):
    """ssh-keygen does not sign."""

    sentence = "The evidence could not be signed with {key}: {reason}. The report itself was written to {folder}."
    # What was published without a signature.
    published: dict[str, Any] | None = None
