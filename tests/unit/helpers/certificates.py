# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS for tests, made anew each time: nothing that expires lies in the repository."""

from __future__ import annotations

import ssl

import trustme


class Authority:
    """A certificate authority of the test's own; `path` is its certificate."""

    def __init__(self, directory):
        self._authority = trustme.CA()
        self.path = str(directory / "authority.pem")
        self._authority.cert_pem.write_to_path(self.path)
        self.directory = directory

    def server(self, *names):
        """Return the TLS context of a server with these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names).configure_cert(context)
        return context

    def server_that_wants_a_certificate(self, *names):
        """Return the TLS context of a server that lets nobody in without a certificate of this authority."""
        context = self.server(*names)
        context.verify_mode = ssl.CERT_REQUIRED
        self._authority.configure_trust(context)
        return context

    def client(self):
        """Return the paths of a client's certificate and key."""
        made = self._authority.issue_cert("client@example.com")
        paths = str(self.directory / "client.pem"), str(self.directory / "client.key")
        made.cert_chain_pems[0].write_to_path(paths[0])
        made.private_key_pem.write_to_path(paths[1])
        return paths
