"""A bundle can be exported again from its own weights."""

import json
from dataclasses import replace

import numpy as np
import pytest

import export as export_command
from conftest import TINY
from elbowatch_model import vae
from elbowatch_model.bundle import files
from elbowatch_model.bundle.restoring import restored
from elbowatch_model.command import UserError
from elbowatch_model.mask import Mask
from elbowatch_model.scoring import ScoreFormula, ScoringHead, score
from elbowatch_model.vae import describe

@pytest.fixture
def bundle(head, recipe, tmp_path):
    counts = np.ones((recipe.height, recipe.width), bool)
    counts[2:5, 3:] = False
    recipe = replace(recipe, version="1.4.2", mask=replace(Mask.of(counts), fill=(9,) * recipe.channels))
    head.formula = ScoreFormula.of(recipe)
    described = describe(recipe, head.vae)
    export_command.write(head, recipe, {"data": [], "architecture": described}, tmp_path)
    calibration = {"model": {"version": "1.4.2", "sha256": files.sha256(tmp_path / "model.onnx")}, "groups": ["1.4.2"]}
    files.write_json(tmp_path / "calibration.json", calibration)
    return tmp_path


def test_restored_network_scores_as_before(bundle, head, pixels):
    trained = restored(bundle)
    found = score(ScoringHead(trained.vae, trained.recipe), pixels)
    assert all(np.array_equal(values, found[term]) for term, values in score(head, pixels).items())


def test_export_from_a_bundle_keeps_scores_and_calibration(bundle):
    before = {path.name: path.read_bytes() for path in bundle.iterdir()}
    export_command.export_again(f"{bundle}/")
    manifest, calibration = (json.loads((bundle / f"{name}.json").read_text()) for name in ("manifest", "calibration"))
    assert manifest["version"] == "1.5.0" == calibration["model"]["version"]
    assert calibration["model"]["sha256"] == manifest["model"]["sha256"] == files.sha256(bundle / "model.onnx")
    assert calibration["groups"] == ["1.4.2"]
    after = {path.name: path.read_bytes() for path in bundle.iterdir()}
    assert all(before[name] == after[name] for name in ("mask.png", "model.onnx", "golden.json"))


def test_export_from_a_bundle_keeps_16_bits(tmp_path):
    recipe = replace(TINY, depth=16)
    network = vae.build(recipe).eval()
    provenance = {"data": [], "architecture": describe(recipe, network)}
    export_command.write(ScoringHead(network, recipe), recipe, provenance, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    export_command.export_again(f"{tmp_path}/")
    assert json.loads((tmp_path / "manifest.json").read_text())["preprocessing"]["depth"] == 16
    assert all((tmp_path / name).read_bytes() == before[name] for name in ("model.onnx", "golden.json"))


def test_bundle_without_a_network_of_this_repository_is_refused(bundle):
    manifest = files.read_json(bundle / "manifest.json")
    files.write_json(bundle / "manifest.json", {**manifest, "provenance": {"adopted": {}}})
    with pytest.raises(UserError, match="adopt.py"):
        restored(bundle)
