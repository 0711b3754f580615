"""What a change of rules may move before somebody has to say yes: gates for a pull request."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.whatif.answer import Preview
from leads.whatif.reasons import per_week


@dataclass(frozen=True)
class Gate:
    """A most, as a share of all leads (0 to 1) or as a number of leads."""

    most: float
    is_share: bool

    @classmethod
    def read(cls, text: str) -> Gate:
        """`5%` or `120`. Raises LeadsError (USAGE) for anything else."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
        if not found or (not found[2] and "." in found[1]):
            raise LeadsError(
                f"--max-moved is {text!r}; write a share of the leads as 5% or a number of leads as 120.",
                ExitCode.USAGE,
            )
        return cls(float(found[1]) / 100 if found[2] else float(found[1]), bool(found[2]))

    def __str__(self) -> str:
        """As it was given."""
        return f"{self.most * 100:g} %" if self.is_share else count(int(self.most), "lead")


def shut(found: Preview, most: Gate | None, within_capacity: bool) -> list[str]:
    """Every gate that a preview does not pass, as a sentence; none when it passes all."""
    problems = []
    if most and (found.moved_share if most.is_share else len(found.moves)) > most.most:
        problems.append(
            f"{count(len(found.moves), 'lead')} of {found.leads:,} would move ({found.moved_share:.1%}), more than {most}."
        )
    after = per_week(found)[1]
    if within_capacity and found.capacity is not None and after > float(found.capacity):
        problems.append(
            f"{after:.1f} MQLs a week would be handed over, more than the {found.capacity:.1f} that sales takes."
        )
    return problems
