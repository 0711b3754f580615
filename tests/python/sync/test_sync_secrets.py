"""Tokens, secret addresses and e-mail addresses are in no file, no output and no log."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hubspot_server import HubSpotServer
from leads.base.errors import ExitCode, LeadsError
from leads.cli import app
from leads.sync.reason import kept_reason
from stand_in import BROKEN, Reply
from sync_place import TOKEN, Lead, Place

MANY = [Lead(f"lead-{number:03d}") for number in range(150)]


@pytest.mark.parametrize("is_debugging", [False, True])
def test_no_file_and_no_output_holds_a_secret(
    place: Place,
    hubspot: HubSpotServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    is_debugging: bool,
) -> None:
    """In all that may happen: set up, taken, rejected with a quote of the token, refused, broken, redirected, no answer to read."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("LEADS_DESTINATIONS", str(place.folder / "destinations"))
    if is_debugging:
        monkeypatch.setenv("LEADS_DEBUG", "1")
    place.publish(MANY)
    told = ""

    def run(*arguments: str) -> int:
        nonlocal told
        result = CliRunner().invoke(app, ["--warehouse", str(place.settings.warehouse), "sync", "hubspot", *arguments])
        told += result.output + "".join(traceback.format_exception(*result.exc_info) if result.exc_info else [])
        error = result.exception
        return error.exit_code if isinstance(error, LeadsError) else result.exit_code

    hubspot.poisoned, hubspot.is_strict = {"lead-007"}, False
    del hubspot.properties["lead_stage"]
    echo = Reply(401, {"message": f"{TOKEN} of amy@example.com is not known"}, {"X-Echo": TOKEN})
    outcomes = [run("--setup", "--dry-run"), run("--setup"), run("--dry-run"), run()]
    assert outcomes == [0, 0, 0, ExitCode.PARTLY]
    place.publish([Lead(str(lead.lead_id), 51) for lead in MANY])
    for fault in (
        echo,
        Reply(302, None, {"Location": f"http://example.com/{TOKEN}"}),
        BROKEN,
        Reply(200, [TOKEN]),
        Reply(404),
    ):
        hubspot.faults.extend([fault] * 4)
        assert run("--force") == ExitCode.DESTINATION
        hubspot.faults.clear()
    assert "(secret)" in str(place.state("select reason from sync.rejects"))
    assert TOKEN not in told and "@example.com" not in told
    assert "acknowledged" in told and "Created these properties" in told
    assert TOKEN not in caplog.text
    found = [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert not found
    with_address = [
        path for path in tmp_path.rglob("*") if path.is_file() and b"someone@example.com" in path.read_bytes()
    ]
    assert not with_address


def test_a_reason_is_one_short_line_without_secrets() -> None:
    told = kept_reason(f"no\n\x1b[31mway {TOKEN} for amy.o'x@example.com, said " + "x" * 400, [TOKEN])
    assert len(told) == 300 and told.startswith("no [31mway (secret) for amy.o'(e-mail), said xxx")
