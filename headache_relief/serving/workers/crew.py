"""Keeps N workers running: starts them, replaces whoever dies or hangs, renews them one by one."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Awaitable, Callable, Optional

from headache_relief.serving.errors import ServingError
from headache_relief.serving.workers.routes import by_preference
from headache_relief.serving.workers.worker import Worker

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS_AT_THE_START = 0.25
SECONDS_BETWEEN_LOOKS = 1.0
MOST_SILENT_LOOKS = 3  # each of them waits two seconds
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a worker that died is started again
SECONDS_UNTIL_WELL = 60.0
SECONDS_TO_START = 180.0
SECONDS_TO_END = 20.0
TELLS_NOTHING = "The workers did not start: look for the reason above."

Start = Callable[[], Awaitable[Worker]]


class Crew:
    """The workers, each in its place; `start` makes one."""

    def __init__(self, count: int, start: Start) -> None:
        self._places: list[Optional[Worker]] = [None] * count
        self._start = start
        self._keepers: list[asyncio.Task[None]] = []
        self._changing = [asyncio.Lock() for _ in range(count)]
        self._begun: set[Worker] = set()

    @property
    def workers(self) -> list[Worker]:
        """Those that run, also when they are not ready."""
        return [worker for worker in self._places if worker is not None and not worker.ended]

    @property
    def ready(self) -> bool:
        """Whether somebody can take messages."""
        return any(worker.ready for worker in self.workers)

    async def open(self) -> None:
        """Starts all of them; ServingError when one can't, which has told why by itself."""
        begun = await asyncio.gather(*(self._begin() for _ in self._places))
        for place, worker in enumerate(begun):
            self._places[place] = worker
        if not all(worker.ready for worker in begun):
            await self.close()
            raise ServingError(TELLS_NOTHING)
        self._keepers = [asyncio.create_task(self._keep(place)) for place in range(len(begun))]

    def choose(self, route: str) -> list[Worker]:
        """Who may take a request with this route, the first choice first.

        While nobody is ready, as when the database is away, everybody still answers danger.
        """
        running = {
            place: worker
            for place, worker in enumerate(self._places)
            if worker is not None and not worker.ended
        }
        ordered = [running[place] for place in by_preference(route, list(running))]
        return [worker for worker in ordered if worker.ready] or ordered

    async def renew(self) -> bool:
        """Puts a new worker in each one's place, as after the model was trained anew.

        The new one is ready before the old one stops. Where a new one can't start the old ones
        go on, and it returns False.
        """
        for place in range(len(self._places)):
            async with self._changing[place]:
                old = self._places[place]
                if not await self._replace(place):
                    return False
            if old is not None:
                await self._end(old)
        return True

    async def close(self) -> None:
        """Ends all of them, each after what it has in work."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(self._end(worker) for worker in list(self._begun)))

    async def _begin(self) -> Worker:
        """A new worker, ready; one that is not has ended or takes too long."""
        worker = await self._start()
        self._begun.add(worker)
        last = time.monotonic() + SECONDS_TO_START
        while not worker.ended and time.monotonic() < last:
            await worker.look()
            if worker.ready:
                break
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS_AT_THE_START)
        return worker

    async def _end(self, worker: Worker) -> None:
        worker.tell_to_stop()
        try:
            await asyncio.wait_for(worker.wait(), SECONDS_TO_END)
        except asyncio.TimeoutError:
            worker.kill()
            await worker.wait()
        self._begun.discard(worker)

    async def _replace(self, place: int) -> bool:
        """Puts a new worker into the place once it is ready; False when it can't be."""
        new = await self._begin()
        if new.ready:
            self._places[place] = new
        else:
            await self._end(new)
            logger.error("A new worker did not start.")
        return new.ready

    async def _keep(self, place: int) -> None:
        """Looks after one place for ever."""
        pause = FIRST_PAUSE
        while True:
            since = time.monotonic()
            await self._watch(place)
            if time.monotonic() - since > SECONDS_UNTIL_WELL:
                pause = FIRST_PAUSE
            logger.error("A worker has ended; another takes its place in %.1f s.", pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            async with self._changing[place]:
                worker = self._places[place]
                if worker is None or worker.ended:
                    await self._replace(place)

    async def _watch(self, place: int) -> None:
        """Returns once the place's worker has ended; one that hangs is ended."""
        silent = 0
        while True:
            worker = self._places[place]
            if worker is None or worker.ended:
                return
            ending = asyncio.ensure_future(worker.wait())
            try:
                await asyncio.wait({ending}, timeout=SECONDS_BETWEEN_LOOKS)
            finally:
                ending.cancel()
            if worker.ended or worker is not self._places[place]:
                silent = 0
                continue
            silent = 0 if await worker.look() else silent + 1
            if silent >= MOST_SILENT_LOOKS and worker is self._places[place]:
                logger.error("A worker does not answer any more and is ended.")
                worker.kill()
                await worker.wait()
