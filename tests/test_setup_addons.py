"""The addons as setup/ sees them: alone, and as packages."""

import zipfile

from test_setup import REPOSITORY, call


def test_an_addon_alone_comes_with_what_it_needs():
    """The ground needs none of ours; a wing needs the ground, and no other wing."""
    from conveyor_setup import addons

    assert addons.with_needed("sales_conveyor") == ["sales_conveyor"]
    for wing in set(addons.names()) - {"sales_conveyor"}:
        assert addons.with_needed(wing) == ["sales_conveyor", wing]


def test_wheels_hold_everything_an_addon_needs(tmp_path):
    """Views, translations, scripts and tests travel along; the metapackage asks for each addon."""
    result = call("wheels", tmp_path)
    assert result.returncode == 0, result.stderr
    addons = [path.parent for path in REPOSITORY.glob("*/__manifest__.py")]
    assert len(list(tmp_path.glob("*.whl"))) == len(addons) + 1
    for addon in addons:
        [wheel] = tmp_path.glob(f"odoo_addon_{addon.name}-19.0.*.whl")
        inside = set(zipfile.ZipFile(wheel).namelist())
        for path in addon.rglob("*"):
            if path.suffix in (".xml", ".csv", ".po", ".pot", ".js", ".scss", ".png"):
                assert f"odoo/addons/{path.relative_to(REPOSITORY)}" in inside
    [metapackage] = tmp_path.glob("odoo_addons_*.whl")
    with zipfile.ZipFile(metapackage) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("METADATA")]
        wanted = archive.read(name).decode()
    assert all(f"odoo-addon-{addon.name}" in wanted for addon in addons)
