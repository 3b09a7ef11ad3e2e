"""Runs a model's graph part by part, in an order that is found once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional, Sequence, Text

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

Plan = Sequence[tuple[Text, GraphNode, Sequence[Text]]]


class PlainRunner(DaskGraphRunner):
    """Gives what Rasa's runner gives, without planning the same graph anew at every message.

    That costs milliseconds, twice a turn, and the parts run one after the other all the same.
    """

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self._plan = lru_cache(maxsize=16)(self._planned)

    def run(
        self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
    ) -> Dict[Text, Any]:
        """The output of each target by its name; GraphRunError when a part fails at runtime."""
        given = inputs or {}
        wanted = tuple(targets or self._graph_schema.target_names)
        done: Dict[Text, Any] = {name: (name, value) for name, value in given.items()}
        try:
            for name, node, needs in self._plan(wanted, frozenset(given)):
                # Whatever is not there is handed over by its name: the node says what it lacks.
                done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[target] for target in wanted)

    def _planned(self, targets: Sequence[Text], given: frozenset[Text]) -> Plan:
        """The parts that the targets need, each behind those that it needs itself."""
        plan: Dict[Text, tuple[Text, GraphNode, Sequence[Text]]] = {}

        def add(name: Text) -> None:
            schema = self._graph_schema.nodes.get(name)
            if schema is None or name in plan or name in given:
                return
            needs = tuple(schema.needs.values())
            for need in needs:
                add(need)
            plan[name] = (name, self._instantiated_nodes[name], needs)

        for target in targets:
            add(target)
        return tuple(plan.values())
