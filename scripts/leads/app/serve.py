"""Starts the server of the pages in this process."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path
from typing import Any

from leads.app.access import FIGURES_ONLY, VARIABLE, from_environment
from leads.base.console import screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings, is_debugging

MAIN = Path(__file__).with_name("main.py")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(settings: Settings, address: str, port: int, access: Path | None, figures: bool) -> None:
    """Serve the pages until Ctrl-C. access: the file of who sees names; figures: without one, show nobody's name.

    Raises LeadsError: USAGE for an address that others reach without an access file, LOCKED for a port that is taken.
    """
    os.environ.update(
        settings.environment() | {"LEADS_RULES": str(settings.rules), FIGURES_ONLY: "1" if figures else ""}
    )
    if access:
        os.environ[VARIABLE] = str(access)
    has_proxy = from_environment().user_header is not None
    if not has_proxy and address not in LOOPBACK:
        raise LeadsError(
            f"On {address} others reach the app, so it needs a proxy that names its users and --access (docs/app.md); "
            "without them leave out --address.",
            ExitCode.USAGE,
        )
    _require_free(address, port)
    from streamlit import config
    from streamlit.web import bootstrap

    # What pages need is imported before the first visit, which else waits for it; that its caches have no server yet is known.
    logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
    import leads.app.main  # noqa: F401

    options: dict[str, Any] = {"server_address": address, "server_port": port, "browser_serverAddress": address}
    # After every page it would walk all objects for garbage, most of the time that a page takes; Python does so when it is due.
    options["runner_postScriptGC"] = False
    if is_debugging():
        options["client_showErrorDetails"] = "full"
    if not has_proxy:
        # A page of another site that has its name point here is not answered.
        options["server_allowedHosts"] = list(LOOPBACK)
    config._main_script_path = str(MAIN)
    bootstrap.load_config_options(options)
    screen().print("Ctrl-C ends the app.")
    bootstrap.run(str(MAIN), False, [], options)


def _require_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((address, port))
        except OSError as error:
            raise LeadsError(
                f"The app cannot listen on {address}, port {port} ({error.strerror}): give another --port or --address.",
                ExitCode.LOCKED,
            ) from error
