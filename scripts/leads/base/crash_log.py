"""Records an unexpected error without the values it met, so that no personal data lands in a log."""

from __future__ import annotations

import traceback
from datetime import datetime, timezone

from leads.base.settings import PROJECT_DIR, Settings


def record(error: Exception) -> str:
    """Append type and call stack (no message: it may quote data) to leads.log; returns the sentence for the user."""
    name = type(error).__name__
    try:
        folder = Settings(PROJECT_DIR, PROJECT_DIR, None).log_dir
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "leads.log").open("a", encoding="utf-8") as log:
            moment = datetime.now(timezone.utc).isoformat(timespec="seconds")
            log.write(f"{moment} {name}\n{''.join(traceback.format_tb(error.__traceback__))}\n")
    except OSError:
        return f"Unexpected {name}, and no log could be written; run again with LEADS_DEBUG=1 to see all of it."
    return f"Unexpected {name}; the call stack is in {folder / 'leads.log'}, LEADS_DEBUG=1 shows all of it."
