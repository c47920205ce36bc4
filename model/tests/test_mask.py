import copy
import io
import json
import sys
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from naive import naive_terms
from PIL import Image
from test_scoring import as_table

import export as export_command
import train as training_command
from elbowatch_model import checkpoint, command, image_files, mask
from elbowatch_model.bundle import export, files
from elbowatch_model.bundle.manifest import manifest_json
from elbowatch_model.command import UserError
from elbowatch_model.data import Source
from elbowatch_model.mask import Mask
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.recipes import Recipe
from elbowatch_model.scoring import ScoreFormula, score


@pytest.fixture
def counts(recipe):
    """Half of the image is excluded, with a ragged edge and a hole in it."""
    counts = np.ones((recipe.height, recipe.width), bool)
    counts[: recipe.height // 2, :9] = False
    counts[recipe.height // 2, :5] = False
    counts[2, 3] = True
    return counts


@pytest.fixture
def masked(head, recipe, counts):
    """The head with the mask, and its recipe."""
    found = replace(Mask.of(counts), fill=(90, 120, 150)[: recipe.channels])
    recipe = replace(recipe, mask=found)
    head = copy.deepcopy(head)
    head.formula = ScoreFormula.of(recipe)
    return head, recipe


def repainted(pixels, counts, seed):
    """The images with other excluded pixels."""
    noise = np.random.RandomState(seed).randint(0, 256, pixels.shape).astype(np.uint8)
    return np.where(counts, pixels, noise)


def test_terms_equal_the_naive_ones(masked, pixels, counts):
    head, recipe = masked
    exact, filled = copy.deepcopy(head).double(), recipe.mask.fill_pixels(pixels)
    with torch.no_grad():
        *_, mean, log_variance, logits = exact(torch.from_numpy(pixels))
    manifest = manifest_json(recipe, head.vae.likelihood, {}, "")
    expected = np.concatenate(naive_terms(manifest, filled, mean, log_variance, logits, counts), axis=1)
    assert np.allclose(as_table(score(exact, pixels)), expected, rtol=1e-6, atol=1e-6)
    assert np.allclose(as_table(score(head, pixels)), expected, rtol=2e-5, atol=2e-5)


def test_no_score_depends_on_excluded_pixels(masked, recipe, pixels, counts, tmp_path):
    head, _ = masked
    export.export_onnx(head, recipe.image_shape, tmp_path / "model.onnx")
    graph = Interpreter(onnx.load(str(tmp_path / "model.onnx")))
    for scorer in (head, graph):
        expected = as_table(score(scorer, pixels))
        for seed in range(5):
            assert np.array_equal(as_table(score(scorer, repainted(pixels, counts, seed))), expected)
    assert not np.array_equal(as_table(score(head, repainted(pixels, ~counts, 1))), expected)


def test_the_graph_equals_the_network(masked, recipe, pixels, tmp_path):
    head, _ = masked
    export.export_onnx(head, recipe.image_shape, tmp_path / "model.onnx")
    graph = Interpreter(onnx.load(str(tmp_path / "model.onnx")))
    assert np.allclose(as_table(score(graph, pixels)), as_table(score(head, pixels)), rtol=1e-5, atol=1e-5)


def test_a_mask_that_excludes_nothing_changes_no_score(head, recipe, pixels):
    everything = replace(Mask.of(np.ones(recipe.image_shape[1:], bool)), fill=(7,) * recipe.channels)
    masked = copy.deepcopy(head)
    masked.formula = ScoreFormula.of(replace(recipe, mask=everything))
    # A mask adds the kl at every pixel, not to the extremes: another order of single precision.
    assert np.allclose(as_table(score(masked, pixels)), as_table(score(head, pixels)), rtol=1e-6, atol=1e-6)


def test_an_excluded_window_is_never_the_worst(masked, counts):
    head, recipe = masked
    loss = torch.from_numpy(np.where(counts, -5.0, 0)).float()[None, None]
    box, wholly_excluded = recipe.box, ~recipe.mask.windows(recipe.box)
    assert wholly_excluded.any()
    expected = max(
        loss[0, 0, row : row + box, column : column + box].mean()
        for row, column in zip(*np.nonzero(~wholly_excluded))
    )
    assert expected < 0 and torch.isclose(head.formula.local(loss)[0], expected)


def test_the_manifest_names_the_mask_and_its_picture_holds_it(masked, counts):
    head, recipe = masked
    manifest = manifest_json(recipe, head.vae.likelihood, {}, "")
    assert manifest["mask"]["file"] == "mask.png" and len(manifest["mask"]["sha256"]) == 64
    assert manifest["mask"]["fill"] == list(recipe.mask.fill)
    assert np.array_equal(np.array(Image.open(io.BytesIO(recipe.mask.png()))) == 255, counts)


def test_a_recipe_with_a_mask_survives_a_checkpoint(masked):
    _, recipe = masked
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))).mask == recipe.mask


def test_the_fill_is_the_mean_of_what_counts():
    counts = np.array([[True, False], [True, True]])
    pixels = np.array([[[[10, 255], [20, 31]]]], np.uint8)
    assert Mask.of(counts).filled_by(pixels).fill == (20,)


def test_a_bundle_is_made_with_the_mask(monkeypatch, tmp_path):
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(files, "BUNDLES", tmp_path / "bundles")
    random, counts = np.random.RandomState(5), np.ones((8, 8), bool)
    counts[:, :3] = False
    (tmp_path / "photos").mkdir()
    for i in range(60):
        photo = np.where(counts, 40, random.randint(0, 256, (8, 8))).astype(np.uint8)
        Image.fromarray(photo).save(tmp_path / "photos" / f"{i:02}.png")
    arguments = ["camera-7", "--preset", "boards", "--images", str(tmp_path / "photos"), "--size", "8x8"]
    options = ["--mask", str(saved(tmp_path, 255 * counts)), "--epochs", "1", "--hidden", "8", "--colour", "L"]
    monkeypatch.setattr(sys, "argv", ["model/make_bundle.py", *arguments, *options])
    parser = command.parser("")
    training_command.add_options(parser)

    training_command.train(training_command.recipe_of(parser.parse_args()))
    export_command.export("camera-7")

    manifest = files.read_json(tmp_path / "bundles/camera-7/manifest.json")
    assert manifest["mask"]["fill"] == [40]
    assert files.sha256(tmp_path / "bundles/camera-7/mask.png") == manifest["mask"]["sha256"]
    assert np.array_equal(checkpoint.load("camera-7").recipe.mask.counts, counts)


# The mask's file.

RECIPE = Recipe(name="camera", height=8, width=8)


def photos(folder, *sizes):
    """A recipe with photographs of these (width, height)."""
    (folder / "photos").mkdir()
    for i, size in enumerate(sizes):
        Image.new("L", size).save(folder / "photos" / f"{i}.png")
    return replace(RECIPE, sources=(Source(str(folder / "photos")),))


def saved(folder, levels):
    Image.fromarray(np.asarray(levels, np.uint8)).save(folder / "mask.png")
    return folder / "mask.png"


def test_a_mask_of_the_size_of_the_input_is_taken_as_it_is(tmp_path):
    counts = np.random.RandomState(1).rand(8, 8) < 0.5
    found = mask.read(saved(tmp_path, 255 * counts), photos(tmp_path, (40, 30)))
    assert np.array_equal(found.counts, counts)


@pytest.mark.parametrize("fit", ["stretch", "crop"])
def test_an_excluded_pixel_of_a_photograph_reaches_no_pixel_that_counts(tmp_path, fit):
    random = np.random.RandomState(2)
    excluded = np.zeros((31, 47), bool)
    excluded[3:11, 12:29], excluded[20, 40] = True, True
    recipe = replace(photos(tmp_path, (47, 31)), fit=fit)
    counts = mask.read(saved(tmp_path, 255 * ~excluded), recipe).counts
    assert 0.2 < counts.mean() < 0.95
    photo = random.randint(0, 256, (31, 47)).astype(np.uint8)
    other = np.where(excluded, random.randint(0, 256, (31, 47)), photo).astype(np.uint8)
    seen = [image_files.fitted(Image.fromarray(image), 8, 8, fit)[counts] for image in (photo, other)]
    assert np.array_equal(*seen)


def test_polygons_exclude_the_pixels_whose_centre_they_hold(tmp_path):
    path = tmp_path / "mask.json"
    size = {"width": 8, "height": 8}
    path.write_text(json.dumps({"size": size, "exclude": [[[0, 0], [3, 0], [3, 2], [0, 2]]]}), encoding="utf-8")
    expected = np.ones((8, 8), bool)
    expected[:2, :3] = False
    assert np.array_equal(mask.read(path, RECIPE).counts, expected)
    triangle = [[0, 0], [8, 8], [0, 8]]
    path.write_text(json.dumps({"size": size, "include": [triangle]}), encoding="utf-8")
    assert np.array_equal(mask.read(path, RECIPE).counts, np.tril(np.ones((8, 8), bool), -1))


@pytest.mark.parametrize(
    "levels, sizes, message",
    [
        (np.zeros((8, 8)), [(8, 8)], "excludes every pixel"),
        (np.full((30, 40), 255), [(50, 30)], "has 40x30 pixels, and the images have 50x30; give it in their size"),
        (np.full((30, 40), 255), [(40, 30), (41, 30)], "have 40x30, 41x30"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(tmp_path, levels, sizes, message):
    with pytest.raises(UserError, match=message):
        mask.read(saved(tmp_path, levels), photos(tmp_path, *sizes))


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"size": {"width": 8, "height": 8}}',
        b'{"size": {"width": 8}, "exclude": [[[0, 0]]]}',
        b'{"size": {"width": 8, "height": 8}, "exclude": [[[0, 0, 1]]]}',
        b'{"size": {"width": 8, "height": 8}, "exclude": 3}',
        b'{"size": {"width": -8, "height": "a"}, "exclude": []}',
    ],
)
def test_polygons_that_are_none_are_refused(tmp_path, content):
    (tmp_path / "mask.json").write_bytes(content)
    with pytest.raises(UserError, match="the mask .*exclude"):
        mask.read(tmp_path / "mask.json", RECIPE)


def test_a_file_that_is_no_png_is_refused(tmp_path):
    (tmp_path / "mask.png").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UserError, match="neither a PNG nor"):
        mask.read(tmp_path / "mask.png", RECIPE)
    with pytest.raises(UserError, match="cannot be read"):
        mask.read(tmp_path / "none.png", RECIPE)
