"""Corpora: from a folder or a manifest of many document pairs to a parallel corpus that can be published.

folder, manifest   which documents belong together            entries
content            … told by what they say                    entries and a table of why
worker, facts, languages   one document pair → rows, facts            anywhere, in any order
local, cluster     the engines that run workers               outcomes as they come
journal            what has been done, on disk                survives anything
judge, filters, repeats   which rows stay                     in the manifest's order
split              train, dev, test, by groups of documents
writing, shards, tables   Parquet, TMX, Moses, JSONL
publish            … put into place; what is not ours stays
card, command, stats, forms   what is in it
build              all of it, on one page
"""

from aligner.corpus.build import Report, build_corpus

__all__ = ["Report", "build_corpus"]
