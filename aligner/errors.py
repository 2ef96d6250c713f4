"""What can go wrong, as one small tree. Every message is one line: what, where, what to do.

AlignerError
├── InputError     a file or a text that can't be used: missing, empty, binary, undecodable, wrong language
├── FormatError    an unknown format or level, or a file that is not what its format says
└── ModelError     an encoder that is unknown, incomplete or can't be fetched
"""


class AlignerError(Exception):
    """Base of all errors that a user can mend; the CLI prints it as one line and exits with 2."""


class InputError(AlignerError):
    """A file or a text that can't be used."""


class FormatError(AlignerError):
    """An unknown format or level, or a malformed file."""


class ModelError(AlignerError):
    """An encoder that can't be had."""
