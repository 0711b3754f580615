"""A funnel history by chance, written where the project's own would stand: the marts must hold for any history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from road import Road

STAGES = ("known", "engaged", "mql", "sal", "sql", "opportunity", "customer", "recycled", "disqualified", "lost")
EXITS = STAGES[7:]
_SIGNALS = {"known": "created", "mql": "hand_raised", "sql": "qualified", "customer": "purchased", "lost": "rejected"}


@dataclass(frozen=True)
class Stay:
    """One stay of a lead; left is None for the current one, moment where the stage was reached by an act."""

    lead: str
    number: int
    stage: str
    entered: date
    left: date | None
    moment: datetime | None

    @property
    def reached_at(self) -> datetime:
        """The moment of entry, the end of the day where there is none."""
        return self.moment or datetime.combine(self.entered, datetime.max.time())


def invent_stays(leads: list[str], as_of: date, seed: int) -> list[Stay]:
    """Between one and eight stays a lead, begun within 200 days, several on a day now and then; won is the last."""
    random = Random(seed)
    stays = []
    for lead in leads:
        stages = ["known"]
        while len(stages) < 8 and stages[-1] != "customer" and random.random() < 0.75:
            stages.append(random.choice([stage for stage in STAGES[1:] if stage != stages[-1]]))
        days = sorted(random.choice((0, 1, 1, 2, 3, 5, 80)) * random.randint(0, 40) for _ in stages)
        entered = [min(as_of, as_of - timedelta(200) + timedelta(min(day, 200))) for day in days]
        for at, stage in enumerate(stages):
            moment = datetime.combine(entered[at], datetime.min.time()) + timedelta(seconds=random.randint(0, 86399))
            left = entered[at + 1] if at + 1 < len(stages) else None
            by_score = stage in ("engaged", "mql")
            stays.append(Stay(lead, at + 1, stage, entered[at], left, None if by_score else moment))
    return stays


def write_stays(road: Road, stays: list[Stay], as_of: date) -> None:
    """Replace the rows of int_stage_history and of its mart."""
    rows = [
        f"('{stay.lead}', {stay.number}, '{stay.stage}', 0, '{_SIGNALS.get(stay.stage, 'accepted')}', 'x',"
        f" {stay.left is None}, false, date '{as_of}', date '{stay.entered}', {_text(stay.left)}, {_text(stay.moment)})"
        for stay in stays
    ]
    columns = (
        "lead_id, stay_no, stage, cycle_no, entry_signal, ruleset_version, is_current, is_before_creation, as_of_date,"
        " entered_on, left_on, entered_at"
    )
    for table in ("intermediate.int_stage_history", "marts.lead_stage_history"):
        road.execute(f"delete from {table}", f"insert into {table} ({columns}) values {', '.join(rows)}")


def _text(moment: date | None) -> str:
    return "null" if moment is None else f"'{moment}'"
