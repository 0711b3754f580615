"""Four ways to read only what is new that are often seen and are wrong: the harness must catch each."""

from __future__ import annotations

import re

from deduplicated import MODEL, Increment

_WATERMARK = re.compile(r"load_batch_id is null\s+or load_batch_id > \(select .*? as standing\)", re.DOTALL)
_STANDING = re.compile(
    rf"union distinct\s+select[^()]*? from {MODEL.stem}\s+where event_id in \(select [^()]*\)", re.DOTALL
)


def naive_filters(sql: str) -> dict[str, Increment]:
    """The increments by name. sql: the model's own as a later build."""
    newest = f"(select max(standing.occurred_at) from {MODEL.stem} as standing)"
    return {
        "event time above the newest": Increment(_replaced(_WATERMARK, f"occurred_at > {newest}", sql)),
        "event time with a look-back of three days": Increment(
            _replaced(_WATERMARK, f"occurred_at > {newest} - interval 3 day", sql)
        ),
        "new batches appended": Increment(_replaced(_STANDING, "", sql), replaces=False),
        "the last delivery wins": Increment(_replaced(_STANDING, "", sql)),
    }


def _replaced(found: re.Pattern[str], by: str, sql: str) -> str:
    """The statement with one part replaced, which must be there once."""
    changed, count = found.subn(by, sql)
    assert count == 1, f"the model has {count} of {found.pattern}"
    return changed
