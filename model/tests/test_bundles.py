"""The bundles in this repository keep the contract with the Java side."""

import base64
import copy
import json

import numpy as np
import onnx
import pytest

from elbowatch_model import checkpoint
from elbowatch_model.bundle import files
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.command import BUNDLES
from elbowatch_model.recipes import PRESETS
from elbowatch_model.scoring import DETAIL_OUTPUTS, FEATURES, SCORE_OUTPUTS, TERMS, ScoringHead, score


@pytest.fixture(params=sorted(folder.name for folder in BUNDLES.iterdir() if folder.is_dir()))
def folder(request):
    return BUNDLES / request.param


def read(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def shape_of(value):
    return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]


def image_shape(manifest):
    return tuple(manifest["image"][key] for key in ("channels", "height", "width"))


def test_manifest_names_the_model_beside_it(folder):
    manifest = read(folder, "manifest.json")
    assert manifest["name"] == folder.name and manifest["schema"] == 1
    assert manifest["model"] == {"file": "model.onnx", "sha256": files.sha256(folder / "model.onnx")}


def test_model_has_the_shapes_of_the_manifest(folder):
    manifest, model = read(folder, "manifest.json"), onnx.load(str(folder / "model.onnx"))
    onnx.checker.check_model(model, full_check=True)
    shapes = {value.name: shape_of(value) for value in model.graph.output}
    assert list(shapes) == [*SCORE_OUTPUTS, *DETAIL_OUTPUTS]
    assert shapes[FEATURES] == ["N", len(manifest["features"])]
    assert shapes["mean"] == ["N", manifest["latentSize"]]
    assert shapes["logits"] == ["N", *image_shape(manifest)]
    latent = manifest["latent"]
    assert latent["channels"] * latent["height"] * latent["width"] == manifest["latentSize"]


def test_calibration_belongs_to_the_model_and_supports_its_alpha(folder):
    manifest, calibration = read(folder, "manifest.json"), read(folder, "calibration.json")
    assert calibration["model"] == {
        "name": manifest["name"],
        "version": manifest["version"],
        "sha256": manifest["model"]["sha256"],
    }
    n = calibration["images"]
    calibrating = len(calibration["scores"]["density"])  # all, or half of them in an older calibration
    assert calibration["alpha"] == PRESETS[folder.name].alpha >= (1 if calibrating == n else 2) / (calibrating + 1)
    assert calibration["mixture"]["fitted"] == (n if calibrating == n else n - calibrating)
    assert sum(group["images"] for group in calibration["groups"]) == n
    assert list(calibration["scores"]) == ["elbo", "reconstruction", "kl", "local", "density", "default"]
    for name, values in calibration["scores"].items():
        assert len(values) == (calibrating if name in ("density", "default") else n)
        assert values == sorted(values) and np.isfinite(values).all()


def test_quantiles_rise_and_agree_with_the_scores(folder):
    calibration = read(folder, "calibration.json")
    assert set(calibration["quantiles"]) == {*TERMS, "elbo_loss", "reconstruction_error"}
    for quantiles in calibration["quantiles"].values():
        values = [quantiles[level] for level in sorted(quantiles, key=float)]
        assert len(values) == 9 and values == sorted(values)
    assert np.isclose(calibration["quantiles"]["elbo_loss"]["0.5"], np.median(calibration["scores"]["elbo"]))


def test_golden_images_are_the_generated_ones(folder):
    golden, shape = read(folder, "golden.json"), image_shape(read(folder, "manifest.json"))
    expected = [(name, base64.b64encode(pixels.tobytes()).decode()) for name, pixels in golden_images(*shape)]
    assert [(image["name"], image["pixels"]) for image in golden["images"]] == expected


def test_checkpoint_reproduces_the_golden_terms(folder):
    if not checkpoint.checkpoint_path(folder.name).exists():
        pytest.skip("needs the checkpoint, which only the machine that trained has")
    trained, golden = checkpoint.load(folder.name), read(folder, "golden.json")
    if trained.provenance != read(folder, "manifest.json")["provenance"]:
        pytest.skip("the checkpoint is of another training than the bundle")
    images = np.stack([pixels for _, pixels in golden_images(*trained.recipe.image_shape)])
    expected = np.array([[image["terms"][term] for term in TERMS] for image in golden["images"]])
    head = ScoringHead(trained.vae, trained.recipe)
    for precise in (head, copy.deepcopy(head).double()):
        found = score(precise, images)
        found = np.stack([found[term] for term in TERMS], axis=1)
        assert (np.abs(found - expected) <= golden["tolerance"] * np.maximum(np.abs(expected), 1)).all()
