"""What a replay is asked for, and why it may be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import built_on, has_table, read, reading
from leads.base.settings import Settings
from leads.build.run_log import read_runs

# The mart that the scores of each kind of model are kept in.
MARTS = {"active": "lead_score_history", "candidate": "candidate_score_history"}
# Names of databases that dbt attaches or opens beside the warehouse.
TAKEN = ("leads_replay", "memory")
CANDIDATES = "select 1 from rules.scoring_models where status = 'candidate' limit 1"
NEWEST_LOAD = "select max(_load_batch_id) as batch from raw.loaded_files"
LEADS = "select count(*) as leads from intermediate.int_leads_keyed"


@dataclass(frozen=True)
class Request:
    """Every date from first to last, both included, scored by the models of a status: active or candidate."""

    first: date
    last: date
    ruleset: str

    @property
    def mart(self) -> str:
        """The table in marts that it replaces the dates of."""
        return MARTS[self.ruleset]

    @property
    def days(self) -> int:
        """The number of dates."""
        return (self.last - self.first).days + 1

    def check(self, today: date) -> None:
        """Raises LeadsError (USAGE) for a range that runs backwards or into the future, or an unknown ruleset."""
        problem = None
        if self.ruleset not in MARTS:
            problem = f"--ruleset is {self.ruleset!r}; give one of {', '.join(MARTS)}"
        elif self.first > self.last:
            problem = f"--from {self.first} is after --to {self.last}; give the earlier date first"
        elif self.last > today:
            problem = f"--to {self.last} is still to come; a replay goes up to today, {today}"
        if problem:
            raise LeadsError(f"{problem}.", ExitCode.USAGE)


def check_warehouse(settings: Settings, request: Request) -> int:
    """See that the last build left what a replay reads; returns how many leads it knows.

    Raises LeadsError: NOT_FOUND before the first build and after a load without one, BAD_RULES when candidates are asked for
    and there is none, USAGE for a warehouse named like another database of the run.
    """
    name = settings.warehouse.name.split(".")[0]
    if name.lower() in TAKEN:
        raise LeadsError(f"A warehouse file called {name} cannot be replayed; give it another name.", ExitCode.USAGE)
    with reading(settings) as con:
        if built_on(con) is None or not has_table(con, "marts", request.mart):
            raise LeadsError("The warehouse has no scores yet; run `leads build` first.", ExitCode.NOT_FOUND)
        if request.ruleset == "candidate" and not read(con, CANDIDATES):
            raise LeadsError(
                "scoring_models.csv names no model with status candidate; add one and run `leads build` first.",
                ExitCode.BAD_RULES,
            )
        builds = [run for run in read_runs(con) if run.is_finished and not run.models_left_out]
        last_read = builds[-1].load_batch_id if builds else None
        if (read(con, NEWEST_LOAD)[0]["batch"] or 0) > (last_read or 0):
            raise LeadsError(
                "Data was loaded since the last build; run `leads build` first, so that all of it is read.",
                ExitCode.NOT_FOUND,
            )
        return int(read(con, LEADS)[0]["leads"])
