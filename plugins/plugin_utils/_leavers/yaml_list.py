# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML: a list of names, or of mappings with the columns as keys."""

from __future__ import annotations

import yaml

from .columns import Columns
from .problems import ListError, Unusable
from .table import Table

_SHAPE = "It must be a list of names, or of mappings with a user each."
_PLAIN = "tag:yaml.org,2002:"
_TEXTS = {_PLAIN + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")}


def read(text: str, name: str, columns: Columns) -> Table:
    """Return the rows of a YAML text. Raises ListError if it is not a list; `name` is the path.

    Values are taken as written: the user no is not False, 007 is not 7, and a date is text.
    """
    table = Table()
    try:
        # Nodes rather than values, which have no lines. Nothing is constructed, so tags have no effect.
        documents = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ListError(
            "%s is not valid YAML: line %d: %s. Nothing was changed." % (name, *_trouble(error, text))
        ) from None
    except RecursionError:
        raise ListError("%s is nested too deeply. %s" % (name, _SHAPE)) from None
    if len(documents) > 1:
        raise ListError("%s contains more than one YAML document. Write one list." % name)
    root = documents[0] if documents else None
    if root is None or (isinstance(root, yaml.ScalarNode) and root.tag == _PLAIN + "null"):
        return table
    if not isinstance(root, yaml.SequenceNode):
        raise ListError("%s is YAML, but not a list. %s" % (name, _SHAPE))
    for node in root.value:
        line = node.start_mark.line + 1
        try:
            _take(table, line, node, columns)
        except Unusable as error:
            table.refuse(line, str(error))
    return table


def _trouble(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line and the description of an error."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1, error.reason
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return mark.line + 1 if mark else 1, problem or "it does not follow the rules of YAML"


def _take(table: Table, line: int, node: yaml.Node, columns: Columns) -> None:
    """Take one entry of the list."""
    if not isinstance(node, yaml.MappingNode):
        table.add(line, {"user": _text(node, "the name")})
        return
    names = [_text(key, "a key") for key, _value in node.value]
    places = columns.find(names)
    if len(set(names)) < len(names):
        raise Unusable("a key occurs twice")
    if "<<" in names:
        raise Unusable("merge keys (<<) are not supported; write the keys out")
    values = [value for _key, value in node.value]
    table.columns.update(places.values())
    table.add(line, {column: _text(values[place], "the value of " + column) for place, column in places.items()})
    for place, key in enumerate(names):
        if place not in places:
            value = values[place]
            table.not_read(key, value.value if isinstance(value, yaml.ScalarNode) else "")


def _text(node: yaml.Node, what: str) -> str:
    """Return a scalar as written."""
    if not isinstance(node, yaml.ScalarNode):
        raise Unusable("%s must be text, not a list or a mapping" % what)
    if node.tag not in _TEXTS:
        raise Unusable("%s has the tag %s, which is not supported" % (what, node.tag))
    return "" if node.tag == _PLAIN + "null" else str(node.value)
