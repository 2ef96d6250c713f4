"""Settings of all tests: property tests try the same examples at every run, at their own pace."""

from hypothesis import settings

settings.register_profile("aligner", derandomize=True, deadline=None)
settings.load_profile("aligner")
