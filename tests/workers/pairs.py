"""One of two workers that handle messages of the same conversations at the same moment.

Started as `python -m tests.workers.pairs URL NAME`; each line of standard input names a batch,
each line of standard output tells what was done, as JSON: conversation, asked, begun, ended.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from rasa.utils.endpoints import EndpointConfig

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.postgres_lock_store import PostgresLockStore
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from tests.rasa_parts.stored_conversations import DOMAIN, say

AT_ONCE = 16


async def handle(
    locks: PostgresLockStore, store: SqlTrackerStore, conversation: str, text: str
) -> dict[str, Any]:
    """One message: waits for its turn, answers, writes."""
    asked = time.monotonic()
    async with locks.lock(conversation):
        begun = time.monotonic()
        await say(store, conversation, text)
        ended = time.monotonic()
    return {"conversation": conversation, "asked": asked, "begun": begun, "ended": ended}


async def main(url: str, name: str) -> None:
    load_knowledge()  # as a whole assistant does when it starts: no turn has time for it
    locks, store = PostgresLockStore(EndpointConfig(url=url)), SqlTrackerStore(DOMAIN, url)
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        batch = line.strip()
        done = await asyncio.gather(
            *(handle(locks, store, f"{batch} {number}", name) for number in range(AT_ONCE))
        )
        print(json.dumps(done), flush=True)
    locks.close()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
