"""Removes files that mention people, or that may: publications, exports, scratch, logs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from leads.base.secret import keyed_hash
from leads.base.settings import Settings
from leads.base.warehouse import record_of, sync_state_of
from leads.people.mentions import Mentions
from leads.people.suppressions import CHUNKS, WORDS, Suppression
from leads.publish.layout import AUDIENCES, Layout

SCRATCH = (".tmp", ".replay", ".rewritten")


def forget_published(settings: Settings) -> bool:
    """Remove every generation, every export, every digest and the served files; whether something had been published. The caller holds
    the lock of the layout."""
    layout = Layout(settings.warehouse)
    served = [layout.served(audience).parent for audience in AUDIENCES]
    was_published = any(folder.is_dir() and any(folder.iterdir()) for folder in [layout.generations, *served])
    for folder in (layout.generations, layout.exports, layout.digests, *served):
        _remove(folder)
    return was_published


def forget_scratch(settings: Settings) -> None:
    """Remove what a load, a build or a replay left beside the warehouse, its record and the state of syncs, and in target/prepared."""
    for file in (settings.warehouse, record_of(settings.warehouse), sync_state_of(settings.warehouse)):
        for ending in SCRATCH:
            _remove(file.with_name(file.name + ending))
            _remove(file.with_name(file.name + ending + ".wal"))
    _remove(settings.target_dir / "prepared")


def forget_logs(settings: Settings, mentions: Mentions, suppressions: list[Suppression], key: bytes) -> list[Path]:
    """Remove the files in the folders of logs and of dbt's target that mention a person; their paths."""
    is_suppressed = suppressed_words(suppressions, key)
    found = []
    for folder in (settings.log_dir, settings.target_dir):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and not path.is_symlink():
                text = path.read_bytes().decode("utf-8", "replace")
                if mentions.are_in(text) or any(map(is_suppressed, words_of(text))):
                    path.unlink()
                    found.append(path)
    return found


def words_of(text: str) -> Iterator[str]:
    """The different words of a text that may be identifiers, as `found_in_texts` parts them."""
    text = text.replace("%40", "@")
    patterns = [WORDS.replace(r"\p{L}\p{N}_", r"\w"), CHUNKS]
    return iter({word.strip(".") for pattern in patterns for word in re.findall(pattern, text)})


def suppressed_words(suppressions: list[Suppression], key: bytes) -> Callable[[str], bool]:
    """Whether a word is an identifier that stands for an erased person alone."""
    hashes = {one.hash for one in suppressions if not one.is_shared}

    def is_suppressed(word: str) -> bool:
        if len(word) < 6 or word.isdigit():
            return False
        return keyed_hash(key, word) in hashes or keyed_hash(key, word.lower()) in hashes

    return is_suppressed


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
