"""Random deliveries of a few events: late, in any order, doubled, in conflict, dated ahead, delivered again."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

from deduplicated import Batch, Delivery

FIRST_DAY = datetime(2026, 1, 1)
FAR_AHEAD = datetime(2099, 12, 31)
DAYS = 6


def draw_case(chance: random.Random) -> tuple[Batch, ...]:
    """One to five batches of up to eight deliveries of at most three events, on times so coarse that ties are common."""
    deliveries: list[Delivery] = []
    for _ in range(chance.randint(1, 8)):
        again = deliveries and chance.random() < 0.4
        deliveries.append(_changed(chance, chance.choice(deliveries)) if again else _delivery(chance))
    numbers = itertools.accumulate(chance.choice([1, 1, 2, 5]) for _ in range(chance.randint(1, 5)))
    dealt: dict[int | None, list[Delivery]] = {number: [] for number in numbers}
    for delivery in deliveries:
        dealt[chance.choice(list(dealt))].append(delivery)
    batches = [Batch(number, tuple(rows)) for number, rows in dealt.items()]
    if chance.random() < 0.2:
        place = chance.randint(0, len(batches) - 1)
        batches[place] = Batch(None, batches[place].rows)
    if chance.random() < 0.2:
        last = max(batch.number or 0 for batch in batches)
        batches.append(Batch(last + 1, tuple(chance.sample(deliveries, len(deliveries)))))
    return tuple(batches)


def _moment(chance: random.Random) -> datetime:
    return FIRST_DAY + timedelta(hours=12 * chance.randrange(2 * DAYS))


def _delivery(chance: random.Random) -> Delivery:
    """Delivered at once, a night or days later, or before it is said to happen."""
    occurred = FAR_AHEAD if chance.random() < 0.05 else _moment(chance)
    landed = (
        _moment(chance) if occurred == FAR_AHEAD else occurred + timedelta(hours=chance.choice([0, 12, 12, 72, -24]))
    )
    return Delivery(
        event_id=chance.choice(["e1", "e2", "e3"]),
        lead_id=chance.choice([None, "L1", "L2"]),
        anonymous_id=chance.choice([None, "V1"]),
        email=chance.choice([None, " A@b.example"]),
        event_type=chance.choice(["call", "page_visit"]),
        occurred_at=occurred,
        properties=chance.choice([None, "{}", '{"page": "pricing"}']),
        loaded_at=landed,
    )


def _changed(chance: random.Random, delivery: Delivery) -> Delivery:
    """The same delivery again: as it was, or in conflict with itself, perhaps at the same moment."""
    if chance.random() < 0.4:
        return delivery
    other = {**vars(_delivery(chance)), "event_id": delivery.event_id}
    kept = chance.sample(sorted(vars(delivery)), chance.randint(0, len(other) - 1))
    return Delivery(**{**other, **{name: getattr(delivery, name) for name in kept}})
