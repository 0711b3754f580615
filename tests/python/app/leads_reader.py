"""A reader without a browser: opens a page by the WebSocket of the app and waits until all of it was sent."""

from __future__ import annotations

import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


def read_page(address: str, page: str, query: str = "", headers: dict[str, str] | None = None) -> float:
    """Seconds until a page was computed and sent."""
    return read_whole(address, page, query, headers)[0]


def read_whole(address: str, page: str, query: str = "", headers: dict[str, str] | None = None) -> tuple[float, bytes]:
    """Seconds, and every byte that a browser would get for a page. headers: as a proxy sets them."""
    started = time.monotonic()
    sent = b""
    with connect(
        f"{address.replace('http', 'ws')}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=headers or {},
        max_size=None,
        open_timeout=60,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = "" if page == "today" else page
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.locale = "en-GB"
        socket.send(asked.SerializeToString())
        while True:
            message = socket.recv(timeout=120)
            assert isinstance(message, bytes)
            sent += message
            told = ForwardMsg.FromString(message)
            if told.WhichOneof("type") == "script_finished":
                return time.monotonic() - started, sent
