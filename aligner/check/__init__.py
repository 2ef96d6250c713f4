"""Review checks: an ordered list of small functions, each of which looks at a pair and yields findings."""
