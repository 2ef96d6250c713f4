"""Subtitles, SRT and WebVTT: sentences across cues are joined, each paragraph says when it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.errors import InputError
from aligner.read.blocks import Block, to_extract
from aligner.read.encoding import decode
from aligner.read.extract import Extract
from aligner.records import Lang

PAUSE = 5.0  # seconds of silence that end a paragraph
CUES = 8  # that are joined at most: some subtitles have no full stops

_TIME = r"((?:\d{1,3}:)?\d{1,2}:\d{1,2})[,.](\d{1,3})"
_TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*$", re.MULTILINE)
_MARKS = re.compile(r"</?[a-zA-Z][^<>\n]{0,100}>|\{\\[^{}\n]{0,100}\}|<\d\d:\d\d[\d:.]{0,12}>")
_NUMBER = re.compile(r"\n[ \t]*\d+[ \t]*\n*\Z")
_ENDS = re.compile(r"""[.!?…]["»”’)\]♪]*\Z""")
_SPEAKER = re.compile(r"[ \t]*[-–—][ \t]*(?=\S)")


class _Cue(NamedTuple):
    start: float
    end: float
    text: str


def read_subtitles(data: bytes, lang: Lang, *, name: str, encoding: str | None) -> Extract:
    """Read subtitles: what is said, without numbers, times and marks of style.

    Raises
    ------
    InputError
        It is not text, or there are no times in it.
    """
    text, notes = decode(data, lang, name=name, encoding=encoding)
    cues = [*_cues(re.sub(r"\r\n?", "\n", text))]
    if text.strip() and not cues:
        raise InputError(f"{name}: no subtitles: no line is like 00:00:01,000 --> 00:00:02,500")
    return to_extract(_blocks(cues), notes)


def _cues(text: str) -> Iterator[_Cue]:
    times = [*_TIMES.finditer(text)]
    for number, match in enumerate(times):
        stop = times[number + 1].start() if number + 1 < len(times) else len(text)
        said = text[match.end() : stop]
        if number + 1 < len(times):  # the number of the next cue stands before its times
            said = _NUMBER.sub("", said)
        yield _Cue(_seconds(match[1], match[2]), _seconds(match[3], match[4]), _MARKS.sub("", said).strip())


def _blocks(cues: list[_Cue]) -> Iterator[Block]:
    """A paragraph for each run of cues up to the end of a sentence, and for each speaker."""
    parts: list[str] = []
    begun = last = 0.0
    for cue in cues:
        for number, line in enumerate(filter(str.strip, cue.text.split("\n"))):
            speaker = _SPEAKER.match(line) is not None
            if parts and (speaker or (number == 0 and (cue.start - last > PAUSE or len(parts) >= 2 * CUES))):
                yield _block(parts, begun)
                parts = []
            if not parts:
                begun = cue.start
            parts.append(line.strip())
        last = cue.end
        if parts and _ENDS.search(parts[-1]):
            yield _block(parts, begun)
            parts = []
    if parts:
        yield _block(parts, begun)


def _block(lines: list[str], start: float) -> Block:
    minutes, seconds = divmod(int(start), 60)
    return Block("\n".join(lines), "text", f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}")


def _seconds(clock: str, fraction: str) -> float:
    total = 0
    for part in clock.split(":"):
        total = 60 * total + int(part)
    return total + int(fraction.ljust(3, "0")) / 1000
