"""Signing in as an application: OAuth 2.0 client credentials (RFC 6749, 4.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

from leads.sync.adapter import BatchRefused, Call, Request, Stopped


class _Token(BaseModel):
    access_token: str


@dataclass
class OAuth:
    """address: where tokens come from. headers: with the token, once it is there."""

    address: str
    client_id: str
    secret: str
    scope: str | None
    headers: dict[str, str] = field(default_factory=dict)

    def sign_in(self, call: Call) -> list[str]:
        """Get a token; it is returned, as a secret. Raises Stopped when there is none."""
        given = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.secret}
        if self.scope:
            given["scope"] = self.scope
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            response = call(
                Request(self.address, headers=headers, content=urlencode(given).encode(), is_repeatable=True)
            )
            token = _Token.model_validate_json(response.content).access_token
        except (BatchRefused, ValidationError):  # both quote what was said
            raise Stopped(
                "The destination gave no token to the application that signs in: check its id, secret and permissions."
            ) from None
        self.headers = {"Authorization": f"Bearer {token}"}
        return [token]
