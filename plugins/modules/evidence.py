# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of plugins/action/evidence.py, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: evidence
short_description: Keep the record of an offboarding, write its evidence, and verify it
version_added: 1.0.0
author:
  - offboarding.mattermost contributors (@offboarding-mattermost)
description:
  - Keeps a journal of what the role P(offboarding.mattermost.offboard#role) is about to do and of what each step came
    to, and writes the reports from it. Everything happens on the controller.
  - By itself it finishes the reports of runs that were aborted and verifies the evidence in a directory. The other
    states are the steps of the role and not meant for anything else.
options:
  state:
    description:
      - V(verified) checks that the evidence in O(dir) is as it was written, and fails with the names of what was
        changed, lost or added since.
      - V(searched) returns the runs in O(dir) that were aborted and whose reports are unfinished.
      - V(recovered) finishes the reports of all runs in O(dir) that were aborted. It asks no server. The playbook
        C(offboarding.mattermost.finish_evidence) does, and can so tell more about the users whom a run had begun to
        work on.
      - V(started), V(listed), V(chunk), V(planned), V(begun), V(admitted), V(refused), V(completed), V(broken) and
        V(ended) are the steps of the role, in this order.
    type: str
    required: true
    choices:
      - started
      - listed
      - chunk
      - planned
      - begun
      - admitted
      - refused
      - completed
      - ended
      - broken
      - searched
      - recovered
      - verified
  dir:
    description:
      - Directory of the evidence on the controller. A relative path is relative to the working directory of the
        command.
      - With V(state=started) and an empty path no evidence is written, and the journal lies among Ansible's own
        temporary files until the run is over.
    type: path
    default: ""
  head:
    description:
      - RV(head) as it was returned and kept elsewhere. It must be the hash of a line of the manifest. This tells
        whether the last runs were taken away together with their lines.
    type: str
  allowed_signers:
    description:
      - File with the keys that may sign, as C(ssh-keygen) reads it. If set, every run must have a valid signature.
    type: path
  signer:
    description:
      - Who must have signed, by the name in O(allowed_signers). If not set, anybody who is named there.
    type: str
  signing_key:
    description:
      - Key to sign each run's line of the manifest with, by C(ssh-keygen -Y sign). It is a private key without a
        passphrase, or a public key whose private key ssh-agent holds.
    type: path
    default: ""
  journal:
    description:
      - The journal of the run, as RV(journal) returned it.
      - With O(state=recovered) only the run of this journal is finished, and only if O(result) is of its server.
    type: path
  batch:
    description: Number of the batch, counted from 0. With V(state=chunk) that of the part of the list.
    type: int
  look:
    description: Whether this is the first or the second look at a batch.
    type: int
    default: 1
  result:
    description: Name of the variable in which the result of a look at the users of a broken run is registered.
    type: str
  what:
    description: What the run is.
    type: str
    choices: [offboarding, audit, stale_sessions]
    default: offboarding
  name:
    description: Name of the server or run in the names of the files.
    type: str
    default: mattermost
  exclude:
    description: Names of users who are left out.
    type: list
    elements: str
    default: []
  everybody:
    description: Whether all users of the server in this state are meant as well.
    type: str
    choices: [active, deactivated, any]
  missing_users:
    description: What to do when somebody who is named does not exist.
    type: str
    choices: [fail, ignore]
    default: fail
  max_users:
    description: Refuse more users than this.
    type: int
  batch_size:
    description: How many users to work on at once.
    type: int
    default: 500
  shard_index:
    description: Which part of the users is this run's, counted from 0.
    type: int
    default: 0
  shard_count:
    description: Into how many parts the users are split.
    type: int
    default: 1
  settings:
    description: What the run was told to do, as the reports say it.
    type: dict
    default: {}
  left_alone:
    description: The types of access that are left alone on purpose. They do not count against anybody.
    type: list
    elements: str
    default: []
  target_hours:
    description: Hours within which the last way in has to be closed after somebody left.
    type: float
    default: 24
  fail_on_open:
    description: Whether RV(failure) is set when somebody still gets in, or when nobody knows.
    type: bool
    default: true
  rehearsal_report:
    description: Whether check mode writes its rehearsal as evidence, too.
    type: bool
    default: false
  variables_of:
    description: File with the argument specification of a role, whose variables must not be misspelt.
    type: path
attributes:
  check_mode:
    description: Can run in check mode. The run is then a rehearsal, and is called one in everything that is written.
    support: full
  diff_mode:
    description: Returns details of what is changed.
    support: none
  platform:
    description: Where it runs.
    platforms: posix
    support: full
notes:
  - It needs C(ssh-keygen) of OpenSSH 8.2 or newer to sign and to verify signatures.
seealso:
  - module: offboarding.mattermost.mattermost_access_info
"""

EXAMPLES = r"""
- name: Verify that nothing was changed, lost or added
  offboarding.mattermost.evidence:
    state: verified
    dir: /srv/evidence

- name: Verify who signed it as well
  offboarding.mattermost.evidence:
    state: verified
    dir: /srv/evidence
    allowed_signers: /etc/ssh/evidence_signers

- name: Finish the reports of runs that were aborted
  offboarding.mattermost.evidence:
    state: recovered
    dir: /srv/evidence
"""

RETURN = r"""
head:
  description:
    - The hash of the last line of the manifest. Whoever keeps it elsewhere can tell later that nothing was taken away.
  returned: when O(state) is V(verified) or V(ended)
  type: str
  sample: 81aa60e4ca897a6a1991fb388f0d5a3f0b1d8a4b1c9f5e2d7a6b3c4d5e6f7081
runs:
  description: How many runs are in the manifest.
  returned: when O(state) is V(verified)
  type: int
  sample: 12
unfinished:
  description: The runs that were aborted and whose reports are unfinished.
  returned: when O(state) is V(verified)
  type: list
  elements: str
  sample: []
files:
  description: The files that were written. When O(state) is V(verified), how many there are.
  returned: when O(state) is V(ended), V(recovered) or V(verified)
  type: raw
  sample: [/srv/evidence/offboarding-chat-20261125T160000Z.html]
broken:
  description: The runs that were aborted, each with its journal, its server and the users whom it had begun to work on.
  returned: when O(state) is V(searched) or V(started)
  type: list
  elements: dict
  sample: []
journal:
  description: The journal of the run.
  returned: when O(state) is V(started)
  type: str
  sample: /srv/evidence/.offboarding-chat-20261125T160000Z.journal
failure:
  description: Why the play must fail, V(null) where all is well.
  returned: when O(state) is V(ended)
  type: str
  sample: null
summary:
  description: What to tell at the end.
  returned: when O(state) is V(ended)
  type: list
  elements: str
  sample: ["https://chat.example.com (Mattermost 11.6.0): 1 user, 5 ways in before, 0 after."]
"""
