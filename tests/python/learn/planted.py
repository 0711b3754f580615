"""Samples with a planted truth: what tells who converts is known, and nothing else does."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np

from leads.learn.sample import Behaviour, Counts, Sample

VISIT, DEMO = Behaviour("visit"), Behaviour("demo")


def planted(leads: int = 2000, signal: float = 1.0, seed: int = 7) -> Sample:
    """Industry (chemistry before steel before retail, unknown in between), staff (more is better up to 500) and demos (half forgotten
    after 30 days) tell who converts within 30 days; colour and visits tell nothing."""
    dice = random.Random(seed)
    industries = {"chemistry": 1.2, "steel": 0.4, "retail": -1.0, None: 0.0}
    rows = []
    for number in range(leads):
        industry = dice.choice(list(industries))
        staff = int(10 ** dice.uniform(0, 4))
        ages = [dice.randrange(0, 120) for _ in range(dice.choice([0, 0, 0, 1, 2, 3]))]
        demos = sum(2.0 ** (-age / 30) for age in ages)
        steps = sum(0.7 for cut in (20, 100, 500) if staff >= cut)
        chance = 1 / (1 + np.exp(3.0 - signal * (industries[industry] + steps + 0.9 * demos)))
        days = float(dice.randrange(1, 31)) if dice.random() < chance else np.inf
        colour = dice.choice(["red", "green", "blue"])
        rows.append((f"l{number:05}", days, industry, str(staff), colour, ages, dice.randrange(0, 5)))
    start = date(2026, 1, 1)
    demo = [(number, age) for number, row in enumerate(rows) for age in row[5]]
    return Sample(
        [row[0] for row in rows],
        [start + timedelta(days=number % 90) for number in range(leads)],
        np.asarray([row[1] for row in rows]),
        {
            "industry": [row[2] for row in rows],
            "staff": [row[3] for row in rows],
            "colour": [row[4] for row in rows],
        },
        {
            DEMO: Counts(
                np.asarray([row for row, _ in demo]), np.asarray([float(age) for _, age in demo]), np.ones(len(demo))
            ),
            VISIT: Counts(np.arange(leads), np.full(leads, 3.0), np.asarray([float(row[6]) for row in rows])),
        },
    )
