"""Who may see what: the user that the proxy names, and the file that this user reads."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from leads.base.errors import ExitCode, LeadsError
from leads.publish.layout import ANALYSTS, BI

VARIABLE = "LEADS_APP_ACCESS"
FIGURES_ONLY = "LEADS_APP_FIGURES"
OTHERS = {"figures": BI, "nobody": None}
KEYS = {"user_header", "names", "others"}
TOKEN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@dataclass(frozen=True)
class Access:
    """user_header: the header in which the proxy names the user; None: no proxy, whoever is at this machine.

    names: users (lower case), or `@domain` for all of a domain, who read the analysts' file. others: the audience whose file
    all other users read; None: they see nothing.
    """

    user_header: str | None = None
    names: frozenset[str] = frozenset()
    others: str | None = ANALYSTS

    def audience(self, given: Mapping[str, list[str]]) -> str | None:
        """The audience of a reader; None when nothing is to be shown. given: the values of each header, names in lower case.

        A header that is not there, is empty or came twice names nobody: then something other than the proxy wrote it.
        """
        if self.user_header is None:
            return self.others
        values = [value.strip().lower() for value in given.get(self.user_header.lower(), [])]
        if len(values) != 1 or not values[0]:
            return None
        [user] = values
        domain = "@" + user.rpartition("@")[2] if "@" in user else None
        return ANALYSTS if user in self.names or domain in self.names else self.others


def headers() -> dict[str, list[str]]:
    """The headers of this visit: every value of each, by the name in lower case."""
    import streamlit as st

    return {name.lower(): st.context.headers.get_all(name) for name in st.context.headers}


def from_environment() -> Access:
    """The access that the command was started with. Raises LeadsError when its file is wrong."""
    path = os.environ.get(VARIABLE, "").strip()
    if path:
        return read_access(Path(path))
    return Access(others=BI if os.environ.get(FIGURES_ONLY) == "1" else ANALYSTS)


def read_access(path: Path) -> Access:
    """The file that says who sees names. Raises LeadsError: NOT_FOUND, BAD_INPUT with the key at fault."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LeadsError(f"There is no access file {path}: see docs/app.md for one.", ExitCode.NOT_FOUND) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise _wrong(path, "cannot be read as YAML") from None
    if not isinstance(content, dict):
        raise _wrong(path, "holds no keys")
    unknown = sorted(map(str, set(content) - KEYS))
    if unknown:
        raise _wrong(path, f"has the key {unknown[0]!r}, which is none of {', '.join(sorted(KEYS))}")
    return Access(_header(path, content), _names(path, content), _others(path, content))


def _header(path: Path, content: dict[str, Any]) -> str:
    header = content.get("user_header")
    if not isinstance(header, str) or not header or set(header) - TOKEN:
        raise _wrong(path, "has no user_header, the header in which the proxy names the user")
    return header


def _names(path: Path, content: dict[str, Any]) -> frozenset[str]:
    names = content.get("names") or []
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise _wrong(path, "has names that are no list of users or @domains")
    return frozenset(name.strip().lower() for name in names)


def _others(path: Path, content: dict[str, Any]) -> str | None:
    others = content.get("others", "figures")
    if others not in OTHERS:
        raise _wrong(path, f"has others: {others!r}, which is neither figures nor nobody")
    return OTHERS[others]


def _wrong(path: Path, what: str) -> LeadsError:
    return LeadsError(f"The access file {path.name} {what}: correct it as docs/app.md has it.", ExitCode.BAD_INPUT)
