"""Binding: rows put into the datasets of a compiled form, and the axis of months taken apart.

That axis is the same in every chart of a form and a height, and measuring its words takes longer than all the rest of
a chart. So it is drawn once, and laid over the others.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Spec = Mapping[str, Any]


def bind(spec: Spec, rows: Mapping[str, Sequence[Any]], height: int | None = None) -> dict[str, Any]:
    """Put rows into the datasets of a form in Vega; a dataset without rows draws nothing. Fixed axes are left out."""
    data = [
        entry | {"values": rows.get(entry["name"], [])} if "source" not in entry else entry for entry in spec["data"]
    ]
    axes = [axis for axis in spec.get("axes", []) if not _has_fixed_ticks(axis)]
    return {**spec, "data": data, "axes": axes} | _make_size(height)


def fix_axes(spec: Spec, height: int | None = None) -> dict[str, Any] | None:
    """Return the axes that do not depend on any row, as a chart of the same size; None where there are none."""
    axes = [axis for axis in spec.get("axes", []) if _has_fixed_ticks(axis)]
    if not axes:
        return None
    scales = [scale for scale in spec["scales"] if scale["name"] in {axis["scale"] for axis in axes}]
    return {**spec, "data": [], "marks": [], "axes": axes, "scales": scales} | _make_size(height)


def _has_fixed_ticks(axis: Spec) -> bool:
    return "values" in axis


def _make_size(height: int | None) -> dict[str, Any]:
    return {"height": height} if height else {}
