"""The layers of elbowatch_model: what imports what, as its docstring says."""

import ast

import pytest

from elbowatch_model.command import MODEL_FOLDER

PACKAGE = MODEL_FOLDER / "elbowatch_model"
CORE = "core"
# A part imports only from parts before it.
LAYERS = (CORE, "onnx_graph", "bundle", "evaluation", "adoption", "places", "pictures", "study")
# Pairs of layers of which the first does not import from the second either.
INDEPENDENT = {("adoption", "evaluation"), ("pictures", "adoption"), ("study", "adoption")}
MODULES = {path.relative_to(PACKAGE).with_suffix("").parts: path for path in PACKAGE.rglob("*.py")}


def imports_of(module, source, modules):
    """The modules of the package that a module imports, as tuples of their names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            if base is not None:
                # `from . import files` names a module, `from .files import sha256` a part of one.
                named = {(*base, alias.name) for alias in node.names}
                found |= {name if name in modules else base for name in named}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {tuple(name[1:]) for name in names if name[0] == PACKAGE.name}
    return found


def absolute(module, node):
    """The parts of an imported module's name below the package; None for another package."""
    parts = tuple(node.module.split(".")) if node.module else ()
    if node.level == 0:
        return parts[1:] if parts[:1] == (PACKAGE.name,) else None
    return (*module[: len(module) - node.level], *parts)


def part_of(module):
    return module[0] if module and module[0] in LAYERS else CORE


def violations(sources):
    """Imports from a later layer, or from an independent one; `sources` is {module: its text}."""
    found = []
    for module, source in sources.items():
        part = part_of(module)
        for imported in imports_of(module, source, sources):
            other = part_of(imported)
            allowed = LAYERS[: LAYERS.index(part) + 1]
            if other not in allowed or (part, other) in INDEPENDENT:
                found.append(f"{'/'.join(module)} imports {'/'.join(imported)}")
    return found


def cycle(sources):
    """Modules that import each other in a cycle, or None."""
    imports = {module: imports_of(module, source, sources) - {module} for module, source in sources.items()}
    while imports:
        free = [module for module, imported in imports.items() if not imported & set(imports)]
        if not free:
            return sorted("/".join(module) for module in imports)
        for module in free:
            del imports[module]
    return None


@pytest.fixture(scope="module")
def sources():
    return {module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}


def test_every_folder_is_a_layer_with_a_docstring():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(LAYERS) - {CORE}
    for path in PACKAGE.rglob("__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_imports_go_one_way(sources):
    assert violations(sources) == []
    assert cycle(sources) is None


@pytest.mark.parametrize(
    "module, line",
    [
        (("training",), "from .pictures import charts"),
        (("scoring",), "from .adoption.stages import ScoreStage"),
        (("data",), "import elbowatch_model.study.tables"),
        (("onnx_graph", "graph"), "from ..bundle import files"),
        (("onnx_graph", "operators", "layers"), "from ...evaluation.faults import noisy"),
        (("bundle", "golden"), "from ..adoption import noise"),
        (("evaluation", "faults"), "from ..pictures.style import rgb"),
        (("pictures", "charts"), "from elbowatch_model.study import tables"),
        (("pictures", "charts"), "from ..adoption import noise"),
    ],
)
def test_a_reversed_import_is_found(sources, module, line):
    (violation,) = violations({**sources, module: f"{sources[module]}\n{line}\n"})
    assert violation.startswith(f"{'/'.join(module)} imports ")


def test_a_cycle_within_a_layer_is_found(sources):
    assert "loss" in cycle({**sources, ("loss",): sources[("loss",)] + "\nfrom .vae import Vae\n"})


def test_constructors_call_only_the_parent_by_super(sources):
    for module, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute) and node.attr == "__init__":
                by_super = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"
                assert by_super and not node.value.args, f"{'/'.join(module)}, line {node.lineno}"


def unions_of(source):
    """The lines in which an annotation has a union X | Y, which is evaluated and needs Python 3.10."""
    found = []
    for node in ast.walk(ast.parse(source, feature_version=(3, 9))):  # refuses `match`
        annotations = (getattr(node, name, None) for name in ("annotation", "returns"))
        for part in (part for annotation in annotations if annotation for part in ast.walk(annotation)):
            if isinstance(part, ast.BinOp) and isinstance(part.op, ast.BitOr):
                found.append(part.lineno)
    return found


def test_python_3_9_reads_every_file():
    assert unions_of("a: int | None = 1\n\n\ndef f(x: list[int | str]) -> int | None:\n    return x | 1\n") == [1, 4, 4]
    for path in MODEL_FOLDER.rglob("*.py"):
        assert unions_of(path.read_text(encoding="utf-8")) == [], path


def opens_text_by_default(node):
    """Whether a call opens a text file in the charset of the locale."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in ("read_text", "write_text") and getattr(node.func, "id", "") != "open":
        return False
    modes = [arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant)] if name == "open" else []
    return "b" not in "".join(modes) and all(keyword.arg != "encoding" for keyword in node.keywords)


@pytest.mark.parametrize(
    "call, expected",
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("open(p, 'rb')", False),
        ("open(p, encoding='utf-8')", False),
        ("Image.open(p)", False),
        ("p.read_text()", True),
        ("p.write_text(t, encoding='utf-8')", False),
    ],
)
def test_a_charset_of_the_locale_is_found(call, expected):
    assert opens_text_by_default(ast.parse(call).body[0].value) == expected


def test_no_file_is_in_the_charset_of_the_locale():
    for path in MODEL_FOLDER.rglob("*.py"):
        if "tests" not in path.relative_to(MODEL_FOLDER).parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                assert not (isinstance(node, ast.Call) and opens_text_by_default(node)), f"{path}, {node.lineno}"
