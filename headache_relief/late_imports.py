"""Imports a heavy module only when something in it is first used.

Rasa's policies import `rasa.utils.train_utils`, which imports TensorFlow. Nothing in it is needed
to run a model without neural networks, but TensorFlow takes seconds to start and 300 MB.
`importlib.util.LazyLoader` doesn't help: in Python 3.10 a second `import` statement already loads
what it put off.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any, Optional, Sequence

_loading = RLock()


def import_late(*names: str) -> None:
    """From now on the modules `names` are read when first used, unless they already are."""
    sys.meta_path.insert(0, _LateFinder(names))


class _LateFinder(MetaPathFinder):
    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        if name not in self._names:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LateLoader(spec.loader)
        return spec


class _LateLoader(Loader):
    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _LateModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is read yet."""


class _LateModule(ModuleType):
    """Stands for a module until a name in it is asked for, then becomes that module."""

    def __getattr__(self, name: str) -> Any:
        # The import system looks for names such as __path__ in every module.
        if name.startswith("__"):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        with _loading:
            if type(self) is _LateModule:
                self._load()
        return getattr(self, name)

    def _load(self) -> None:
        assert self.__spec__ is not None and isinstance(self.__spec__.loader, _LateLoader)
        self.__class__ = ModuleType  # type: ignore[assignment]
        try:
            self.__spec__.loader.loader.exec_module(self)
        except BaseException:
            self.__class__ = _LateModule
            raise
