"""The build itself: rules and raw tables checked, what syncs did copied, dbt run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.base.warehouse import connect, record_of
from leads.build.dbt_runner import TESTS, BuildSummary, run_dbt
from leads.build.land_state import land_state
from leads.build.progress import RunProgress
from leads.load.check_raw_tables import check_increments, check_raw_tables
from leads.rules import check_rules


def build(
    settings: Settings,
    progress: RunProgress,
    warn: Callable[[str], None],
    full_refresh: bool = False,
    select: Sequence[str] = (),
    skip_tests: bool = False,
) -> BuildSummary:
    """Build and test what is selected, everything by default; the record is left to `leads publish`.

    progress is told how far it is, warn one sentence for every warning. Raises LeadsError: BAD_RULES, BAD_INPUT, LOCKED,
    BUILD_FAILED, and USAGE for a selection that matches nothing.
    """
    check_rules(settings.rules)
    with connect(record_of(settings.warehouse)):
        pass  # creates the file, or says who holds it
    with connect(settings.warehouse) as con:
        check_raw_tables(con, read_contract().values())
        if not full_refresh:
            check_increments(con)
        behind = land_state(con, settings.warehouse)
    arguments = ["build", "--exclude", "tag:record"]  # the record tells what was published: `leads publish` writes it
    arguments += ["--full-refresh"] if full_refresh else []
    arguments += ["--select", *select] if select else []
    # Unit tests prove the SQL, not the data: `make test` and a plain `dbt build` run them.
    arguments += ["--exclude-resource-type", *(TESTS if skip_tests else ["unit_test"])]
    if behind:
        warn(behind)
    summary = run_dbt(settings, arguments, progress, warn=warn)
    if not summary.models + summary.tests:
        raise LeadsError(
            f"Nothing was built: --select {' '.join(select)} matches no model, seed or test; `dbt ls` lists the names.",
            ExitCode.USAGE,
        )
    return summary
