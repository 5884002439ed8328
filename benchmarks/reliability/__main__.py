"""``python -m benchmarks.reliability COMMAND``: each module of this package that has a ``main`` is a command."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import benchmarks.reliability as package


def commands() -> list[str]:
    """Return the names of the commands there are."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_")]
    return [name for name in names if hasattr(importlib.import_module(f"{package.__name__}.{name}"), "main")]


def main(argv: Sequence[str]) -> int:
    """Run one command with what stands after its name; return its exit status."""
    known = commands()
    if not argv or argv[0] not in known:
        sys.stderr.write(f"usage: python -m benchmarks.reliability {{{','.join(known)}}} ...\n")
        return 2
    return int(importlib.import_module(f"{package.__name__}.{argv[0]}").main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
