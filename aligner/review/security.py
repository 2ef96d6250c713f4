"""Who may come in: an ASGI guard before the pages, and headers that keep a page to itself.

The server listens on this computer alone unless told otherwise. Other web pages in the same browser can still send it
requests: a name that leads here (DNS rebinding) has another Host, a form elsewhere has another Origin. On a network
there is a token, in the link at first, then in a cookie that scripts can't read.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

Answer = tuple[int, str, list[tuple[bytes, bytes]]]  # status, text, headers

HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets a request through to the app, or answers it: 400 for a wrong Host, 403 for a wrong Origin or no token."""

    app: App
    host: str
    port: int
    token: str | None

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(key.encode(), value.encode()) for key, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        answer = self._refusal(scope)
        if answer is None:
            await self.app(scope, receive, send_with_headers)
            return
        status, text, headers = answer
        plain = [(b"content-type", b"text/plain; charset=utf-8"), *headers]
        await send_with_headers({"type": "http.response.start", "status": status, "headers": plain})
        await send({"type": "http.response.body", "body": text.encode()})

    def _refusal(self, scope: Scope) -> Answer | None:
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        host = headers.get("host", "")
        if not self._knows(host):
            return 400, "This address is not the one that the review app was started for.", []
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            return 403, "This request came from another page.", []
        return self._without_token(scope, headers) if self.token else None

    def _knows(self, host: str) -> bool:
        """The name and the port in a Host header are ours."""
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "80")
        if port != str(self.port):
            return False
        if is_local(self.host):
            return name in ("localhost", "127.0.0.1", "[::1]", self.host)
        return name in (self.host, socket.gethostname(), socket.getfqdn(), "localhost") or _is_address(name)

    def _without_token(
        self, scope: Scope, headers: dict[str, str]
    ) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        assert self.token
        cookie = f"aligner-token-{self.port}"
        kept = SimpleCookie(headers.get("cookie", "")).get(cookie)
        if kept and secrets.compare_digest(kept.value.encode(), self.token.encode()):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        given = dict(query).get("token", "")
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return 403, "Open the link that the review app has shown when it was started: it has a token in it.", []
        rest = urlencode([(key, value) for key, value in query if key != "token"])
        target = scope["path"] + (f"?{rest}" if rest else "")
        keep = f"{cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        return 303, "", [(b"location", target.encode("latin-1", "replace")), (b"set-cookie", keep.encode())]


def is_local(host: str) -> bool:
    """Only this computer can reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
