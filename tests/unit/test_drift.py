# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in two places says the same in both: lists, options, defaults, messages, documentation."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from unittest import mock

import pytest
import yaml
from ansible.module_utils.basic import missing_required_lib

from ansible_collections.offboarding.mattermost.plugins.module_utils import _argument_specs, _module
from ansible_collections.offboarding.mattermost.plugins.module_utils._access import types
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.base import (
    LEAVE,
    AccessType,
    ListedAccessType,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._access.registry import (
    ACCESS_TYPES,
    CLOSABLE,
    REVOKED,
)
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.mattermost_error_ids import HINTS
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence import commands
from ansible_collections.offboarding.mattermost.plugins.plugin_utils._evidence.errors import EvidenceError
from ansible_collections.offboarding.mattermost.tests.unit.helpers.errors import error_classes

# Not resolved: the way to the collection may lead through a symbolic link.
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "docsite"
GUIDES = DOCS / "rst"
ROLE = ROOT / "roles" / "offboard"

NAMESPACE = "offboarding.mattermost."
PLUGINS = "ansible_collections.offboarding.mattermost.plugins."
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("mattermost_*.py"))
# What runs on the controller. A leading underscore marks what nobody calls by its name.
ACTIONS = sorted(path.stem for path in (ROOT / "plugins" / "action").glob("[!_]*.py"))
PLAYBOOKS = sorted(path.stem for path in (ROOT / "playbooks").glob("*.yml"))

# What somebody who adds a type of access writes.
MEMBERS_OF_A_TYPE = ["name", "title", "needs", "find", "close_item", "advice"]


def text(*parts):
    """Return the text of a file below the root."""
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def load(*parts):
    """Return what a YAML file below the root says."""
    return yaml.safe_load(text(*parts))


def constants(path):
    """Return the strings that a plugin's file gives names to: DOCUMENTATION, EXAMPLES, RETURN."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.update((target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name))
    return found


def module_path(module):
    """Return the file of a module."""
    return ROOT / "plugins" / "modules" / (module + ".py")


def documented_options(module):
    """Return a module's options as its documentation and the fragments that it extends tell them."""
    documentation = yaml.safe_load(constants(module_path(module))["DOCUMENTATION"])
    options = {}
    for fragment in documentation["extends_documentation_fragment"]:
        file, part = (fragment[len(NAMESPACE) :] + ".documentation").split(".")[:2]
        parts = constants(ROOT / "plugins" / "doc_fragments" / (file + ".py"))
        for name, option in (yaml.safe_load(parts[part.upper()]).get("options") or {}).items():
            options[name] = dict(option)
    for name, option in documentation.get("options", {}).items():
        options[name] = dict(options.get(name, {}), **option)
    return options


def module_spec(module):
    """Return the argument spec with which a module runs."""
    loaded = importlib.import_module(PLUGINS + "modules." + module)
    taken = []
    with mock.patch.object(_module, "run", lambda spec, *rest: taken.append(spec)):
        loaded.main()
    return taken[0]


def subclasses(error):
    """Return the classes of errors below one that have a sentence of their own."""
    found = [below for one in error.__subclasses__() for below in [one, *subclasses(one)]]
    return [one for one in found if "sentence" in vars(one)]


def guide(name):
    """Return a guide's text with its line breaks made spaces."""
    return " ".join((GUIDES / (name + ".rst")).read_text(encoding="utf-8").split())


# --- the lists of modules, actions and playbooks ----------------------------------------------------------------------


def test_action_group():
    assert load("meta", "runtime.yml")["action_groups"] == {"mattermost": MODULES}


def readme_table(heading):
    """Return the names in the first column of the README's table under a column heading."""
    table = re.search(r"^\| %s \|.*\n\|[- |]+\n((?:\|.*\n)+)" % heading, text("README.md"), re.MULTILINE)
    assert table, "README.md has no table of each %s" % heading
    return sorted(re.findall(r"^\| \[?`(\w+)`", table[1], re.MULTILINE))


@pytest.mark.parametrize(
    "heading, names",
    [
        ("module", MODULES),
        ("playbook", PLAYBOOKS),
        ("role", sorted(path.name for path in (ROOT / "roles").iterdir())),
    ],
)
def test_readme_tables(heading, names):
    assert readme_table(heading) == names


def test_what_modules_return_is_recorded_in_the_role():
    routed = load("meta", "runtime.yml")["plugin_routing"]["modules"]
    assert routed == {name: {"action_plugin": NAMESPACE + "_evidence"} for name in MODULES}


def test_readme_names_every_action_and_rulebook():
    readme = text("README.md")
    rulebooks = [str(path.relative_to(ROOT)) for path in (ROOT / "extensions" / "eda" / "rulebooks").glob("*.yml")]
    assert rulebooks
    assert [name for name in ACTIONS + rulebooks if "`%s`" % name not in readme] == []


def test_readme_first_screen():
    """The two commands and the ad-hoc example are seen without scrolling."""
    first = "\n".join(text("README.md").splitlines()[:40])
    for command in ("make demo", "make test", "ansible localhost -m offboarding.mattermost.mattermost_session_revoke"):
        assert command in first


@pytest.mark.parametrize("path", ["README.md", "roles/offboard/README.md", "CONTRIBUTING.md"])
def test_links_to_files_of_the_repository(path):
    address = load("galaxy.yml")["repository"] + "/blob/main/"
    linked = re.findall(r"\]\(([^)#]+)", text(*path.split("/")))
    own = [link[len(address) :] for link in linked if link.startswith(address)]
    own += [link for link in linked if "://" not in link]
    assert [link for link in own if not (ROOT / link).exists() and not link.startswith("CHANGELOG.")] == []


@pytest.mark.parametrize("name", MODULES + ACTIONS + PLAYBOOKS)
def test_guides_tell_of_it(name):
    assert any(NAMESPACE + name in path.read_text(encoding="utf-8") for path in GUIDES.glob("*.rst"))


# --- modules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_has_its_tests(module):
    assert (ROOT / "tests" / "unit" / "plugins" / "modules" / ("test_%s.py" % module)).is_file()
    assert (ROOT / "tests" / "integration" / "targets" / module / "tasks" / "main.yml").is_file()


def test_has_no_tests_of_what_is_gone():
    units = (ROOT / "tests" / "unit" / "plugins" / "modules").glob("test_mattermost_*.py")
    targets = (ROOT / "tests" / "integration" / "targets").glob("mattermost_*")
    assert {path.stem[len("test_") :] for path in units} | {path.name for path in targets} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_examples_and_return_values(module):
    found = constants(module_path(module))
    tasks = yaml.safe_load(found["EXAMPLES"])
    assert any(NAMESPACE + module in task for task in tasks)
    for value in yaml.safe_load(found["RETURN"]).values():
        assert {"description", "returned", "type", "sample"} <= set(value) or "contains" in value
        for part in value.get("contains", {}).values():
            assert {"description", "returned", "type", "sample"} <= set(part)


@pytest.mark.parametrize("module", MODULES)
def test_attributes(module):
    documentation = yaml.safe_load(constants(module_path(module))["DOCUMENTATION"])
    attributes = set(documentation.get("attributes", {}))
    for fragment in documentation["extends_documentation_fragment"]:
        file, part = (fragment[len(NAMESPACE) :] + ".documentation").split(".")[:2]
        parts = constants(ROOT / "plugins" / "doc_fragments" / (file + ".py"))
        attributes |= set(yaml.safe_load(parts[part.upper()]).get("attributes") or {})
    assert attributes == {"action_group", "check_mode", "diff_mode", "idempotent", "platform"}


@pytest.mark.parametrize("module", MODULES)
def test_argument_spec_and_documentation(module):
    spec = module_spec(module).arguments
    documented = documented_options(module)
    assert sorted(spec) == sorted(documented)
    for name, option in spec.items():
        told = {key: value for key, value in documented[name].items() if key != "description"}
        coded = {key: value for key, value in option.items() if key != "no_log"}
        assert {"required": False, **told} == {"required": False, **coded}, name


def test_options_of_the_evidence_are_documented():
    documented = yaml.safe_load(constants(module_path("evidence"))["DOCUMENTATION"])["options"]
    coded = {name: {"type": "str", **option} for name, option in commands.OPTIONS.items()}
    told = {name: {key: v for key, v in option.items() if key != "description"} for name, option in documented.items()}
    assert told == {name: {k: v for k, v in option.items() if k != "no_log"} for name, option in coded.items()}


# --- the role ---------------------------------------------------------------------------------------------------------

ENTRY_POINTS = load("roles", "offboard", "meta", "argument_specs.yml")["argument_specs"]
# Which hosts a playbook is for; the role lets it pass.
# A variable of the playbooks, and the fact that the role sets.
NO_OPTIONS = {"offboard_hosts", "offboard_result"}
OPTIONS = {name: option for entry in ENTRY_POINTS.values() for name, option in entry["options"].items()}


def test_an_option_is_the_same_in_every_entry_point():
    for entry in ENTRY_POINTS.values():
        for name, option in entry["options"].items():
            assert option == OPTIONS[name], name


def test_defaults_of_the_role():
    told = {name: option["default"] for name, option in OPTIONS.items() if "default" in option}
    assert load("roles", "offboard", "defaults", "main.yml") == told


def test_variables_that_the_role_uses():
    """Every option is used, and nothing is used that is no option. Two underscores mark what is the role's own."""
    used = set()
    for folder in ("tasks", "vars"):
        for path in (ROLE / folder).iterdir():
            used |= set(re.findall(r"(?<![\w.])offboard_(?!_)\w+", path.read_text(encoding="utf-8")))
    assert used - NO_OPTIONS == set(OPTIONS)


def test_playbooks_use_what_the_role_knows():
    for name in PLAYBOOKS:
        used = set(re.findall(r"(?<![\w.])offboard_(?!_)\w+", text("playbooks", name + ".yml")))
        assert used - NO_OPTIONS <= set(OPTIONS)


@pytest.mark.parametrize("name", sorted(OPTIONS))
def test_the_guides_or_the_role_tell_of_the_option(name):
    """Options of the connection are told once, by the modules."""
    if name.partition("_")[2] in _argument_specs.CONNECTION.arguments:
        return
    places = list(GUIDES.glob("*.rst")) + [ROLE / "README.md"]
    assert any(name in path.read_text(encoding="utf-8") for path in places)


def test_role_readme_tells_the_defaults():
    rows = re.findall(
        r"^\| `(offboard_\w+)`(?:, `\w+`)* \|\s*(.*?)\s*\|", text("roles", "offboard", "README.md"), re.MULTILINE
    )
    assert rows
    for name, default in rows:
        value = OPTIONS[name].get("default")
        shown = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        expected = "" if "default" not in OPTIONS[name] else "`%s`" % ('""' if shown == "" else shown)
        assert default == expected, name


# --- types of access --------------------------------------------------------------------------------------------------


def access_types_in_files():
    """Return the classes of all types of access, by the name of their file."""
    found = {}
    for file in pkgutil.iter_modules(types.__path__):
        loaded = importlib.import_module(types.__name__ + "." + file.name)
        for _name, one in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(one, AccessType) and one.__module__ == loaded.__name__ and one.name:
                found[file.name] = one
    return found


def test_every_type_of_access_is_registered_by_the_name_of_its_file():
    assert {name: type(one) for name, one in ACCESS_TYPES.items()} == access_types_in_files()


@pytest.mark.parametrize("name", sorted(ACCESS_TYPES))
def test_face_of_a_type_of_access(name):
    access_type = ACCESS_TYPES[name]
    assert access_type.name == name
    assert re.match(r"^[A-Z][A-Za-z -]+$", access_type.title)
    told = dict(inspect.getmembers(AccessType, inspect.isfunction))
    own = {key: one for one in type(access_type).mro()[:-2] for key, one in vars(one).items() if key in told}
    for key, function in own.items():
        assert inspect.signature(function).parameters.keys() == inspect.signature(told[key]).parameters.keys(), key
    assert {"needs", "find"} <= set(own)
    assert access_type.closable == bool({"close", "close_item"} & set(own))


def test_the_face_is_told_to_who_adds_a_type_of_access():
    told = set(re.findall(r"`(\w+)`", text("CONTRIBUTING.md")))
    assert {*MEMBERS_OF_A_TYPE, ListedAccessType.__name__} <= told
    assert all(hasattr(AccessType, name) for name in MEMBERS_OF_A_TYPE)


@pytest.mark.parametrize("name", sorted(ACCESS_TYPES))
def test_a_type_of_access_is_documented(name):
    closable = name in CLOSABLE
    assert name in documented_options("mattermost_access_info")["access_types"]["choices"]
    assert (name in documented_options("mattermost_access_revoke")["access_types"]["choices"]) == (name in REVOKED)
    permissions = (GUIDES / "permissions.rst").read_text(encoding="utf-8")
    assert re.search(r"^ *\* - ``%s``$" % name, permissions, re.MULTILINE)
    if closable and name != "session":
        assert name in OPTIONS["offboard_access_types"]["choices"]


def test_the_role_looks_for_every_type_of_access():
    """One that it does not name would be missing in both looks, and so in the evidence."""
    named = load("roles", "offboard", "vars", "main.yml")
    assert named["offboard__closable"] == [name for name in REVOKED if name != "session"]
    assert set(named["offboard__seen_by_closing"]) <= set(named["offboard__closable"])
    back = set(re.findall(r"\['(\w+)'\]", named["offboard__back_with_the_account"]))
    assert {"account", "session", *named["offboard__closable"], *back} == set(ACCESS_TYPES)


@pytest.mark.parametrize("name", sorted(name for name, one in ACCESS_TYPES.items() if one.option))
def test_an_option_that_decides_how_a_type_of_access_is_closed_can_leave_it(name):
    option = documented_options("mattermost_access_revoke")[ACCESS_TYPES[name].option]
    assert LEAVE in option["choices"]
    # What comes back with the account, and what others would feel, is left unless it is asked for.
    assert (option["default"] == LEAVE) == (ACCESS_TYPES[name].asked_only or name == "oauth_authorization")


@pytest.mark.parametrize("name", sorted(ACCESS_TYPES))
def test_permissions_of_a_type_of_access_are_in_the_guide(name):
    """The permissions that the code asks for are those in the type's row of the guide's table."""
    needed = ACCESS_TYPES[name].needs(None, {"id": "", "roles": ""})
    permissions = (GUIDES / "permissions.rst").read_text(encoding="utf-8")
    row = re.search(r"^ *\* - ``%s``\n((?:(?! *\* - ).*\n)+)" % name, permissions, re.MULTILINE)
    assert row
    assert {one for permission in needed for one in permission.split(" or ")} <= set(re.findall(r"``(\w+)``", row[1]))


# --- messages ---------------------------------------------------------------------------------------------------------


def as_heading(sentence):
    """Return a message as the troubleshooting guide shows it: what varies is in capitals, the end may be left out."""
    return re.sub(r"\{(\w+)(?:!r)?\}", lambda name: name[1].upper(), sentence)


def terms(after=None, before=None):
    """Return the terms of the troubleshooting guide's lists, without their markup, and what is said about each.

    `after` and `before` are the headings between which they stand.
    """
    found = {}
    lines = (GUIDES / "troubleshooting.rst").read_text(encoding="utf-8").splitlines()
    first = lines.index(after) if after else 0
    last = lines.index(before) if before else len(lines)
    for number in range(first, last - 1):
        if lines[number].startswith("``") and lines[number + 1].startswith("  "):
            said = []
            for below in lines[number + 1 :]:
                if below and not below.startswith("  "):
                    break
                said.append(below.strip())
            found[lines[number].strip("`")] = " ".join(said)
    return found


ERROR_IDS, ROLES_MESSAGES = "Error ids of Mattermost", "Messages of the role and the playbooks"


@pytest.mark.parametrize("error", error_classes(), ids=lambda error: error.__name__)
def test_every_error_is_explained(error):
    """A term of the guide is the beginning of the error's sentence, and says what to do."""
    sentence = as_heading(error.sentence)
    explained = [said for term, said in terms(before=ERROR_IDS).items() if sentence.startswith(term)]
    assert len(explained) == 1, sentence
    assert len(explained[0]) > 30


@pytest.mark.parametrize("error_id", sorted(HINTS))
def test_every_hint_is_explained(error_id):
    assert len(terms(ERROR_IDS, ROLES_MESSAGES).get(error_id, "")) > 30


def test_no_explanation_of_what_is_gone():
    sentences = [as_heading(error.sentence) for error in error_classes()]
    sentences.append(missing_required_lib("requests"))
    explained = list(terms(before=ERROR_IDS))
    assert [term for term in explained if not any(sentence.startswith(term) for sentence in sentences)] == []
    assert set(terms(ERROR_IDS, ROLES_MESSAGES)) == set(HINTS)


def test_every_error_is_made_somewhere():
    made = set()
    for path in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                # SomeError(...), or SomeError.at(...)
                called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
                made.add(called.id if isinstance(called, ast.Name) else None)
    assert [error.__name__ for error in error_classes() if error.__name__ not in made] == []


@pytest.mark.parametrize("error", subclasses(EvidenceError), ids=lambda error: error.__name__)
def test_every_error_of_the_evidence_is_explained(error):
    sentence = as_heading(error.sentence)
    explained = [said for term, said in terms(ROLES_MESSAGES).items() if sentence.startswith(term)]
    if re.fullmatch("[A-Z]+", sentence):
        # It repeats another one.
        return
    assert len(explained) == 1, sentence
    assert len(explained[0]) > 30


def test_messages_of_the_role_are_explained():
    """Every sentence with which the role or a playbook fails."""
    told = guide("troubleshooting")
    for path in [*sorted((ROLE / "tasks").glob("*.yml")), *sorted((ROOT / "playbooks").glob("*.yml"))]:
        for task in tasks_of(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for key, value in (("ansible.builtin.assert", "fail_msg"), ("ansible.builtin.fail", "msg")):
                if key not in task:
                    continue
                # The longest part that no variable interrupts.
                parts = re.split(r"\{\{.*?\}\}|`", " ".join(task[key][value].split()))
                part = max(parts, key=len).strip(' .,:;?"')
                if len(part) > 10:
                    assert part in told, (path.name, part)


def tasks_of(items):
    """Return all tasks of a play or a list of tasks, those in blocks too."""
    found = []
    for item in items or []:
        found.append(item)
        for key in ("tasks", "block", "rescue", "always"):
            found += tasks_of(item.get(key))
    return found


# --- the site ---------------------------------------------------------------------------------------------------------


def test_every_guide_is_in_the_table_of_contents():
    listed = [name for section in load("docs", "docsite", "extra-docs.yml")["sections"] for name in section["toctree"]]
    assert sorted(listed) == sorted(path.stem for path in GUIDES.glob("*.rst"))


def test_readme_links_every_guide():
    readme = text("README.md")
    assert [path.name for path in GUIDES.glob("*.rst") if "docs/docsite/rst/%s)" % path.name not in readme] == []
