"""The independent calculation: every lead's score from the raw tables and the rule seeds, in plain Python.

It is written from the scoring semantics and docs/concepts.md alone and shares nothing with the SQL, so that an error
has to be made twice to go unseen. Readable before fast: event by event and day by day.
"""

from __future__ import annotations

from .explain import differences, explain_difference, explain_lead
from .score import Scorer, score_facts, score_leads
from .world import Inputs

__all__ = ["Inputs", "Scorer", "differences", "explain_difference", "explain_lead", "score_facts", "score_leads"]
