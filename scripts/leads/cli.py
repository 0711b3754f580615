"""The `leads` command: options that every sub-command shares, and errors as one sentence with an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

from leads.base.errors import ExitCode, LeadsError

try:
    import typer
    from typer.core import TyperGroup

    from leads import examples
    from leads.app.command import app as show_app
    from leads.base import crash_log
    from leads.base.console import error_screen, printable
    from leads.base.settings import Settings, is_debugging, parse_date
    from leads.build.command import build
    from leads.digest.command import digest
    from leads.doctor.command import doctor
    from leads.erase.command import erase
    from leads.explain.command import explain
    from leads.export.command import export
    from leads.generate.command import generate
    from leads.init.command import init
    from leads.learn.command import learn
    from leads.load.command import load
    from leads.publish.command import publish, rollback
    from leads.replay.command import replay
    from leads.report.command import report
    from leads.rules.command import app as rules_app
    from leads.run.command import run
    from leads.status.command import status
    from leads.sync.command import sync
    from leads.whatif.command import whatif
except KeyboardInterrupt:  # reading the modules takes the first half second
    sys.exit(ExitCode.INTERRUPTED)

EXIT_CODES = {
    ExitCode.OK: "all went well",
    ExitCode.BUILD_FAILED: "the build or a test failed, or an unexpected error",
    ExitCode.USAGE: "the command was not given as it should be, or `--select` matches nothing",
    ExitCode.BAD_INPUT: "a file to load, a mapping or a raw table is wrong",
    ExitCode.BAD_RULES: "a rule seed is wrong",
    ExitCode.LOCKED: "another process holds the warehouse or the app's port, or runs `leads run`",
    ExitCode.NOT_FOUND: "the warehouse, the lead or the file is not there",
    ExitCode.UNHEALTHY: "the doctor found something to look at",
    ExitCode.REJECTED: "nothing of a load landed, or more was rejected than allowed",
    ExitCode.PARTLY: "a destination of a sync rejected rows",
    ExitCode.PAUSED: "a destination takes no more for now: a quota is used",
    ExitCode.GUARDED: "a guard refused a sync, or a gate a change of rules",
    ExitCode.DESTINATION: "a destination cannot be reached, refuses us or answers as it should not",
    ExitCode.INTERRUPTED: "interrupted",
}
EPILOG = "\n\n".join(["[b]Exit codes[/b]", *(f"{code.value}  {meaning}" for code, meaning in EXIT_CODES.items())])
HELP = """Score leads: load files, build the scores, read why a lead has its score.

[b]Examples[/b]

leads init

leads load mapping.yml && leads build && leads report

leads --example complete_journey report

leads build --as-of-date 2026-06-30
"""


class LeadsGroup(TyperGroup):
    """Turns every error into one sentence on standard error; with LEADS_DEBUG=1 the traceback is shown."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command. Exits with the code of LeadsError, or 1 for anything unexpected."""
        try:
            return super().main(*args, **kwargs)
        except Exception as error:
            if is_debugging():
                raise
            code = error.exit_code if isinstance(error, LeadsError) else ExitCode.BUILD_FAILED
            sentence = str(error) if isinstance(error, LeadsError) else crash_log.record(error)
            error_screen().print(printable(sentence), style="red", markup=False, soft_wrap=True)
            sys.exit(code)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command; Ctrl-C ends it with INTERRUPTED."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise LeadsError("Interrupted.", ExitCode.INTERRUPTED) from None


app = typer.Typer(
    name="leads",
    cls=LeadsGroup,
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
)


@app.callback()
def settings(
    ctx: typer.Context,
    warehouse: Annotated[
        Path | None, typer.Option(help="DuckDB file. Default: LEADS_WAREHOUSE, else warehouse/leads.duckdb.")
    ] = None,
    rules_dir: Annotated[
        Path | None, typer.Option("--rules", help="Folder of rule seeds. Default: LEADS_RULES, else seeds/rules.")
    ] = None,
    as_of_date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date every number is for. Default: LEADS_AS_OF_DATE, else today."),
    ] = None,
    example: Annotated[
        str | None, typer.Option(help="Use the warehouse, rules and date of this folder under examples/.")
    ] = None,
) -> None:
    """Read the settings: options first, then the example, then the environment, then the defaults."""
    found = Settings.from_environment()
    if example:
        found = examples.use_example(found, example)
    if warehouse:
        found = replace(found, warehouse=warehouse.absolute())
    if rules_dir:
        found = replace(found, rules=rules_dir.absolute())
    if as_of_date:
        found = replace(found, as_of_date=parse_date(as_of_date, "--as-of-date"))
    ctx.obj = found


def _add(name: str, function: Callable[..., Any]) -> None:
    app.command(name)(function)


_add("init", init)
_add("generate", generate)
_add("load", load)
app.add_typer(rules_app, name="rules")
_add("build", build)
_add("publish", publish)
_add("rollback", rollback)
_add("export", export)
_add("sync", sync)
_add("digest", digest)
_add("run", run)
_add("replay", replay)
_add("learn", learn)
_add("app", show_app)
_add("whatif", whatif)
_add("report", report)
_add("explain", explain)
_add("status", status)
_add("doctor", doctor)
_add("erase", erase)


def main() -> None:
    """Entry point of the console script.

    Letters that the terminal cannot show become question marks. A reader that closes the pipe (`leads report | head -1`)
    ends the command without a message, as it ends any other tool.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
