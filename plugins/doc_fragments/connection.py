# -*- coding: utf-8 -*-
# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options in `module_utils/_argument_specs.py` CONNECTION."""

from __future__ import annotations


class ModuleDocFragment:
    """Where the server is and who calls."""

    DOCUMENTATION = r"""
requirements:
  - requests
options:
  url:
    description:
      - URL of the Mattermost server, including the sub-path under which it is installed, if any.
      - A trailing slash or C(/api/v4) is ignored. Redirects are not followed.
      - If not set, the environment variable E(MATTERMOST_URL) is used.
    type: str
  token:
    description:
      - A personal access token (user access token) of the calling account.
      - Mutually exclusive with O(username) and O(password).
      - If no credentials are set, the environment variable E(MATTERMOST_TOKEN) is used.
      - Do not use the access token of an OAuth 2.0 app. Mattermost does not accept it for most of the required
        operations.
    type: str
  username:
    description:
      - User name or e-mail address to log in with. The module always logs out when it is done.
      - If no credentials are set, the environment variable E(MATTERMOST_USERNAME) is used.
    type: str
  password:
    description:
      - Password to log in with.
      - If no password is set, the environment variable E(MATTERMOST_PASSWORD) is used.
    type: str
  mfa_code:
    description:
      - The current multi-factor authentication code, if the account requires one to log in.
      - If not set, the environment variable E(MATTERMOST_MFA_CODE) is used.
    type: str
  validate_certs:
    description:
      - Whether to verify the server's TLS certificate.
      - With V(false), the credentials are sent to any server that answers.
    type: bool
    default: true
  ca_path:
    description:
      - Path to a file or directory with the certificates of the certificate authorities to trust.
      - If not set, E(REQUESTS_CA_BUNDLE) is used, and otherwise the bundle of the Python library requests.
    type: path
  client_cert:
    description:
      - Path to the client certificate in PEM format, if the server or its proxy requires one.
    type: path
  client_key:
    description:
      - Path to the private key of O(client_cert), if it is not in the same file.
    type: path
  timeout:
    description:
      - Number of seconds to wait for a connection and for each answer, from 1 to 600.
    type: int
    default: 30
  retries:
    description:
      - How many times to repeat a request after HTTP 429, 502, 503, 504 or a broken connection, from 0 to 20.
      - The delays are randomized and increase to up to 8 seconds. After HTTP 429, all requests wait for the time that
        the server asks for, but for no longer than one minute.
      - The retries are counted in RV(ignore:summary.retries) and listed in RV(ignore:retried).
    type: int
    default: 6
notes:
  - Proxies are taken from the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)). A C(.netrc) file is not read.
  - Provide secrets with Ansible Vault or through the environment of the process that runs Ansible. The arguments of
    ad-hoc commands are visible in the process list, and Ansible prints the task keyword C(environment) with C(-vvv).
seealso:
  - name: Mattermost API reference
    description: The endpoints that this collection calls.
    link: https://developers.mattermost.com/api-documentation/
"""
