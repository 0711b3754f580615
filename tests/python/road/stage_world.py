"""A world of small cells in which funnel histories collide: scores about the thresholds, acts of sales, late news of all.

Every lead lives through a few rounds: something that may open the MQL gate, then a path of sales, then silence about as long as a
cool-down. Times lie on a coarse grid and steps of nothing are common, so that what happens on one date, or at one moment, is
much. Cells share nothing.
"""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from stage_people import add_accounts, add_profiles
from world_files import Tables, write_world

FIRST_DAY = datetime(2025, 12, 10)
LAST_DATE = date(2026, 4, 8)
MIDDLE_DATE = date(2026, 2, 20)
TABLES = ("leads", "accounts", "events", "identity_links", "lead_merges", "sales_activities", "opportunities", "orders",
          "score_overrides")  # fmt: skip
# What sales does in a round; an opportunity or order has its own words.
PATHS = [
    [], [], [], ["assigned", "contacted"], ["rejected"], ["recycled"], ["accepted", "recycled"], ["accepted", "accepted"],
    ["assigned", "accepted", "contacted", "qualified", "recycled"], ["qualified", "accepted", "rejected"],
    ["accepted", "qualified", "opened", "lost"], ["opened", "lost"], ["recycled", "recycled"], ["disqualified"],
    ["disqualified", "recycled"], ["disqualified", "accepted", "recycled"], ["recycled", "accepted"], ["opened"],
    ["accepted", "qualified", "opened", "won"], ["lost", "won"], ["ordered"], ["ordered", "recycled"], ["rejected", "disqualified"],
    ["lost"], ["opened", "lost"], ["recycled", "ordered"], ["recycled", "won"],
]  # fmt: skip
REASONS = [
    None, "not_ready", "no_response", "other", "wrong_contact", " Duplicate ", "OTHER", "not_ready", "bad_timing", "no_budget",
    "no_need", "no_fit", "chose_competitor", "out_of_business", "On holiday ", "moved",
]  # fmt: skip


def write_stage_world(folder: Path, cells: int, seed: int) -> Path:
    """Write the world as JSON lines with its mapping; returns the mapping's folder."""
    return write_world(folder, stage_tables(cells, seed), LAST_DATE)


def stage_tables(cells: int, seed: int, first: int = 0) -> Tables:
    """The rows of the world. first: the number of the first cell."""
    chance = random.Random(seed)
    tables: Tables = {name: [] for name in TABLES}
    for number in range(first, first + cells):
        Cell(tables, chance, f"{number:03d}").write()
    for rows in tables.values():
        chance.shuffle(rows)
    return tables


class Cell:
    """A few people who share addresses, browsers and companies."""

    def __init__(self, tables: Tables, chance: random.Random, name: str) -> None:
        self.tables, self.chance, self.name = tables, chance, name
        self.people = [f"L{name}{letter}" for letter in "ABCD"[: chance.choice([1, 2, 2, 3, 4])]]
        self.numbers = itertools.count()

    def write(self) -> None:
        """All rows of the cell."""
        add_accounts(self.tables["accounts"], self.chance, self.name, FIRST_DAY)
        for person in self.people:
            self.live(person)
        for merged, survivor in itertools.pairwise(self.people):
            if self.chance.random() < 0.15:
                when = self.at(self.chance.randrange(120))
                self.add("lead_merges", merged_lead_id=merged, surviving_lead_id=survivor, merged_at=when)

    def live(self, person: str) -> None:
        """The rounds of one person, and what disturbs them."""
        chance, day = self.chance, self.chance.randrange(40)
        add_profiles(
            self.tables["leads"], chance, self.name, person, self.at(day + chance.choice([-6, -1, 0, 0, 0, 8, 20]))
        )
        is_left_alone = chance.random() < 0.3  # sales never calls: scores rise, fall and rise again
        for _ in range(chance.choice([1, 2, 3, 3])):
            self.act_like_a_buyer(person, day)
            when = self.at(day + chance.choice([-2, 0, 3, 8, 12, 14, 20]))
            for step in [] if is_left_alone else chance.choice(PATHS):
                when += timedelta(hours=chance.choice([0, 0, 4, 8, 24, 24, 72, 240]))
                if chance.random() < 0.06:  # asked in the morning, answered in the afternoon
                    self.add_event(person, "demo_request", when - timedelta(hours=4))
                self.take_step(person, step, when)
                if step in ("rejected", "recycled", "disqualified", "lost"):
                    self.come_back(person, when)
            day += chance.choice([35, 45, 50] if is_left_alone else [0, 10, 20, 29, 30, 31, 32, 45])
        self.disturb(person, day)

    def act_like_a_buyer(self, person: str, day: int) -> None:
        """A burst of interest, a raised hand, both or hardly anything."""
        chance = self.chance
        if (kind := chance.choice(["score", "score", "score", "hand", "both", "weak"])) in ("score", "both"):
            calls, others = chance.choice([3, 4, 4]), chance.randint(4, 11)
            types = ["call"] * calls + [
                "webinar_attended",
                "webinar_attended",
                "trade_show_meeting",
                "trade_show_meeting",
            ]
            types += chance.choices(
                ["key_page_visit", "check_in", "page_visit", "form_submitted", "asset_download"], k=others
            )
            for number, event_type in enumerate(types):
                later = number * 4 if event_type == "call" else chance.randint(0, 12)
                self.add_event(person, event_type, self.at(day + later))
        if kind in ("hand", "both"):
            for _ in range(chance.choice([1, 1, 2])):
                asked = self.at(day + chance.choice([0, 1, 8, 12, 14]))
                self.add_event(person, chance.choice(["demo_request", "contact_request"]), asked)
        if kind == "weak":
            self.add_event(person, chance.choice(["email_open", "careers_visit", "email_delivered"]), self.at(day))

    def take_step(self, person: str, step: str, when: datetime) -> None:
        """One step of sales: an act, an opportunity opened or closed, an order."""
        if step in ("opened", "lost", "won"):
            self.deal(person, step, when)
        elif step == "ordered":
            order = f"O{self.name}{next(self.numbers)}"
            carts: list[list[int | None]] = [[None], [10], [10, -10], [10, -4], [0], [-5, 20]]
            for amount in self.chance.choice(carts):
                self.add(
                    "orders", order_id=order, lead_id=person, product_id="p", quantity=1, amount=amount, ordered_at=when
                )
                when += timedelta(hours=self.chance.choice([0, 24, 240]))
        else:
            act = {"activity_id": f"S{self.name}{next(self.numbers)}", "owner_id": "kim", "occurred_at": when}
            reason = self.chance.choice(REASONS)
            self.add("sales_activities", lead_id=person, activity_type=step, reason=reason, **act)
            if self.chance.random() < 0.15:  # a second delivery, perhaps in conflict with the first
                act["occurred_at"] = when + timedelta(hours=self.chance.choice([0, 0, -24, 48]))
                other = self.chance.choice([step, step, "accepted", "recycled"])
                lead = self.chance.choice([person, person, self.people[0]])
                self.add(
                    "sales_activities", lead_id=lead, activity_type=other, reason=self.chance.choice(REASONS), **act
                )

    def deal(self, person: str, step: str, when: datetime) -> None:
        """One or two rows of an opportunity, as it was opened and as it was closed."""
        chance = self.chance
        deal: dict[str, Any] = {
            "opportunity_id": f"D{self.name}{next(self.numbers)}",
            "account_id": f"C{self.name}good",
            "stage": step,
        }
        deal |= {"lead_id": chance.choice([person] * 9 + [None]), "amount": chance.choice([None, 1000, 2000])}
        if step == "opened" or chance.random() < 0.5:
            opened = when - timedelta(hours=0 if step == "opened" else chance.choice([0, 4, 240, -24]))
            self.add("opportunities", created_at=opened, is_closed=False, is_won=None, closed_at=None, **deal)
            deal["created_at"] = chance.choice([opened, opened, opened, None])
        if step != "opened":
            closed_at = chance.choice([when, when, when, None, when + timedelta(days=90)])
            won = chance.choice([True, None if closed_at else True]) if step == "won" else chance.choice([False, None])
            deal |= {"is_won": won, "closed_at": closed_at, "is_closed": chance.choice([True] * 9 + [False])}
            landed = self.add("opportunities", **deal, loaded_at=when + timedelta(hours=chance.choice([0, 6, 24, 240])))
            if chance.random() < 0.35:  # delivered again, with other words
                closed = {"is_won": chance.choice([True, False]), "stage": chance.choice(["again", "won", "zzz"])}
                later = landed["loaded_at"] + timedelta(hours=chance.choice([0, 0, 24, 480]))
                self.add("opportunities", **(deal | closed), loaded_at=later)

    def disturb(self, person: str, day: int) -> None:
        """Exclusions, overrides and links."""
        chance = self.chance
        if chance.random() < 0.12:
            for number in range(3):
                self.add_event(person, "careers_visit", self.at(chance.randrange(0, day + 10) + number))
        if chance.random() < 0.06:
            self.add_event(person, "unsubscribed", self.at(chance.randrange(20, day + 40)))
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            starts = FIRST_DAY.date() + timedelta(days=chance.randrange(100))
            dimension = chance.choice(["engagement", "engagement", "fit"])
            points = chance.choice(
                [60, 40, -30, -25, 20, 39.999999, 59.999999] if dimension == "engagement" else [-40, 30, -80]
            )
            expires = starts + timedelta(days=chance.choice([1, 5, 12, 30]))
            agreed = {"author": "sales", "reason": "agreed", "starts_on": starts, "expires_on": expires}
            self.add("score_overrides", override_id=f"X{self.name}{next(self.numbers)}", lead_id=person, dimension=dimension,
                     points=points, **agreed, loaded_at=self.landed(datetime.combine(starts, datetime.min.time())))  # fmt: skip
        for number in range(chance.choice([0, 1, 1])):
            linked = self.at(chance.randrange(120))
            self.add("identity_links", anonymous_id=f"V{person}{number}", lead_id=person, linked_at=linked)

    def come_back(self, person: str, when: datetime) -> None:
        """Interest about the moment of an exit: a hand raised a little earlier, then or later, a burst on its date."""
        chance = self.chance
        if chance.random() < 0.35:
            raised = when + timedelta(hours=chance.choice([-4, 0, 4, 4, 24, 480, 720]))
            self.add_event(person, chance.choice(["demo_request", "contact_request"]), raised)
        if chance.random() < 0.35:
            for event_type in ["call", "call", "webinar_attended", "trade_show_meeting", "check_in", "key_page_visit"]:
                for hours in (chance.choice([-4, 0, 4]), chance.choice([120, 240, 600])):
                    self.add_event(person, event_type, when + timedelta(hours=hours))

    def add_event(self, person: str, event_type: str, occurred: datetime) -> None:
        """One or two deliveries of an event, known by id, browser or address."""
        chance = self.chance
        who = chance.choice(
            [{"lead_id": person}] * 6 + [{"anonymous_id": f"V{person}0"}, {"email": f"{person}@mail.example"}]
        )
        about: dict[str, Any] = {"event_id": f"E{self.name}{next(self.numbers)}", "event_type": event_type, **who}
        about["session_id"] = f"s{next(self.numbers) // 2}"
        about["properties"] = chance.choice([{}, {"page": "pricing", "duration_s": 90}, {"outcome": "meeting_agreed"}])
        self.add("events", occurred_at=occurred, **about)
        if chance.random() < 0.08:
            about["event_type"] = chance.choice([event_type, "page_visit", "demo_request"])
            self.add("events", occurred_at=occurred - timedelta(hours=chance.choice([0, 24, -24])), **about)

    def add(self, table: str, **row: Any) -> dict[str, Any]:
        """One row; without a load time it lands some time after it happened."""
        times = [
            row[name] for name in ("occurred_at", "merged_at", "linked_at", "ordered_at", "created_at") if name in row
        ]
        self.tables[table].append(row if "loaded_at" in row else row | {"loaded_at": self.landed(times[0])})
        return self.tables[table][-1]

    def at(self, day: int) -> datetime:
        """A time of that day on a grid of four hours."""
        return FIRST_DAY + timedelta(days=day, hours=4 * self.chance.randrange(6))

    def landed(self, happened: datetime) -> datetime:
        """Mostly at once or the next night, sometimes days or weeks late."""
        return happened + timedelta(hours=self.chance.choice([0, 0, 0, 6, 12, 24, 24, 24, 72, 240, 600]))
