"""A receiver of webhooks that does nothing for an id it has seen, and counts what it did."""

from __future__ import annotations

from typing import Any

from stand_in import Asked, Reply, StandIn


class WebhookServer(StandIn):
    """rows: the last row by lead. carried_out: ids, as often as they were acted on. refused: leads that it does not take."""

    def __init__(self, remembers: bool = True) -> None:
        super().__init__()
        self.rows: dict[str, dict[str, Any]] = {}
        self.carried_out: list[str] = []
        self.refused: set[str] = set()
        self._remembers = remembers

    def handle(self, asked: Asked) -> Reply:
        """Every row, but those refused."""
        rejected = []
        for row in asked.body["rows"]:
            if row["lead_id"] in self.refused:
                rejected.append({"lead_id": row["lead_id"], "reason": "not ours"})
            elif not (self._remembers and row["id"] in self.carried_out):
                self.carried_out.append(row["id"])
                self.rows[row["lead_id"]] = row
        return Reply(202, {"rejected": rejected} if rejected else None)
