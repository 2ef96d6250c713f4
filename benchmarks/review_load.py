"""The review app under load and under fire: `python benchmarks/review_load.py [SECONDS]`.

First a project of 10,000 pairs: how long until the page is there, what an operation costs the server (CPU time, so that
other programs don't count). Then eight reviewers edit one project at once for a minute while the server is killed
(SIGKILL) and started again ten times: every operation that a reviewer was told is done must be in the log afterwards,
and undoing everything must give the alignment of the start. Everything happens on this computer's loopback.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from aligner.alignment import Alignment
from aligner.errors import AlignerError
from aligner.pairs import pairs
from aligner.read import document_from_text
from aligner.records import Bead
from aligner.review.book import Book, create
from aligner.review.serve import fingerprint_of
from aligner.review.store import Store

TEXTS = Path(__file__).parent.parent / "texts" / "gold" / "convention-rivers"
PAIRS, REVIEWERS, KILLS = 10_000, 8, 10


def made(count: int) -> Alignment:
    """An alignment of so many pairs of two sentences, out of a sample text again and again."""
    sides = [(TEXTS / f"{lang}.sents").read_text(encoding="utf-8").split("\n") for lang in ("en", "ru")]
    lines = [[line for line in side if len(line) > 40][:10] for side in sides]
    en, ru = ("\n\n".join(f"{own[n % 10]}\n{n}. {own[(n + 7) % 10]}" for n in range(count)) for own in lines)
    documents = [
        document_from_text(text, lang, name=f"made.{lang}", presegmented=True)
        for text, lang in ((en, "en"), (ru, "ru"))
    ]
    beads = [Bead(range(n, n + 1), range(n, n + 1), 0.0, 0.5 + n % 50 / 100) for n in range(2 * count)]
    return Alignment(*documents, tuple(pairs(*documents, beads)), "en-ru", "0")


@dataclass
class Server:
    """The app as a process of its own, as a person starts it."""

    folder: Path
    name: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, folder: Path, name: str, alignment: Alignment) -> Server:
        """A project that is made already; its findings are not."""
        file = folder / f"{name}.jsonl"
        alignment.save(file)
        store = Store(folder / f"{name}.sqlite")
        create(store, alignment, fingerprint=fingerprint_of([file.read_bytes()]))
        store.close()
        with socket.create_server(("127.0.0.1", 0)) as free:
            return cls(folder, name, free.getsockname()[1])

    def start(self) -> None:
        """Returns when the page is there."""
        file, project = self.folder / f"{self.name}.jsonl", self.folder / f"{self.name}.sqlite"
        command = [sys.executable, "-m", "aligner", "review", file, "--project", project, "--no-browser", "--port"]
        self.process = subprocess.Popen([*map(str, command), str(self.port)], stderr=subprocess.DEVNULL)
        while True:
            try:
                if ask(self.port, "GET", "/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.01)

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        assert self.process
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def ask(port: int, method: str, path: str, fields: dict[str, object] | None = None, who: str = "") -> tuple[int, str]:
    """A request as the page makes it."""
    host = f"127.0.0.1:{port}"
    connection = http.client.HTTPConnection(host, timeout=10)
    headers = {"Origin": f"http://{host}", "Cookie": f"reviewer={quote(who)}"}
    try:
        connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def time_large(server: Server) -> None:
    begin = time.perf_counter()
    server.start()
    wall = time.perf_counter() - begin
    print(f"{PAIRS:,} pairs: the page is there {wall:.2f} s after the start, {server.cpu():.2f} s of CPU time")
    time.sleep(5)  # the first check loads the encoder meanwhile
    before, begin = server.cpu(), time.perf_counter()
    for _ in range(10):
        ask(server.port, "GET", "/")
    print(f"  the page again: {(server.cpu() - before) / 10 * 1000:.0f} ms of CPU time")
    free = random.Random(1).sample(range(1, PAIRS), 200)
    seq = 0
    for name, fields in {
        "approve": lambda n: {},
        "comment": lambda n: {"text": f"remark {n}"},
        "edit": lambda n: {"text": f"Исправлено в {n} раз.", "lang": "ru"},
        "split": lambda n: {"lang": "en", "sentence": str(2 * n - 1)},
    }.items():
        numbers = free[:50]
        del free[:50]
        before, walls = server.cpu(), []
        for n in numbers:
            begin = time.perf_counter()
            asked = {"since": seq, "seen": f"{n}:0", **fields(n)}
            status, text = ask(server.port, "POST", f"/rows/{n}/{name}", asked)
            walls.append(time.perf_counter() - begin)
            assert status == 200 and 'data-done="1"' in text, text
            seq += 1
        cost = (server.cpu() - before) / len(numbers) * 1000
        print(f"  {name}: {cost:.0f} ms of CPU time, median {statistics.median(walls) * 1000:.0f} ms")
    server.kill()


@dataclass
class Reviewer:
    """Edits at random until told to stop; remembers what the server said was done."""

    port: int
    name: str
    stop: threading.Event
    versions: dict[int, int] = field(default_factory=dict)
    since: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    tokens: list[str] = field(default_factory=list)
    lost: int = 0
    conflicts: int = 0

    def run(self) -> None:
        chance = random.Random(self.name)
        while not self.stop.is_set():
            try:
                if not self.versions:
                    self._hear(ask(self.port, "GET", "/block?from=0_0&to=2_0")[1])
                self._edit(chance)
            except OSError:
                time.sleep(0.05)

    def _edit(self, chance: random.Random) -> None:
        row = chance.choice([*self.versions])
        token = f"{self.name} {sum(self.accepted.values())}.{self.lost}.{self.conflicts}"
        name, fields = chance.choice(
            [
                ("edit", {"lang": "ru", "text": token}),
                ("comment", {"text": token}),
                ("approve", {}),
                ("merge", {}),
                ("undo", {}),
                ("redo", {}),
                ("unlink", {"lang": "ru"}),
            ]
        )
        path = f"/{name}" if name in ("undo", "redo") else f"/rows/{row}/{name}"
        asked = {"since": self.since, "seen": f"{row}:{self.versions[row]}", **fields}
        try:
            status, text = ask(self.port, "POST", path, asked, self.name)
        except ConnectionRefusedError:  # it was not even sent
            raise
        except OSError:
            self.lost += 1
            raise
        if status == 200 and 'data-done="1"' in text:
            self.accepted[name] += 1
            self.tokens += [token] if name in ("edit", "comment") else []
        self.conflicts += status == 409
        self._hear(text)

    def _hear(self, text: str) -> None:
        for row, version in re.findall(r'data-id="(\d+)" data-version="(\d+)"', text):
            self.versions[int(row)] = int(version)
        for gone in re.findall(r'data-gone="([\d ]*)"', text):
            for row in gone.split():
                self.versions.pop(int(row), None)
        for seq in re.findall(r'data-seq="(\d+)"', text):
            self.since = int(seq)


def fire(server: Server, start: Alignment, seconds: float) -> bool:
    server.start()
    stop = threading.Event()
    reviewers = [Reviewer(server.port, f"reviewer-{n}", stop) for n in range(REVIEWERS)]
    threads = [threading.Thread(target=reviewer.run) for reviewer in reviewers]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(seconds / KILLS)
        server.kill()
        server.start()
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    server.kill()
    return report(server, start, reviewers)


def report(server: Server, start: Alignment, reviewers: list[Reviewer]) -> bool:
    book = Book(Store(server.folder / f"{server.name}.sqlite"))
    log = book.store.log()
    found = Counter(entry.reviewer for entry in log)
    texts = "\n".join(pair for entry in log for splice in entry.splices for _, pair in splice.after)
    accepted = sum(sum(r.accepted.values()) for r in reviewers)
    lost = sum(r.lost for r in reviewers)
    missing = [token for r in reviewers for token in r.tokens if f'"{token}"' not in texts]
    short = [r.name for r in reviewers if not 0 <= found[r.name] - sum(r.accepted.values()) <= r.lost]
    print(f"{REVIEWERS} reviewers, {KILLS} kills: {accepted:,} operations accepted, {len(log):,} found")
    print(f"  sent, but no answer came: {lost}, of them saved: {len(log) - accepted}")
    print(f"  refused because somebody was faster: {sum(r.conflicts for r in reviewers):,}")
    print(f"  accepted texts that are not in the log: {len(missing)}; reviewers with too few entries: {len(short)}")
    undone = undo_all(book)
    print(f"  everything undone gives the start: {'yes' if book.alignment == start else 'NO'} ({undone:,} steps)")
    same = book.alignment == start
    book.close()
    return same and not missing and not short


def undo_all(book: Book) -> int:
    """Each reviewer in turn, as far as nobody has built upon it."""
    steps, before = 0, -1
    while steps != before:
        before = steps
        for name in book.store.reviewers():
            try:
                while True:
                    book.undo(name)
                    steps += 1
            except AlignerError:
                continue
    return steps


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder:
        time_large(Server.of(Path(folder), "large", made(PAIRS)))
        start = made(400)
        if not fire(Server.of(Path(folder), "shared", start), start, seconds):
            sys.exit("something was lost")


if __name__ == "__main__":
    main()
