"""Processes on this machine, each with one document at a time: memory is bounded, and a big book holds up nobody.

A process that dies takes no other document with it: the one it held is tried once more and then given up.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess

from aligner.corpus.records import Item, Outcome, Work
from aligner.errors import ModelError

ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Runs `workers` processes."""

    workers: int = 1

    def __call__(self, items: Iterator[Item], work: Work, *, total: int) -> Iterator[Outcome]:
        """Outcomes as they are ready; items are taken as processes become free."""
        hands = [_Hand(work) for _ in range(min(self.workers, total))]
        try:
            busy = [hand for hand in hands if hand.take(next(items, None))]
            while busy:
                ready = wait([hand.connection for hand in busy])
                for hand in [hand for hand in busy if hand.connection in ready]:
                    outcome = hand.outcome()
                    if outcome is not None:
                        yield outcome
                        if not hand.take(next(items, None)):
                            busy.remove(hand)
        finally:
            for hand in hands:
                hand.stop()


class _Hand:
    """A process and what it is working on. It ends by itself when this one does."""

    def __init__(self, work: Work) -> None:
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._work = work
        self._item: Item | None = None
        self._attempts = 0
        self._start()

    def take(self, item: Item | None) -> bool:
        """Begin with a document; False if there is none."""
        self._item, self._attempts = item, 1
        if item is not None:
            self._give(item)
        return item is not None

    def outcome(self) -> Outcome | None:
        """What came of the document; None where it has to be waited for again."""
        try:
            said = self.connection.recv()
        except (EOFError, ConnectionError):
            return self._died()
        if isinstance(said, ModelError):
            raise said
        return said if isinstance(said, Outcome) else None

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self._process.terminate()
        self._process.join()

    def _died(self) -> Outcome | None:
        assert self._item is not None
        self._process.join()
        code = self._process.exitcode
        self.stop()
        self._start()
        if self._attempts < ATTEMPTS:
            self._attempts += 1
            self._give(self._item)
            return None
        return Outcome(self._item.id, error=f"its process died {ATTEMPTS} times (exit code {code}); out of memory?")

    def _start(self) -> None:
        self.connection, theirs = self._context.Pipe()
        self._process: SpawnProcess = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        self._process.start()
        theirs.close()

    def _give(self, item: Item) -> None:
        try:
            self.connection.send(item)
        except ConnectionError:
            pass  # it has died: `outcome` will see that


def _serve(connection: Connection, work: Work) -> None:
    """What a process does: documents in, outcomes out, until the other end is closed."""
    from aligner.corpus.worker import align_item, prepared

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        prepared(work)
        while True:
            connection.send(align_item(connection.recv(), work))
    except ModelError as error:
        connection.send(error)
    except (EOFError, ConnectionError):
        return
