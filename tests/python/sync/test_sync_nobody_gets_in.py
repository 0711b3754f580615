"""Of every destination: its secrets are in no file, no output and no log, and its certificate is verified."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crms import ALL, BULK, DYNAMICS, HUBSPOT, SALESFORCE, Crm
from leads.base.errors import ExitCode, LeadsError
from leads.cli import app
from leads.sync import http
from leads.sync.adapter import Stopped
from stand_in import BROKEN, Reply
from sync_place import TOKEN, Lead, Place

MANY = [Lead(f"lead-{number:03d}") for number in range(150)]
SECRET = "canary-client-secret-91b0"
CLIENT = {"id_from": "CLIENT_ID", "secret_from": "CLIENT_SECRET"}


@pytest.mark.parametrize("is_debugging", [False, True])
@pytest.mark.parametrize("crm", ALL, ids=lambda crm: crm.name)
def test_no_file_and_no_output_holds_a_secret(
    place: Place,
    crm: Crm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    is_debugging: bool,
) -> None:
    """Whatever is answered, and by whom: all of it quotes the secrets."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("LEADS_DESTINATIONS", str(place.folder / "destinations"))
    monkeypatch.setenv("CLIENT_ID", "our-id")
    monkeypatch.setenv("CLIENT_SECRET", SECRET)
    if is_debugging:
        monkeypatch.setenv("LEADS_DEBUG", "1")
    server = crm.start()
    server._secret = SECRET  # type: ignore[union-attr]
    signs_in = crm in (SALESFORCE, BULK, DYNAMICS)
    quoted = f"{TOKEN} {SECRET if signs_in else ''} of amy@example.com is not known"
    token: dict[str, object] = {"token_from": None, "client": CLIENT} if signs_in else {"token_from": "HUBSPOT_TOKEN"}
    where = {"sign_in_url": server.url} if crm is DYNAMICS else {}
    crm.write(place, server, **token, **where, patience={"attempts": 2, "first_seconds": 0})
    told = ""

    def run(*arguments: str) -> int:
        nonlocal told
        result = CliRunner().invoke(app, ["--warehouse", str(place.settings.warehouse), "sync", crm.name, *arguments])
        told += result.output + "".join(traceback.format_exception(*result.exc_info) if result.exc_info else [])
        error = result.exception
        return error.exit_code if isinstance(error, LeadsError) else result.exit_code

    place.publish(MANY)
    assert run() == ExitCode.OK
    place.publish([Lead(str(lead.lead_id), 51) for lead in MANY])
    first = [lambda reply: reply] if signs_in else []  # the token comes, then the fault
    for fault in (
        Reply(401, {"message": quoted}, {"X-Echo": TOKEN}),
        Reply(302, None, {"Location": f"http://example.com/{TOKEN}"}),
        BROKEN,
        Reply(200, [quoted]),
        Reply(404, {"message": quoted}),
    ):
        server.faults.extend([*first, *[fault] * 4])
        assert run("--force") in (ExitCode.DESTINATION, ExitCode.PARTLY, ExitCode.OK)
        server.faults.clear()
    server.faults.extend([*first, *[Reply(400, [{"message": quoted}])] * 400])
    run("--force", "--limit", "2")
    server.close()
    assert "acknowledged" in told
    for secret in (TOKEN, SECRET, "@example.com"):
        assert secret not in told and secret not in caplog.text
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


@pytest.fixture
def certificate(tmp_path: Path) -> Iterator[Path]:
    """One that nobody vouches for; with its key."""
    openssl = shutil.which("openssl")
    assert openssl, "this test makes a certificate with openssl"
    path = tmp_path / "certificate.pem"
    kind = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=localhost",
    ]
    names = ["-days", "2", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [openssl, *kind, *names, "-keyout", str(path), "-out", str(path.with_suffix(".crt"))],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    http._certificates.cache_clear()
    yield path
    http._certificates.cache_clear()


def test_a_certificate_that_nobody_vouches_for_is_refused(
    place: Place, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is taken from who is told of it, so that it was the certificate that was refused."""
    server = HUBSPOT.start()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server._server.socket = context.wrap_socket(server._server.socket, server_side=True)
    address = server.url.replace("http://", "https://")
    place.hubspot(address)
    place.publish(MANY)
    with pytest.raises(Stopped, match="certificate of hubspot cannot be verified"):
        place.sync()
    assert not server.asked
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    http._certificates.cache_clear()
    assert place.sync().tally.acknowledged == len(MANY)
    server.close()
