"""What may stand in this process before anybody has been asked who they are: waitress, with bounds on the unfinished.

waitress reads a request whole before anybody sees it. So a body larger than a callback's is read only when its headers
have said who sends it (`Admit`), one at a time for each account, and together no more than one upload's size: until then
the socket is not read, and what is sent waits with its sender. It may not wait on our disk (decision 47). What is begun
and not finished goes when its time is over, or when somebody else needs its place.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.buffers import FileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error, RequestEntityTooLarge

from dashboard.web.client import Network, is_among
from dashboard.web.in_memory import file_in_memory
from dashboard.web.waiting_room import WaitingRoom

# Asked with a request whose headers have come and whose body has not: the account that may send it; None is nobody.
Admit = Callable[[dict[str, Any]], str | None]

THREADS = 8
UPLOADS = ("POST", "/filer")
HELD_UNASKED = 64 * 1024  # bytes of a body: a callback's
MOST_HEADERS = 32 * 1024
CONNECTIONS = 400
PER_ADDRESS = 40  # connections; not of the proxies, behind which everybody stands
HEADER_SECONDS, BODY_SECONDS = 10.0, 20.0
UPLOAD_BYTES_A_SECOND = 200_000  # whoever sends more slowly lets the next one in
ROOM_FOR_ONE_MORE = 1_000_000  # beside the file: what a form writes around it
OURS = b"x-trinvis-"  # the headers by which a proxy says who somebody is


class LengthRequired(Error):  # type: ignore[misc]
    code = 411
    reason = "Length Required"


class Asked(HTTPRequestParser):  # type: ignore[misc]
    """One request. to_admit: its headers have come, and somebody must say whether its body may."""

    to_admit = False
    content_length: int

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if _doubled(header_plus):
            raise ParsingError("A header that says who you are stands there twice")

    def received(self, data: bytes) -> int:
        before = self.headers_finished
        taken: int = super().received(data)
        if self.headers_finished and not before and not self.completed:
            self._look_at_the_body()
        return taken

    def _look_at_the_body(self) -> None:
        if self.chunked:
            self.error = LengthRequired("say how long the body is")
        elif self.content_length > HELD_UNASKED and (self.command, self.path) != UPLOADS:
            self.error = RequestEntityTooLarge(f"exceeds {HELD_UNASKED}")
        elif self.content_length > HELD_UNASKED:
            self.to_admit = True
            self.body_rcv = FixedStreamReceiver(self.content_length, FileBasedBuffer(file_in_memory()))
        self.completed = self.error is not None

    def without_body(self) -> None:
        """What is answered to whoever may not send it: as if they had sent nothing."""
        self.close()
        self.body_rcv, self.content_length, self.to_admit = None, 0, False
        self.headers["CONTENT_LENGTH"] = "0"
        self.completed = self.connection_close = True


def _doubled(header_plus: bytes) -> bool:
    """Whether a header that a proxy sets to say who somebody is has come twice: the proxy's own, and the sender's.

    waitress joins the two with a comma, and then nobody could tell them from a list.
    """
    names = [line.partition(b":")[0].lower() for line in header_plus.split(b"\r\n")[1:]]
    ours = [name for name in names if name.startswith(OURS)]
    return len(set(ours)) != len(ours)


class Visit(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = Asked
    server: FrontDoor
    request: Asked | None
    requests: list[Asked]
    waiting = False  # for a body to be let in
    began = 0.0  # when what is being received began
    deadline = 0.0  # by when an upload that was let in has to be here; 0 is none

    def readable(self) -> bool:
        return not self.waiting and bool(super().readable())

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.began = time.monotonic()
        going_on: bool = super().received(data)
        with self.requests_lock:
            asked = self.request is not None and self.request.to_admit and not self.waiting and not self.deadline
            if asked:
                self.waiting = True
        if asked:
            self.server.add_task(Question(self))
        return going_on

    def let_in(self) -> None:
        """Read the body now."""
        length = self.request.content_length if self.request is not None else 0
        self.deadline = time.monotonic() + BODY_SECONDS + length / UPLOAD_BYTES_A_SECOND
        self.waiting = False
        self.server.pull_trigger()

    def turn_away(self) -> None:
        """Answer as if there were no body, and close."""
        with self.requests_lock:
            request, self.request = self.request, None
            if request is None or self.requests:  # they have gone, or send one request into another
                self.will_close = True
            else:
                request.without_body()
                self.requests.append(request)
                self.server.add_task(self)
        self.waiting = False

    def service(self) -> None:
        super().service()
        self._done()

    def cancel(self) -> None:
        super().cancel()
        self._done()

    def handle_close(self) -> None:
        super().handle_close()
        if self.request is not None:
            self.request.close()
        if not self.requests:  # else what was sent is still being worked on
            self._done()

    def _done(self) -> None:
        self.deadline = 0.0
        self.server.room.leave(self)

    def is_late(self, now: float) -> bool:
        """Whether what was begun should be here by now."""
        if self.requests or self.waiting:
            return False
        if self.deadline:
            return now > self.deadline
        if self.request is not None and self.request.headers_finished:
            return now > self.began + BODY_SECONDS
        return self.unfinished and now > (self.began or self.accepted) + HEADER_SECONDS

    @property
    def unfinished(self) -> bool:
        """Something has begun and is not there, and nobody has let it in; or nothing was ever sent."""
        return (
            not self.requests
            and not self.waiting
            and not self.deadline
            and (self.request is not None or not self.began)
        )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.accepted = time.monotonic()
        super().__init__(*arguments, **named)


class Question:
    """Asked by a thread that works on requests, since to know who it is takes a look into the table of sessions."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def service(self) -> None:
        visit, server = self._visit, self._visit.server
        request = visit.request
        if request is None:
            return
        account = server.admit(WSGITask(visit, request).get_environment())
        if account is None or not server.room.enter(visit, account, request.content_length):
            visit.turn_away()
            server.pull_trigger()

    def cancel(self) -> None:
        self._visit.cancel()


class FrontDoor(TcpWSGIServer):  # type: ignore[misc]
    """The server. proxies: from whose addresses everybody may come."""

    channel_class = Visit

    def __init__(
        self, *arguments: Any, admit: Admit, room: WaitingRoom[Visit], proxies: tuple[Network, ...], **named: Any
    ):
        self.admit, self.room, self._proxies = admit, room, proxies
        super().__init__(*arguments, **named)

    def handle_accept(self) -> None:
        before = set(self.active_channels)
        super().handle_accept()
        for number in set(self.active_channels) - before:
            self._make_place(self.active_channels[number])

    def _make_place(self, new: Visit) -> None:
        """Where there are too many, the one that has kept us waiting longest goes; the newest where none has."""
        others = [visit for visit in self.active_channels.values() if visit is not new]
        same = [visit for visit in others if visit.addr[0] == new.addr[0]]
        crowd = same if len(same) >= PER_ADDRESS and not is_among(new.addr[0], self._proxies) else others
        if crowd is others and len(others) < CONNECTIONS:
            return
        unfinished = [visit for visit in crowd if visit.unfinished]
        idle = [visit for visit in crowd if not (visit.requests or visit.waiting or visit.deadline)]
        oldest = min(unfinished or idle or [new], key=lambda visit: visit.accepted)
        oldest.handle_close()

    def maintenance(self, now: float) -> None:
        """Beside what waitress closes after a long silence: what was begun and does not come."""
        clock = time.monotonic()
        for visit in list(self.active_channels.values()):
            if visit.waiting:
                visit.last_activity = now
            elif visit.is_late(clock):
                visit.will_close = True
        super().maintenance(now)


def front_door(
    application: Any, held: socket.socket, most_bytes: int, admit: Admit, proxies: tuple[Network, ...]
) -> FrontDoor:
    """A server that listens at `held` and waits for run(). most_bytes: of an upload."""
    room = most_bytes + ROOM_FOR_ONE_MORE
    settings = Adjustments(
        sockets=[held],
        threads=THREADS,
        ident=None,
        inbuf_overflow=room,  # above it waitress would write to the disk
        max_request_body_size=room,
        max_request_header_size=MOST_HEADERS,
        clear_untrusted_proxy_headers=False,  # client.py believes those that may be believed
        connection_limit=2 * CONNECTIONS,  # of its own, which stops listening: here somebody goes instead
        cleanup_interval=1,
        asyncore_use_poll=True,  # select() knows no more than 1024 files
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(THREADS)
    return FrontDoor(
        application, {}, True, held, dispatcher=dispatcher, adj=settings, bind_socket=False,
        sockinfo=(held.family, held.type, held.proto, held.getsockname()),
        admit=admit, room=WaitingRoom(room, Visit.let_in), proxies=proxies,
    )  # fmt: skip


def holding(host: str, port: int) -> socket.socket:
    """A socket that listens there, so that nobody else gets the place. Raises OSError."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.listen(1024)
    except OSError:
        held.close()
        raise
    return held
