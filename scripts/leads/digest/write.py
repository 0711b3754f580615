"""The page and the text of a digest, and where they are put."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from leads.base.errors import ExitCode, LeadsError
from leads.digest.news import News
from leads.digest.words import HELPERS, Words
from leads.publish import durable

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Digest:
    """title: its subject. html: one page that needs nothing else. text: the same in plain text."""

    title: str
    html: str
    text: str


def render(news: News) -> Digest:
    """Write the news; everything that comes from data is escaped in the page."""
    given = {"news": news, "say": Words(news), **HELPERS}
    title = f"Leads, {news.until:%A %d %B %Y}"
    page, plain = (
        _environment().get_template(f"digest.{form}").render(title=title, **given) for form in ("html", "txt")
    )
    return Digest(title, page, plain)


def write(folder: Path, news: News, digest: Digest) -> tuple[Path, Path]:
    """Write page and text under the date of the scores, each whole or not at all. Raises LeadsError (BAD_INPUT) that says how
    to name another folder."""
    paths = (folder / f"{news.until}.html", folder / f"{news.until}.txt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (digest.html, digest.text), strict=True):
            unfinished = path.with_name(f".{path.name}.unfinished")
            unfinished.write_text(content, encoding="utf-8")
            durable.replace(unfinished, path)
    except OSError as error:
        raise LeadsError(
            f"The digest cannot be written to {folder} ({error.strerror}): name a folder that you may write to with --output.",
            ExitCode.BAD_INPUT,
        ) from error
    return paths


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
