"""A static encoder → a folder that sentence-transformers loads, too.

The files of the encoder itself are copied as they are; what is added tells sentence-transformers which module reads
them (`st_module.py`). So the folder has two ways in, one model, and the same vectors: `aligner.load_encoder` (numpy)
and `SentenceTransformer` (torch). Needs no torch.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from aligner.encoder import BUNDLED, MODELS, is_static
from aligner.errors import ModelError
from aligner.model_folder import check_target, new_folder

SAVED = ("config.json", "model.safetensors", "tokenizer.json")
OPTIONAL = ("calibration.json",)
MODULE = "aligner.st_module.StaticModule"

FRONT = """---
language:
- en
- ru
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags:
- sentence-transformers
- sentence-similarity
- static-embeddings
- aligner
---
"""

HEADING = "## Use from sentence-transformers"

USE = f"""{HEADING}

The folder is read by aligner without torch, and by sentence-transformers where aligner is installed. The vectors are
the same. Since version 6 sentence-transformers imports a module from outside itself only with your consent:

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("path/to/this/folder", trust_remote_code=True)
model.encode(["The sides met in Geneva.", "Стороны встретились в Женеве."])
```

The folder itself holds no code; the module is `{MODULE}` of the installed package.
"""

ABOUT = """A static English–Russian sentence encoder: the vector of a text is the sum of the vectors of its subwords and
character n-grams, scaled to unit length.

## Use from aligner

```python
import aligner

aligner.load_encoder("path/to/this/folder").encode(["The sides met in Geneva."])
```
"""


def export_encoder(name_or_path: str, out: str | Path) -> Path:
    """Write the bundled encoder, or one that `aligner train` made, as a folder for sentence-transformers.

    Parameters
    ----------
    name_or_path : "en-ru", or the encoder's folder
    out : the folder; new, empty, or one that holds an encoder of ours and is replaced

    Raises
    ------
    ModelError : no such encoder, it is incomplete, or it is a sentence-transformers model already
    InputError : the folder can't be written, or holds something else
    """
    from aligner.static import StaticEncoder

    source = MODELS / BUNDLED if name_or_path == BUNDLED else Path(name_or_path).expanduser()
    if not is_static(source):
        raise ModelError(
            f"{name_or_path}: no encoder of aligner; give {BUNDLED}, or a folder that `aligner train` wrote"
        )
    StaticEncoder.load(source)
    target = check_target(Path(out))
    if target == source.resolve():
        raise ModelError(f"{out}: is the encoder itself; choose another folder")
    name = name_or_path if name_or_path == BUNDLED else source.resolve().name
    with new_folder(target) as folder:
        for file in (*SAVED, *OPTIONAL):
            if (source / file).is_file():
                shutil.copyfile(source / file, folder / file)
        _write_json(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": MODULE}])
        model = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
        _write_json(folder / "config_sentence_transformers.json", model)
        (folder / "README.md").write_text(_card(source / "README.md", name), encoding="utf-8")
    return target


def _card(own: Path, name: str) -> str:
    """The encoder's own card, if it has one, and how to use it from sentence-transformers."""
    text = own.read_text(encoding="utf-8") if own.is_file() else f"# {name}\n\n{ABOUT}"
    if HEADING not in text:
        text = f"{text.rstrip()}\n\n{USE}"
    return text if text.startswith("---\n") else FRONT + text


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
