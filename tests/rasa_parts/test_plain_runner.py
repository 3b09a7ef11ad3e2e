"""A model's graph runs as Rasa's own runner runs it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from headache_relief.rasa_parts.plain_runner import PlainRunner

RAN: list[str] = []


class Part(GraphComponent):
    """Adds numbers, and notes that it ran."""

    def __init__(self, name: str, fails: bool) -> None:
        self._name = name
        self._fails = fails

    @classmethod
    def create(cls, config: Any, **unused: Any) -> "Part":
        return cls(config["name"], config["fails"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"fails": False}

    def add(self, one: int, other: int = 0) -> int:
        RAN.append(self._name)
        if self._fails:
            raise RuntimeError
        return one + other


def node(name: str, is_target: bool = False, fails: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs,
        uses=Part,
        constructor_name="create",
        fn="add",
        config={"name": name, "fails": fails},
        is_target=is_target,
    )


SCHEMA = GraphSchema(
    {
        "sum": node("sum", is_target=True, one="twice", other="given"),
        "twice": node("twice", one="given", other="given"),
        "aside": node("aside", one="twice"),
        "fails": node("fails", one="given", fails=True),
        "lacks": node("lacks", one="nobody gives"),
    }
)


def runner(kind: type[DaskGraphRunner]) -> DaskGraphRunner:
    return kind.create(SCHEMA, None, ExecutionContext(SCHEMA))


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    RAN.clear()


@pytest.mark.parametrize("targets", [None, ["sum"], ["twice", "aside"], ["aside"]])
def test_it_gives_what_rasas_runner_gives(targets: list[str] | None) -> None:
    plain, rasas = runner(PlainRunner), runner(DaskGraphRunner)
    for number in (3, 4):
        given = {"given": number}
        assert plain.run(given, targets) == rasas.run(given, targets)


def test_each_part_runs_once_and_only_when_it_is_needed() -> None:
    assert runner(PlainRunner).run({"given": 3}, ["sum"]) == {"sum": 9}
    assert RAN == ["twice", "sum"]


def test_what_is_given_is_not_worked_out() -> None:
    assert runner(PlainRunner).run({"given": 3, "twice": 1}, ["sum"]) == {"sum": 4}
    assert RAN == ["sum"]


@pytest.mark.parametrize("kind", [PlainRunner, DaskGraphRunner])
@pytest.mark.parametrize(
    ("target", "error"), [("fails", GraphComponentException), ("lacks", GraphRunError)]
)
def test_a_part_that_fails_or_lacks_something_is_an_error_as_in_rasa(
    kind: type[DaskGraphRunner], target: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        runner(kind).run({"given": 3}, [target])
