"""The laws of the house: about every file of the tree, whoever wrote it."""

from __future__ import annotations

import ast
import importlib
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx
import pytest
from importlinter.cli import lint_imports

import ivrsim
from ivrsim import grammars
from ivrsim.registry import Registry

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ivrsim"
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCES
    if path.name != "__main__.py"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
Calls = networkx.DiGraph

# Costly to import, so a function may import them when it needs them.
LATE = {
    "graphviz",
    "IPython",
    "dataclasses",
    "ivrsim.lazy",  # the door to the others
    "lark",
    "networkx",
    "phonenumbers",
    "pydantic",
    "pydantic_core",
    "resvg_py",
    "zoneinfo",
}

# Calls of a function's own name that are no recursion over user data, with the reason.
NO_RECURSION = {
    "ivrsim/campaign/regions.py:NamedRegion.matches": "asks its regions, which hold no regions",
    "ivrsim/lazy.py:Door.__get__": "binds another function, whose own __get__ it calls",
    **{
        f"ivrsim/models/validating.py:{name}": "goes by the types of fields, which make no circle"
        for name in ("twin_of", "_field", "_plain")
    },
}


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST) -> str:
    """A place in a source file as an editor understands it."""
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 1)}"


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter at the root of the tree."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function of a tree, methods and nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def scopes(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    """Every function and class with its qualified name."""
    todo: list[tuple[str, ast.AST]] = [("", tree)]
    while todo:
        prefix, scope = todo.pop()
        for node in ast.iter_child_nodes(scope):
            if isinstance(node, Definition):
                yield f"{prefix}{node.name}", node
                inside = "." if isinstance(node, ast.ClassDef) else ".<locals>."
                todo.append((f"{prefix}{node.name}{inside}", node))
            else:
                todo.append((prefix, node))


# Each module is the first that anybody imports, so a circle of imports shows.  Entries of
# registries are left out: no module imports one, so none can be part of a circle.
ENTRIES = re.compile(r"\.(rules|nodes|commands|reports|coverage_reports|views)\.")
IMPORT_EACH_ALONE = """
import importlib, sys
sys.dont_write_bytecode, sys.pycache_prefix = False, sys.argv[1]
for name in sys.argv[2:]:
    for old in [m for m in sys.modules if m.partition(".")[0] == "ivrsim"]:
        del sys.modules[old]
    print(name, flush=True)
    importlib.import_module(name)
"""


def test_every_module_can_be_the_first_to_be_imported(tmp_path: Path) -> None:
    first = [name for name in MODULES if not ENTRIES.search(name)]
    run = python("-W", "error", "-c", IMPORT_EACH_ALONE, str(tmp_path), *first)
    assert run.returncode == 0, [*run.stdout.splitlines()[-1:], run.stderr]


@pytest.mark.parametrize("suffix", [".py", ".lark"])
def test_no_file_is_longer_than_400_lines(suffix: str) -> None:
    paths = [p for top in ("ivrsim", "tests", "grammars") for p in (ROOT / top).rglob("*" + suffix)]
    lengths = {p: len(p.read_bytes().splitlines()) for p in paths}
    assert not {str(p): n for p, n in lengths.items() if n >= 400}


def test_functions_are_short() -> None:
    lengths = sorted(
        ((f.end_lineno or f.lineno) - f.lineno + 1, where(path, f))
        for path in SOURCES
        for f in functions(tree_of(path))
    )
    assert statistics.median(n for n, _ in lengths) <= 8
    assert lengths[int(len(lengths) * 0.95)][0] <= 35, lengths[-10:]


def _is_public(name: str, node: Definition) -> bool:
    marks = {ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list}
    private = any(part.startswith(("_", "<")) for part in name.split("."))
    return not (private or marks & {"overload", "override", "setter"})


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_public_name_has_a_docstring(path: Path) -> None:
    tree = tree_of(path)
    named = dict(scopes(tree))
    bare = [n for n, node in named.items() if _is_public(n, node)]
    assert not [n for n in bare if not ast.get_docstring(named[n])]
    assert ast.get_docstring(tree), "the module says what it is for"


def test_no_handler_catches_everything() -> None:
    handlers = [
        (where(path, node), node.type)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
    ]
    broad = re.compile(r"\b(Base)?Exception\b")
    assert not [at for at, caught in handlers if not caught or broad.search(ast.unparse(caught))]


def test_only_costly_modules_are_imported_late() -> None:
    late = {
        (where(path, node), name)
        for path in SOURCES
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        for name in _imported(node)
    }
    assert not {(at, name) for at, name in late if not {name, name.partition(".")[0]} & LATE}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _calls(path: Path) -> Calls:
    """Which function of a file calls which, by name; a method, on anything of its own class."""
    tree = tree_of(path)
    named = dict(scopes(tree))
    others = _names_of_module(tree)
    graph: Calls = networkx.DiGraph()
    for caller, function in ((n, node) for n, node in named.items() if isinstance(node, Function)):
        own_kind = _fields_of_its_own_kind(named.get(caller.rpartition(".")[0]))
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            callees = _callees(caller, call.func, own_kind, others)
            graph.add_edges_from((caller, to) for to in callees if to in named)
    return graph


def _names_of_module(tree: ast.Module) -> set[str]:
    """The imported names and the constants: a method called on one is another method."""
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    constants = [target for n in tree.body if isinstance(n, ast.Assign) for target in n.targets]
    imported = {alias.asname or alias.name for node in imports for alias in node.names}
    return imported | set(map(ast.unparse, constants))


def _fields_of_its_own_kind(owner: ast.AST | None) -> set[str]:
    """The fields that may hold an object of the same class, by their annotations."""
    if not isinstance(owner, ast.ClassDef):
        return set()
    kinds = {owner.name, *map(ast.unparse, owner.bases)}
    fields = [node for node in ast.walk(owner) if isinstance(node, ast.AnnAssign)]
    linked = [f for f in fields if kinds & set(re.findall(r"\w+", ast.unparse(f.annotation)))]
    return {ast.unparse(field.target).removeprefix("self.") for field in linked}


def _callees(caller: str, called: ast.expr, own_kind: set[str], others: set[str]) -> list[str]:
    owner, _, own = caller.rpartition(".")
    if isinstance(called, ast.Name):
        beside = [f"{owner}.{called.id}"] if owner.endswith("<locals>") else []
        return [called.id, f"{caller}.<locals>.{called.id}", *beside]
    if not isinstance(called, ast.Attribute) or not owner:
        return []
    first, *rest = re.findall(r"\w+", ast.unparse(called.value)) or [""]
    if first in {"self", "cls"}:
        reached = not rest or (called.attr == own and rest[0] in own_kind)
    else:
        reached = called.attr == own and first not in {"super", *others}
    return [f"{owner}.{called.attr}"] if reached else []


def test_no_function_calls_itself_directly_or_through_its_neighbours() -> None:
    circles = {
        f"{path.relative_to(ROOT).as_posix()}:{name}"
        for path in SOURCES
        for graph in [_calls(path)]
        for circle in networkx.strongly_connected_components(graph)
        for name in circle
        if len(circle) > 1 or graph.has_edge(name, name)
    }
    assert circles == set(NO_RECURSION)


# Written so that this file does not hold what it looks for.
MACHINE = re.compile(
    r"(?<![\w.])/(wor[k]|tm[p]|hom[e]|User[s]|op[t])/\w"
    r"|\.\./share[d]"
    r"|pyp[i]\.org|pythonhoste[d]\.|npmj[s]\.|deb\.debia[n]"
)
TOPS = [".ci", "grammars", "ivrsim", "notebooks", "tests"]


def _texts() -> Iterator[Path]:
    yield from (p for p in ROOT.iterdir() if p.is_file())
    yield from (p for top in TOPS for p in (ROOT / top).rglob("*") if p.is_file())


def test_no_text_speaks_of_one_machine_or_of_a_registry() -> None:
    paths = [p for p in _texts() if "__pycache__" not in p.parts]
    found = {
        str(p.relative_to(ROOT)): hit.group()
        for p in paths
        for hit in MACHINE.finditer(p.read_bytes().decode(errors="replace"))
    }
    assert paths
    assert not found


def test_the_layers_hold() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0


def _registries() -> dict[str, Registry[object]]:
    modules = [importlib.import_module(name) for name in MODULES]
    found = (value for module in modules for value in vars(module).values())
    return {value.package: value for value in found if isinstance(value, Registry)}


@pytest.mark.parametrize("package", ["ivrsim.flow.nodes", "ivrsim.lint.rules"])
def test_the_open_vocabularies_have_a_registry(package: str) -> None:
    assert package in _registries()


def test_every_file_of_a_registry_is_an_entry_and_every_entry_a_file() -> None:
    for package, registry in _registries().items():
        folder = ROOT / Path(*package.split("."))
        files = [path for path in folder.glob("*.py") if not path.name.startswith("_")]
        assert len(registry) == len(files) > 0, package
        assert all(registry[key] is not None for key in registry), package


def _loaded(*command: str, code: int = 0) -> set[str]:
    """The top-level modules that a fresh interpreter imports for a command."""
    run = python("-X", "importtime", *command)
    assert run.returncode == code, run.stderr[-2000:]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}


HEAVY = {"graphviz", "lark", "networkx", "numpy", "phonenumbers", "pydantic", "IPython"}


@pytest.mark.parametrize("command", [("-c", "import ivrsim"), ("-m", "ivrsim", "--version")])
def test_starting_up_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    loaded = _loaded(*command)
    assert "ivrsim" in loaded
    assert not loaded & HEAVY


NEVER_FOR_LINT = HEAVY - {"lark"} | set(
    "calendar dataclasses fractions glob hashlib hypothesis inspect random resvg_py shutil socket"
    " subprocess tempfile threading tomllib uuid zipfile".split()
)


# Also what is imported by name, of which -X importtime does not tell.
LINT = """
import sys
from ivrsim.__main__ import main
sys.argv = ["ivrsim", "lint", sys.argv[1]]
code = main()
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def _loaded_to_lint() -> set[str]:
    run = python("-c", LINT, str(PACKAGE / "demo" / "campaign.json"))
    assert run.returncode == 1, run.stderr[-2000:]
    return {name.partition(".")[0] for name in run.stderr.split()}


def test_linting_loads_only_what_it_needs() -> None:
    loaded = _loaded_to_lint()
    assert not loaded & NEVER_FOR_LINT


def test_linting_needs_no_parser_generator_where_the_tables_are_built() -> None:
    built = grammars._built_tables("condition", grammars._text("condition"))
    assert ("lark" in _loaded_to_lint()) == (built is None)


def test_asking_for_the_version_loads_nothing_at_all() -> None:
    bare = _loaded("-m", "this")
    assert _loaded("-m", "ivrsim", "--version") - bare <= {"ivrsim", "__future__", "gc"}


def test_the_public_names_are_the_agreed_ones(golden: Callable[[Path, str], None]) -> None:
    public = sorted(ivrsim.__all__)
    assert all(hasattr(ivrsim, name) for name in public)
    golden(ROOT / "tests" / "data" / "public_names.txt", "\n".join(public) + "\n")
