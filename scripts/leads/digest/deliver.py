"""One digest from what is published to its readers: written for each publication, sent once for each date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leads.base.settings import Settings
from leads.digest.news import published_on, read_news
from leads.digest.write import Digest, render, write
from leads.notes.notes import Notes
from leads.notify.channels import DIGEST, Channels, Message, is_configured, may_be_personal
from leads.publish.layout import Layout

WRITTEN, SENT = "digest written", "digest sent"


@dataclass(frozen=True)
class Delivered:
    """page, text: where the digest lies. sent_to: the number of channels; None when nothing was to be sent. was_sent: an earlier
    digest of the date was."""

    page: Path
    text: Path
    sent_to: int | None
    was_sent: bool


def is_due(settings: Settings, folder: Path | None = None) -> bool:
    """Whether something was published since the last digest was written, or its page is gone, or it could not be sent."""
    until, generation = published_on(settings)
    notes, place = Notes(settings.warehouse), folder or Layout(settings.warehouse).digests
    noted = (notes.mark(WRITTEN) or "").split()
    is_written = noted[2:] == [str(generation)] and (place / f"{until}.html").exists()
    return not is_written or (is_configured() and notes.mark(SENT) != str(until))


def deliver(
    settings: Settings,
    folder: Path | None = None,
    since: date | None = None,
    again: bool = False,
    sends: bool = True,
) -> Delivered:
    """Write the digest of what is published and, where channels are configured, send it, once for each date of scores.

    since: by default the date of the digest before. again: also send what was sent. Raises LeadsError: NOT_FOUND, BAD_INPUT,
    LOCKED, USAGE and DESTINATION of the channels; then the page is there and is sent by the next call.
    """
    notes = Notes(settings.warehouse)
    until, _ = published_on(settings)
    channels = Channels() if sends and is_configured() else None
    begin = since or _begin(notes, until)
    news = read_news(settings, begin, may_be_personal())
    digest = render(news)
    page, text = write(folder or Layout(settings.warehouse).digests, news, digest)
    if since is None:
        notes.note(WRITTEN, f"{until} {news.since} {news.generation}")
    was_sent = notes.mark(SENT) == str(until)
    sent_to = None
    if channels and (again or not was_sent):
        sent_to = channels.send(DIGEST, _message(digest))
        notes.note(SENT, str(until))
    return Delivered(page, text, sent_to, was_sent)


def _begin(notes: Notes, until: date) -> date | None:
    """The date of the digest before this one; that of a date written again is the same."""
    noted = (notes.mark(WRITTEN) or "").split()
    if not noted:
        return None
    before, its_begin = date.fromisoformat(noted[0]), date.fromisoformat(noted[1])
    return before if before < until else its_begin if before == until else None


def _message(digest: Digest) -> Message:
    return Message(digest.title, digest.text, digest.html)
