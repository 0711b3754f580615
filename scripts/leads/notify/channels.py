"""Channels of apprise: Slack, Teams, e-mail and many others, by addresses that stand in the environment only."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file

if TYPE_CHECKING:
    from apprise import Apprise, AppriseAsset

URLS = "LEADS_NOTIFY_URLS"
CONFIG = "LEADS_NOTIFY_CONFIG"
PERSONAL = "LEADS_NOTIFY_PERSONAL"
DIGEST, ALERTS = "digest", "alerts"


@dataclass(frozen=True)
class Message:
    """title: one line. text: all of it in plain text. html: the same as a page, for e-mail; None where there is none."""

    title: str
    text: str
    html: str | None = None


def is_configured() -> bool:
    """Whether there is anybody to tell."""
    return any(os.environ.get(name, "").strip() for name in (URLS, CONFIG))


def may_be_personal() -> bool:
    """Whether ids of leads and owners, and reasons in words that quote attributes, may go out: LEADS_NOTIFY_PERSONAL=1."""
    return os.environ.get(PERSONAL, "").strip() == "1"


def owner_tag(owner_id: str) -> str:
    """The tag of the channels of a salesperson in the file of LEADS_NOTIFY_CONFIG."""
    return f"owner-{owner_id}".lower()


class Channels:
    """Those of LEADS_NOTIFY_URLS, which get the digest and all alerts, and of LEADS_NOTIFY_CONFIG, by their tags.

    Raises LeadsError (USAGE) when an address is none that apprise knows, or the file is not there; the address is not said.
    """

    def __init__(self) -> None:
        from apprise import Apprise, AppriseAsset, AppriseConfig

        _silence()
        self._asset = AppriseAsset(app_id="lead-scoring", app_desc="Lead scoring", storage_mode="memory")
        self._all = Apprise(asset=self._asset)
        for number, address in enumerate(os.environ.get(URLS, "").split(), 1):
            if not self._all.add(address, tag=[DIGEST, ALERTS]):
                raise LeadsError(
                    f"Address {number} of {URLS} is none that apprise knows: correct it, as mailto://... or slack://...",
                    ExitCode.USAGE,
                )
        given = os.environ.get(CONFIG, "").strip()
        if given:
            if not is_file(Path(given)):
                raise LeadsError(f"{CONFIG} names no file: give the path of apprise's configuration.", ExitCode.USAGE)
            config = AppriseConfig(asset=self._asset)
            if not config.add(str(Path(given).resolve())) or not config.services():
                raise LeadsError(
                    f"The file of {CONFIG} names no channel that apprise knows: see docs/activation.md.",
                    ExitCode.USAGE,
                )
            self._all.add(config)

    def reaches(self, tag: str) -> bool:
        """Whether any channel has a tag."""
        return any(True for _ in self._found(tag))

    def send(self, tag: str, message: Message) -> int:
        """Send to every channel of a tag; their number. Raises LeadsError (DESTINATION) when one did not take it."""
        found = list(self._found(tag))
        failed = sum(not _sent(self._asset, server, message) for server in found)
        if failed:
            raise LeadsError(
                f"{failed} of {len(found)} channels of the tag {tag} did not take the message: check the addresses in {URLS} "
                f"or {CONFIG}; it is sent again with the next run.",
                ExitCode.DESTINATION,
            )
        return len(found)

    def _found(self, tag: str) -> Any:
        return self._all.find(tag, match_always=False)


def _sent(asset: AppriseAsset, server: Any, message: Message) -> bool:
    """E-mail gets the page, everything else the text: chats do not show pages."""
    from apprise import Apprise, NotifyFormat

    one: Apprise = Apprise(asset=asset)
    one.add(server)
    is_page = message.html is not None and getattr(server, "secure_protocol", None) == "mailtos"
    body, form = (message.html, NotifyFormat.HTML) if is_page else (message.text, NotifyFormat.TEXT)
    return bool(one.notify(body=body or "", title=message.title, body_format=form))


def _silence() -> None:
    """apprise logs what it could not send, and with it addresses, which are secrets: we say it in our own words."""
    log = logging.getLogger("apprise")
    log.handlers[:] = [logging.NullHandler()]
    log.propagate = False
