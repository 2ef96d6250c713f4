"""Processes on this machine, each with one document at a time: memory is bounded, and a big book holds up nobody.

A process that dies takes no other document with it: the one it held is tried once more and then given up. One that
dies before it was ready for any document would do so again, and ends the run.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

from aligner.corpus.records import Item, Outcome, Work
from aligner.errors import InputError, ModelError

ATTEMPTS = 2
READY = "ready"  # what a process says before it takes documents


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Runs `workers` processes."""

    workers: int = 1

    def __call__(self, items: Iterator[Item], work: Work, *, total: int) -> Iterator[Outcome]:
        """Outcomes as they are ready; items are taken as processes become free.

        Raises
        ------
        InputError : the processes can't be started
        ModelError : there is no such encoder
        """
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

    connection: Connection
    _process: SpawnProcess
    _ready: bool

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
        self._ready = self._ready or said == READY
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
        if not self._ready:
            raise InputError(
                f"a process of the corpus died as it started (exit code {code}): what it wrote above may say why; "
                "if memory is short, take fewer workers"
            )
        self._start()
        if self._attempts < ATTEMPTS:
            self._attempts += 1
            self._give(self._item)
            return None
        return Outcome(self._item.id, error=f"its process died {ATTEMPTS} times (exit code {code}); out of memory?")

    def _start(self) -> None:
        self._ready = False
        self.connection, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with _main_left_alone():
            self._process.start()
        theirs.close()

    def _give(self, item: Item) -> None:
        try:
            self.connection.send(item)
        except ConnectionError:
            pass  # it has died: `outcome` will see that


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Processes that are started meanwhile don't run the user's script again.

    Python has a new process import the main module, in case what it works on was defined there; nothing here is. So a
    script needs no `if __name__ == "__main__":` to make a corpus.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(connection: Connection, work: Work) -> None:
    """What a process does: documents in, outcomes out, until the other end is closed."""
    from aligner.corpus.worker import align_item, prepared

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        prepared(work)
        connection.send(READY)
        while True:
            connection.send(align_item(connection.recv(), work))
    except ModelError as error:
        connection.send(error)
    except (EOFError, ConnectionError):
        return
