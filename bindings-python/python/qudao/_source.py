"""How the columns of a source become the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Source:
    """A table of records with the way to read it, for ``stream=``.

    ``data`` is any object with ``__arrow_c_stream__``. ``columns`` maps each column of the table to the name of the source's
    column or to ``("constant", value)``; without it, columns of the same names are read. Floats are refused unless
    ``floats="shortest"``: the shortest decimal text that gives the same float.
    """

    data: Any
    columns: Mapping[str, str | tuple[Literal["constant"], Any]] | None = None
    floats: Literal["refuse", "shortest"] = "refuse"
