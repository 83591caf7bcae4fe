# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors of the evidence. Each class is one sentence that a user reads."""

from __future__ import annotations

from typing import Any

from ansible_collections.offboarding.mattermost.plugins.plugin_utils._action import ActionError


class EvidenceError(ActionError):
    """An error that ends a task of the evidence. The keyword arguments fill in the sentence."""

    sentence = ""
    # A guard refused it: nothing was changed, so there is nothing to report.
    refused = False
    # The journal may lack a change that was made: only the server has the actual state.
    unrecorded = False

    def __init__(self, **values: Any) -> None:
        super().__init__(self.sentence.format(**values))

    def told(self) -> dict[str, Any]:
        """Return what the tasks after this one have to know."""
        return {"refused": self.refused, "unrecorded": self.unrecorded}


class Refused(EvidenceError):
    """A guard refused the run before it began."""

    refused = True


class NotBegun(Refused):
    """The reason why a run did not begin, repeated by the task that cleans up after it."""

    sentence = "{message}"


class Unrecorded(EvidenceError):
    """The reason why a run ended whose journal may be incomplete, repeated."""

    sentence = "{message}"


class FolderUnusable(Refused):
    """The directory for the evidence cannot be used. Checked before anything is changed."""

    sentence = (
        "The evidence cannot be kept in {folder}: {reason}. Nothing was changed. Set offboard_report_dir to a writable"
        " directory."
    )


class JournalUnwritable(EvidenceError):
    """A record could not be written to disk, so the run must not continue."""

    unrecorded = True

    sentence = (
        "The record of this run cannot be written to {path}: {reason}. The run stops here, because every change must"
        " be recorded. The next run with this directory completes the report."
    )


class JournalLost(EvidenceError):
    """The journal of the current run is missing or damaged."""

    unrecorded = True

    sentence = (
        "The record of this run was not found in {path}: {reason}. The run stops here, because every change must"
        " be recorded."
    )


class JournalUnreadable(EvidenceError):
    """A journal cannot be opened, or is empty."""

    sentence = "The record {path} cannot be read: {reason}."


class NotCompleted(EvidenceError):
    """The report of an aborted run, of which the files belong to somebody else."""

    sentence = (
        "The report of the aborted run {path} cannot be completed: {reason}. Run the playbook finish_evidence as a user"
        " who can read, write and remove that file."
    )


class ReportUnwritable(EvidenceError):
    """The three files could not be rendered or written."""

    sentence = (
        "The report could not be written to {folder}: {reason}. Nothing is lost, {journal} contains the record of the"
        " run. The next run with this directory writes the report, and so does the playbook finish_evidence."
    )


class ManifestBroken(EvidenceError):
    """Verification found a problem."""

    sentence = "The evidence in {folder} failed verification: {problems}."


class NoManifest(EvidenceError):
    """There is no manifest to verify."""

    sentence = "There is no manifest.jsonl in {folder}, so the evidence cannot be verified."


class SignatureFailed(EvidenceError):
    """ssh-keygen could not sign."""

    sentence = "The evidence could not be signed with {key}: {reason}. The report itself was written to {folder}."
    # What was published without a signature.
    published: dict[str, Any] | None = None
