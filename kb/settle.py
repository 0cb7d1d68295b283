"""Before a collection is served: pass over an index that a crash or a bad disk has damaged, without anybody's help.

Does not do: mend the store (that is what backups are for), embed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from kb.generation import build_generation, check_generations, open_generation
from kb.store import open_store
from kb.types import StoreError

log = logging.getLogger("rujukan")


@dataclass(frozen=True, slots=True)
class EmbeddedBy:
    """A model by the name that its vectors are kept under, to build an index of them without loading it."""

    name: str


def settle_index(data: Path) -> list[str]:
    """See that a whole index can be opened; return what was wrong, nothing where nothing was.

    The current generation is probed in a child process. Where it is damaged the last whole one before it is served from
    now on; where there is none, one is built of the kept embeddings. Raises StoreError where that fails too.
    """
    wrong = check_generations(data)
    for cause in wrong:
        log.error("%s", cause)
    try:
        open_generation(data).close()
    except StoreError:
        with open_store(data, write=True) as store:
            models = store.models()
            if not models or not store.counts()["chunks"]:
                raise
            folder = build_generation(store, EmbeddedBy(models[0]), force=True)
        log.warning("index built anew from the kept embeddings: %s", folder)
    return wrong
