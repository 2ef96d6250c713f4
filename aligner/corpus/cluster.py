"""Ray: documents as tasks, a few in each, on whatever machines a cluster has.

The driver keeps a bounded number of tasks in flight and takes each result once. A task whose machine is lost is run
again elsewhere by Ray; one that fails for good is split into its documents, so that only the one to blame is given up.
Paths of the manifest must lead to the documents on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aligner.corpus.records import Item, Outcome, Work
from aligner.errors import InputError

ATTEMPTS = 3  # of a task, when its process or its machine is lost
IN_FLIGHT = 2  # tasks for each core
LARGEST = 16  # documents in a task


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Runs on the cluster at `address` (or RAY_ADDRESS), or starts Ray on this machine, with `workers` cores."""

    address: str | None = None
    workers: int | None = None

    def __call__(self, items: Iterator[Item], work: Work, *, total: int) -> Iterator[Outcome]:
        """Outcomes as they are ready.

        Raises
        ------
        InputError : Ray is not installed, or there is no cluster at the address
        """
        try:
            import ray
        except ImportError as error:
            raise InputError("the engine ray needs Ray: pip install 'aligner[ray]'") from error
        started = not ray.is_initialized()
        if started:
            _connect(ray, self.address or os.environ.get("RAY_ADDRESS"), self.workers)
        try:
            yield from _run(ray, items, work, total)
        finally:
            if started:
                ray.shutdown()


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    try:
        ray.init(
            address=address,
            num_cpus=None if address else workers,
            include_dashboard=None if address else False,
            log_to_driver=False,
            logging_level="ERROR",
        )
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InputError(f"no Ray cluster at {address}: {str(error).splitlines()[0]}") from error


def _run(ray: Any, items: Iterator[Item], work: Work, total: int) -> Iterator[Outcome]:
    gpus = 1 if (work.device or "").startswith("cuda") else 0
    task = ray.remote(num_cpus=1, num_gpus=gpus, max_retries=ATTEMPTS)(_align)
    pending: dict[Any, list[Item]] = {}
    waiting = iter([])  # type: Iterator[list[Item]]
    while True:
        cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
        size = max(1, min(LARGEST, total // (cores * 4)))
        while len(pending) < IN_FLIGHT * cores:
            batch = next(waiting, None) or list(islice(items, size))
            if not batch:
                break
            pending[task.remote(batch, work)] = batch
        if not pending:
            return
        for reference in ray.wait(list(pending), num_returns=1)[0]:
            batch = pending.pop(reference)
            try:
                yield from ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                raise error.cause if isinstance(error.cause, InputError) else error from error
            except ray.exceptions.RayError as error:
                if len(batch) == 1:
                    yield Outcome(batch[0].id, error=f"given up by Ray: {str(error).splitlines()[0]}")
                waiting = iter([*waiting, *([item] for item in batch if len(batch) > 1)])


def _align(batch: list[Item], work: Work) -> list[Outcome]:
    from aligner.corpus.worker import align_item

    return [align_item(item, work) for item in batch]
