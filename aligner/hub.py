"""Gets a sentence-transformers model from a folder, the hub or the hub's cache, and tells it from all others."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator
from logging import ERROR, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PATIENCE = 10  # seconds for the hub to answer
HUB_ORGANISATION = "sentence-transformers"  # of names without one
UNUSED = ("onnx", "openvino", "checkpoint")  # folders of a model that torch does not read
MODEL_FILES = {".json", ".txt", ".model", ".safetensors", ".bin", ".py"}

log = getLogger(__name__)


def hub_name(name: str) -> str:
    """The full name on the hub."""
    return name if "/" in name else f"{HUB_ORGANISATION}/{name}"


def in_hub_cache(name: str) -> bool:
    """The model has been downloaded before."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(hub_name(name), "modules.json"), str)


def load_model(source: str, name: str, *, device: str, local: bool) -> SentenceTransformer:
    """The model; what is downloaded already is not asked for again."""
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    attempts = [True] if local else [True, False] if in_hub_cache(source) else [False]
    for local_only in attempts:
        if not local_only:
            _ask_hub(source, name)
            log.info("%s: fetching it from the hub", name)
        try:
            with _quiet(bars=not local_only):
                model = SentenceTransformer(source, device=device, local_files_only=local_only)
            break
        except (OSError, LookupError, ValueError, TypeError, RuntimeError, ImportError, SafetensorError) as error:
            if local_only is attempts[-1]:
                raise ModelError(f"model {name!r}: {_remedy(error, local=local)}") from error
    if not local:
        _check_download(source, name)
    elif not (Path(source) / "modules.json").is_file():
        log.warning("%s: no modules.json, so its token vectors are averaged", name)
    return model


def _ask_hub(source: str, name: str) -> None:
    """Fails at once if the hub has no such model or can't be reached, where loading would try again for minutes."""
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(hub_name(source), timeout=PATIENCE)
    except Exception as error:
        raise ModelError(f"model {name!r}: {_remedy(error, local=False)}") from error


def _remedy(error: Exception, *, local: bool) -> str:
    """What to do about an error of loading, with the gist of it."""
    if "trust_remote_code" in str(error):
        return "it brings code of its own, which aligner does not run; choose another, see: aligner models"
    lines = str(error).strip().splitlines()
    gist = lines[0][:200].rstrip(" .:") if lines else type(error).__name__
    if local:
        return f"the folder holds no complete sentence-transformers model ({gist}); save or copy it anew"
    return (
        "not downloaded, and the hub has no such model or can't be reached; check the name, download it once with a "
        f"network, or leave --model out (in Python: encoder=) to use the bundled one ({gist})"
    )


def _check_download(source: str, name: str) -> None:
    """Without modules.json a model is built as if it had none: right only if the hub is known to have none."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(source, "modules.json")
    if found is None:
        raise ModelError(f"model {name!r}: only part of it is downloaded; load it once with a network")
    if not isinstance(found, str):
        log.warning("%s: no modules.json, so its token vectors are averaged", name)


def revision(source: str) -> str:
    """The commit that the hub's cache holds."""
    from huggingface_hub import try_to_load_from_cache

    found = (try_to_load_from_cache(source, name) for name in ("modules.json", "config.json"))
    return next((Path(path).parent.name for path in found if isinstance(path, str)), "unknown")


def digest_of(folder: Path) -> str:
    """A hash of the files that decide a model's vectors; the same on every machine."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in MODEL_FILES and path.is_file() and not parts[0].startswith((".", *UNUSED)):
            digest.update(f"{'/'.join(parts)}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def device_for(asked: str | None) -> str:
    """The device asked for, or the fastest there is."""
    import torch

    here = ["cpu"]
    if torch.backends.mps.is_available():
        here.insert(0, "mps")
    if torch.cuda.is_available():
        here.insert(0, "cuda")
    if asked is None or asked == "auto":
        return here[0]
    kind, _, number = asked.partition(":")
    count = torch.cuda.device_count() if kind == "cuda" else 1
    if kind not in here or (number and not (number.isdecimal() and int(number) < count)):
        raise ModelError(
            f"device {asked!r}: not on this machine; choose {' or '.join(here)}, or leave it out (--device, device=)"
        )
    return asked


@contextlib.contextmanager
def _quiet(*, bars: bool) -> Iterator[None]:
    """No remarks of the libraries while a model is loaded, nothing on standard output; bars only for a download."""
    from transformers.utils import logging

    theirs: Any = logging
    level, restore = theirs.get_verbosity(), theirs.is_progress_bar_enabled() and not bars
    theirs.set_verbosity_error()
    if restore:
        theirs.disable_progress_bar()
    other = getLogger("sentence_transformers")
    before = other.level
    other.setLevel(ERROR)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        other.setLevel(before)
        theirs.set_verbosity(level)
        if restore:
            theirs.enable_progress_bar()
