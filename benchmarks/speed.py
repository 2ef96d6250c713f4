"""How fast the bundled encoder is beside a transformer: one thread, one run, the same news.

usage: speed.py EVAL_DIR

The transformer has MiniLM's shape (12 layers, 384 dimensions, 12 heads) and random weights: time does not depend on
what they are. It is given the token numbers of the bundled vocabulary, so that its own tokenizer costs it nothing, in
batches of 32 sentences of about one length. CPU time, so that other programs disturb little.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["TOKENIZERS_PARALLELISM"] = "1"  # read when numpy and torch are imported

import sys
import time
from pathlib import Path

from retrieval import pairs

from aligner.encoder import BUNDLED, MODELS
from aligner.static import StaticEncoder

REPEATS = 5
SAMPLE = 256  # sentences that the transformer is given
BATCH = 32


def bundled(news: list[str]) -> tuple[float, float, float]:
    """Seconds to load, sentences a second with words seen for the first time, and with words seen before; best."""
    loads, first, again = [], [], []
    for _ in range(REPEATS):
        began = time.process_time()
        encoder = StaticEncoder.load(MODELS / BUNDLED)
        loads.append(time.process_time() - began)
        for times in (first, again):
            began = time.process_time()
            encoder.encode(news)
            times.append(time.process_time() - began)
    return min(loads), len(news) / min(first), len(news) / min(again)


def transformer(news: list[str]) -> float:
    """Sentences a second of a model of MiniLM's shape."""
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    tokenizer = StaticEncoder.load(MODELS / BUNDLED).vocabulary.tokenizer
    tokens = sorted((encoding.ids for encoding in tokenizer.encode_batch(news[:: len(news) // SAMPLE])), key=len)
    shape = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    model = BertModel(shape).eval()
    seconds = 0.0
    with torch.no_grad():
        for first in range(0, len(tokens), BATCH):
            batch = [torch.tensor(ids) for ids in tokens[first : first + BATCH]]
            ids = torch.nn.utils.rnn.pad_sequence(batch, batch_first=True)
            mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(one) for one in batch], batch_first=True)
            began = time.process_time()
            model(input_ids=ids, attention_mask=mask)
            seconds += time.process_time() - began
    return len(tokens) / seconds


def main() -> None:
    en, ru = pairs(Path(sys.argv[1]) / "ntrex" / "pairs.tsv")
    news = [text for pair in zip(en, ru, strict=True) for text in pair]
    load, first, again = bundled(news)
    slow = transformer(news)
    size = sum(path.stat().st_size for path in (MODELS / BUNDLED).iterdir())
    print(f"{size / 1e6:.1f} MB, loads in {load:.2f} s; sentences of news a second, one thread:")
    print(f"{first:10,.0f}  bundled encoder, words seen for the first time")
    print(f"{again:10,.0f}  bundled encoder, words seen before")
    print(f"{slow:10,.0f}  transformer of MiniLM's shape: {first / slow:,.0f} times slower")


if __name__ == "__main__":
    main()
