"""Small files and short methods: what does not fit on a page is cut in two."""

from architecture import ADDONS, REPOSITORY, files, functions, is_test, parsed, told, where

PYTHON_LINES, VIEW_LINES, SCRIPT_LINES = 250, 250, 120
METHOD_LINES, TEST_METHOD_LINES = 40, 60
OWN = [REPOSITORY / "setup", REPOSITORY / "tests"]


def _too_long(path, ceiling):
    lines = path.read_text(encoding="utf-8").count("\n")
    return [f"{where(path)} has {lines} lines (at most {ceiling})"] if lines > ceiling else []


def test_files_are_short():
    """Ceilings for Python, views and scripts; files of data may be longer."""
    faults = []
    for path in files(".py", inside=[*ADDONS, *OWN]):
        faults += _too_long(path, PYTHON_LINES)
    for path in files(".xml"):
        if path.name.endswith("_views.xml"):
            faults += _too_long(path, VIEW_LINES)
    for path in files(".js"):
        faults += _too_long(path, SCRIPT_LINES)
    told(faults)


def test_methods_are_short():
    """A ceiling for methods, a little higher one for tests."""
    faults = []
    for path in files(".py", inside=[*ADDONS, *OWN]):
        ceiling = TEST_METHOD_LINES if is_test(path) else METHOD_LINES
        for node in functions(parsed(path)):
            length = node.end_lineno - node.lineno + 1
            if length > ceiling:
                faults.append(
                    f"{where(path, node)} {node.name} has {length} lines (at most {ceiling})"
                )
    told(faults)
