"""Images of 16 bits: read, trained on, exported and scored with all their bits."""

import base64
import copy
import io
import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from conftest import TINY
from PIL import Image

import export as export_command
import make_bundle
import train as training_command
from elbowatch_model import alike, checkpoint, data, depth, image_files, vae
from elbowatch_model.bundle import files
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.command import UserError
from elbowatch_model.corruption import Blobs
from elbowatch_model.data import Source
from elbowatch_model.mask import Mask
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.places.synthetic import synthetic_faults
from elbowatch_model.recipes import Recipe
from elbowatch_model.scoring import SCORE_OUTPUTS, ScoringHead, score

DEEP = replace(TINY, depth=16)


def wide(count=9, shape=(1, 16, 12)):
    return np.random.RandomState(5).randint(0, 65536, (count, *shape)).astype(np.uint16)


def encoded(pixels, kind="PNG"):
    """A file of 16 bits of pixels [H, W]."""
    out = io.BytesIO()
    Image.frombytes("I;16", pixels.shape[::-1], pixels.astype("<u2").tobytes()).save(out, kind)
    return out.getvalue()


def head_of(recipe):
    torch.manual_seed(3)
    return ScoringHead(vae.build(recipe), recipe).eval()


@pytest.fixture
def folder(tmp_path):
    """60 images of 16 bits, of which some are raw or TIFF."""
    found = tmp_path / "images"
    found.mkdir()
    for i, pixels in enumerate(wide(60)):
        name, content = (f"{i:02}.png", encoded(pixels[0]))
        if i % 3 == 1:
            name, content = (f"{i:02}.tif", encoded(pixels[0], "TIFF"))
        if i % 3 == 2:
            name, content = (f"{i:02}.raw", pixels.astype("<u2").tobytes())
        (found / name).write_bytes(content)
    return found


def test_all_bits_are_read_and_only_where_they_are_asked_for(folder):
    found, _ = image_files.read_folder(folder, DEEP)
    assert found.dtype == np.uint16 and np.array_equal(found, wide(60))
    data = (folder / "00.png").read_bytes()
    assert np.array_equal(image_files.preprocess(data, 1, 16, 12, "stretch"), wide(1)[0] >> 8)


def test_an_image_of_8_bits_has_the_levels_of_8_bits():
    out = io.BytesIO()
    Image.fromarray(np.random.RandomState(1).randint(0, 256, (40, 30)).astype(np.uint8)).save(out, "PNG")
    shallow, deep = (image_files.preprocess(out.getvalue(), 1, 16, 12, "crop", "as_stored", bits) for bits in (8, 16))
    assert np.array_equal(deep, shallow.astype(np.uint16) * 257)
    levels = [depth.levels(depth.tensor(np.array(pixels)), torch.float32) for pixels in (shallow, deep)]
    assert torch.equal(*levels)


def test_every_level_is_exact():
    every = np.arange(65536, dtype=np.uint16)
    assert torch.equal(depth.levels(depth.tensor(every), torch.float64) * 257, torch.arange(65536).double())
    assert torch.equal((depth.levels(depth.tensor(every), torch.float32) * 257).round(), torch.arange(65536).float())


@pytest.mark.parametrize("recipe", (DEEP, replace(DEEP, network="conv", halvings=2, likelihood="gaussian")))
def test_the_graph_takes_int16_and_scores_as_the_network_does(recipe, tmp_path):
    folder, head, pixels = tmp_path / "deep", head_of(recipe), wide()
    export_command.write(head, recipe, {}, folder)
    graph = onnx.load(str(folder / "model.onnx"))
    assert graph.graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.INT16
    expected, found = score(copy.deepcopy(head).double(), pixels), score(Interpreter(graph), pixels)
    for name in SCORE_OUTPUTS:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-4, atol=1e-4)
    assert json.loads((folder / "manifest.json").read_text())["preprocessing"]["depth"] == 16


def test_a_low_byte_changes_the_scores_of_16_bits_alone(tmp_path):
    pixels = wide()
    other = (pixels & 0xFF00) | (~pixels & 0xFF)
    deep, shallow = head_of(DEEP), head_of(TINY)
    assert not np.array_equal(score(deep, pixels)["local"], score(deep, other)["local"])
    assert np.array_equal(score(shallow, depth.preview(pixels))["local"], score(shallow, depth.preview(other))["local"])


def test_golden_images_have_low_bytes_of_their_own_and_come_with_the_low_byte_first(tmp_path):
    named = dict(golden_images(1, 16, 12, bits=16))
    assert all(pixels.dtype == np.uint16 for pixels in named.values())
    assert named["constant-255"].min() == 65535 and named["constant-1"].max() == 257
    assert len(np.unique(named["noise-uniform"] & 0xFF)) > 50
    export_command.write(head_of(DEEP), DEEP, {}, tmp_path / "deep")
    for image in files.read_json(tmp_path / "deep" / "golden.json")["images"]:
        pixels = np.frombuffer(base64.b64decode(image["pixels"]), "<u2").reshape(1, 16, 12)
        assert np.array_equal(pixels, named[image["name"]])


def test_a_mask_fills_with_the_same_level(tmp_path):
    counts = np.ones((16, 12), bool)
    counts[:5] = False
    pixels = wide()
    mask = Mask.of(counts).filled_by(pixels)
    assert mask.fill == (int(pixels[:, :, 5:].mean() / 257 + 0.5),)
    filled = mask.fill_pixels(pixels)
    assert filled.dtype == np.uint16 and set(np.unique(filled[:, :, :5])) == {257 * mask.fill[0]}
    head = head_of(replace(DEEP, mask=mask))
    repainted = np.where(counts, pixels, wide(9, (1, 16, 12))[::-1])
    assert all(np.array_equal(a, b) for a, b in zip(score(head, pixels).values(), score(head, repainted).values()))


def test_blobs_and_faults_have_the_depth_of_the_images():
    pixels = wide()
    blobs = Blobs(1.0, 3, (1, 16, 12), np.random.RandomState(2)).corrupt(pixels)
    assert blobs.dtype == np.uint16 and set(blobs[blobs != pixels]) <= {0, 65535}
    for kind, faulty in synthetic_faults(wide(4, (1, 64, 64)), 1).items():
        assert faulty.dtype == np.uint16, kind
        untouched = faulty == wide(4, (1, 64, 64))
        assert 0.3 < untouched.mean() < 1, kind


def test_alike_images_are_found_by_their_high_bytes():
    pixels = wide()
    other = (pixels & 0xFF00) | (~pixels & 0xFF)
    assert alike.alike_images(np.concatenate([pixels, other])) == len(pixels)


def test_what_cannot_have_16_bits_is_refused(tmp_path):
    with pytest.raises(UserError, match="--colour L"):
        depth.checked(replace(DEEP, channels=3))
    with pytest.raises(UserError, match="continuous-bernoulli"):
        depth.checked(replace(DEEP, likelihood="continuous-bernoulli"))
    idx = tmp_path / "images.idx"
    idx.write_bytes(b"\0\0\x08\x03" + np.array([2, 16, 12], ">u4").tobytes() + bytes(2 * 16 * 12))
    with pytest.raises(UserError, match="8 bits"):
        data.read(Source(str(idx)), DEEP)
    (tmp_path / "short.raw").write_bytes(bytes(16 * 12))
    with pytest.raises(UserError, match="384"):
        image_files.read_folder(tmp_path, DEEP)


def test_a_bundle_is_made_of_a_folder_by_its_options(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(files, "BUNDLES", tmp_path / "bundles")
    arguments = make_bundle.parser().parse_args(
        f"camera --preset fashion-mnist --images {folder} --size 16x12 --depth 16 --epochs 1 --hidden 4 --latent 2"
        " --box 3".split()
    )
    assert training_command.recipe_of(arguments) == replace(training_command.recipe_of(arguments), depth=16, channels=1)
    make_bundle.make_pixels(arguments)
    head, recipe = scorer_of("camera")
    assert recipe.depth == 16
    assert np.isfinite(score(head, wide())["local"]).all()


def test_recipes_of_older_checkpoints_have_8_bits():
    values = Recipe(name="old").to_dict()
    del values["depth"]
    assert Recipe.from_dict(values).depth == 8
