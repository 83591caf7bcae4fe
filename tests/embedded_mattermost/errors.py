# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors that a client sees, with the ids of a real server."""

from __future__ import annotations

from .messages import MESSAGES


class AppError(Exception):
    """An answer that is an error: what it is called on the wire, and its status."""

    def __init__(self, error_id: str, status: int, **values: str) -> None:
        super().__init__(error_id)
        self.error_id = error_id
        self.status = status
        self.message = MESSAGES.get(error_id, error_id).format(**values)

    def body(self, request_id: str) -> dict[str, object]:
        """Return the body of the answer. The detail stays empty, as it does outside developer mode."""
        return {
            "id": self.error_id,
            "message": self.message,
            "detailed_error": "",
            "request_id": request_id,
            "status_code": self.status,
        }


class NoAnswer(Exception):
    """The server has lost itself in a request and will never answer it."""


def invalid_param(name: str) -> AppError:
    """A field of the body is missing or of the wrong kind."""
    return AppError("api.context.invalid_body_param.app_error", 400, name=name)


def invalid_url_param(name: str) -> AppError:
    """A part of the address is malformed."""
    return AppError("api.context.invalid_url_param.app_error", 400, name=name)


def no_permission() -> AppError:
    """The caller may not do this."""
    return AppError("api.context.permissions.app_error", 403)


def session_expired() -> AppError:
    """There is no session behind the token that came, or no token came."""
    return AppError("api.context.session_expired.app_error", 401)


def wrong_credentials() -> AppError:
    """A log-in has failed: what all but a few reasons are given out as."""
    return AppError("api.user.login.invalid_credentials_email_username", 401)


def missing_account(status: int = 404) -> AppError:
    """There is no such user."""
    return AppError("app.user.missing_account.const", status)


def bot_not_found() -> AppError:
    """There is no such bot, or the caller may not know that there is."""
    return AppError("store.sql_bot.get.missing.app_error", 404)
