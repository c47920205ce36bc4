import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from conftest import TINY
from PIL import Image

import pictures as pictures_command
from elbowatch_model import training, vae
from elbowatch_model.bundle import export
from elbowatch_model.calibration import calibration_json, upper_p
from elbowatch_model.command import MODEL_FOLDER, UserError
from elbowatch_model.mixture import Mixture
from elbowatch_model.pictures import charts, latents, model_view
from elbowatch_model.pictures.decoder import graph_decoder
from elbowatch_model.pictures.picture_set import ALL, Pictures, select_in_turn
from elbowatch_model.scoring import ScoringHead, score
from elbowatch_model.study import how_it_scores_page, kl_term

ADOPTED = MODEL_FOLDER.parent / "src/test/resources/bundles"
LARGEST_BYTES = 200_000
EVERY = set(ALL)


def noise_images(count, recipe, seed=1):
    """uint8 [N, C, H, W], all different, of any brightness."""
    random = np.random.RandomState(seed)
    level = random.uniform(0.3, 1, (count, 1, 1, 1))
    return (level * random.randint(0, 256, (count, *recipe.image_shape))).astype(np.uint8)


def trained(recipe):
    """One epoch on noise, calibrated."""
    recipe = replace(recipe, epochs=1, batch_size=50)
    torch.manual_seed(recipe.seed)
    network = vae.build(recipe)
    train_pixels, validation_pixels = noise_images(200, recipe), noise_images(50, recipe, seed=4)
    run = training.Training(network, recipe, train_pixels, validation_pixels, torch.device("cpu"))
    run.run()
    held_out = score(ScoringHead(network.eval(), recipe), noise_images(200, recipe, seed=2))
    content = calibration_json({}, [], 0.1, held_out, recipe.beta)
    calibrated = content["scores"], Mixture.from_json(content["mixture"])
    return model_view.view_of_vae(
        network, recipe, calibrated=calibrated, alpha=0.1, history=tuple(run.history)
    )


@pytest.fixture(scope="module")
def model():
    return trained(TINY)


@pytest.fixture(scope="module")
def sets():
    normal = noise_images(60, TINY, seed=3)
    return {"normal": ("normal", normal), "anomalous": [("dark", normal // 4), ("black", normal[:20] * 0)]}


@pytest.fixture(scope="module")
def drawn(model, sets, tmp_path_factory):
    return Pictures(model, **sets).draw(tmp_path_factory.mktemp("pictures"))


def test_every_picture_is_drawn_as_a_png_of_the_width(drawn):
    assert set(drawn) == EVERY
    for name, path in drawn.items():
        image = Image.open(path)
        assert image.format == "PNG" and image.width == 1350 and image.height > 200, name
        assert path.stat().st_size < LARGEST_BYTES, name


def test_the_same_model_and_seed_give_the_same_bytes(drawn, model, sets, tmp_path):
    again = Pictures(model, **sets).draw(tmp_path)
    assert {name: path.read_bytes() for name, path in drawn.items()} == {
        name: path.read_bytes() for name, path in again.items()
    }


def test_another_seed_gives_other_samples(drawn, model, tmp_path):
    other = Pictures(model, seed=2).draw(tmp_path, ["samples"])
    assert other["samples"].read_bytes() != drawn["samples"].read_bytes()


def test_colour_and_a_latent_with_places_are_drawn_too(tmp_path):
    recipe = replace(TINY, network="conv", halvings=2, channels=3, likelihood="gaussian", sigma=0.2)
    normal = "normal", noise_images(30, recipe)
    assert set(Pictures(trained(recipe), normal).draw(tmp_path)) == EVERY


def test_missing_pictures_are_left_out_and_the_reason_is_named(model, sets, tmp_path):
    bare = replace(model, calibrated=None, alpha=None, history=())
    with_images = Pictures(bare, sets["normal"])
    assert set(with_images.draw(tmp_path)) == EVERY - {"losses", "scores", "decisions"}
    assert set(Pictures(bare).draw(tmp_path)) == {"samples", "interpolations"}
    assert "--normal" in Pictures(bare).missing("traversals")
    assert "calibrate" in with_images.missing("scores")
    assert "decoder" in Pictures(replace(bare, decoder=None)).missing("samples")
    assert Pictures(model).missing("losses") is None


def test_images_are_selected_from_all_sets_in_turn_and_sorted_by_set():
    sets = [("a", np.arange(5)), ("b", np.arange(1)), ("c", np.arange(9))]
    assert [(name, int(pixel)) for name, pixel in select_in_turn(sets, 6)] == [
        ("a", 0), ("a", 1), ("a", 2), ("b", 0), ("c", 0), ("c", 1)
    ]  # fmt: skip


def test_sets_of_one_name_are_named_by_their_paths(tmp_path):
    paths = [str(tmp_path / place / "images") for place in ("good", "bad")]
    for path in paths:
        Path(path).mkdir(parents=True)
        Image.new("L", (12, 16)).save(Path(path) / "0.png")
    assert [name for name, _ in pictures_command.sets_of(paths, TINY)] == paths
    assert [name for name, _ in pictures_command.sets_of(paths[:1], TINY)] == ["images"]
    with pytest.raises(UserError, match="twice"):
        pictures_command.sets_of([paths[0], paths[0]], TINY)


# --- What they show -----------------------------------------------------------------------------------------


def test_the_worst_window_of_the_loss_is_the_score_local(head, recipe, pixels):
    reconstructions, losses = model_view.view_of_vae(head.vae, recipe).reconstruct(pixels)
    worst = [model_view.worst_window(loss, recipe.box)[2] for loss in losses]
    assert np.allclose(worst, score(head, pixels)["local"], rtol=1e-5, atol=1e-6)
    assert reconstructions.shape == pixels.shape and 0 <= reconstructions.min() <= reconstructions.max() <= 1


@pytest.mark.parametrize("name", ["adopted", "adopted-gaussian"])
def test_the_worst_window_of_a_foreign_graph_is_the_score_local_too(name):
    model = model_view.load_view(str(ADOPTED / name))
    images = noise_images(20, model.recipe)
    reconstructions, losses = model.reconstruct(images)
    worst = [model_view.worst_window(loss, model.recipe.box)[2] for loss in losses]
    assert np.allclose(worst, score(model.head, images)["local"], rtol=1e-5)
    drawn = model.decode(1000 * latents.sample_prior(50, model.decoded_shape, 1))
    for shown in (reconstructions, drawn):
        assert shown.shape[1:] == model.recipe.image_shape and 0 <= shown.min() < shown.max() <= 1


def test_the_decoder_cut_out_of_a_graph_is_the_networks(head, recipe, pixels, tmp_path):
    export.export_onnx(head, recipe.image_shape, tmp_path / "model.onnx")
    decoder = graph_decoder(onnx.load(str(tmp_path / "model.onnx")), recipe.image_shape)
    of_network = model_view.view_of_vae(head.vae, recipe)
    assert decoder.latent_shape == of_network.decoded_shape
    z = np.random.RandomState(1).standard_normal((5, *decoder.latent_shape)).astype(np.float32)
    from_graph = replace(of_network, decoder=decoder).decode(z)
    assert np.allclose(from_graph, of_network.decode(z), atol=1e-6)


class UsesTheImageAgain(ScoringHead):
    def forward(self, image):
        *scored, logits = super().forward(image)
        return (*scored, logits + image / 255)


def test_a_graph_whose_decoder_uses_the_image_has_no_decoder_to_draw_from(tmp_path):
    head = UsesTheImageAgain(vae.build(TINY), TINY)
    export.export_onnx(head, TINY.image_shape, tmp_path / "model.onnx")
    assert graph_decoder(onnx.load(str(tmp_path / "model.onnx")), TINY.image_shape) is None


@pytest.mark.parametrize("alpha", [0.3, 0.1, 0.02])
def test_a_score_above_the_threshold_is_one_with_p_up_to_alpha(alpha):
    ascending = np.sort(np.random.RandomState(1).standard_normal(99))
    (threshold,) = charts.thresholds(ascending, alpha)
    candidates = np.linspace(-4, 4, 2001)
    assert np.array_equal(candidates > threshold, upper_p(ascending, candidates) <= alpha)
    assert charts.thresholds(ascending, 0.009) == []


def test_a_plain_autoencoder_draws_no_noise_and_its_kl_is_that_of_its_code_alone():
    recipe = replace(TINY, beta=0.0)
    network = kl_term.network(recipe)
    images = noise_images(4, recipe)
    x = torch.from_numpy(images).float() / 255
    assert torch.equal(network(x)[0], network(x)[0])
    mean, _ = network.encode(x)
    terms = score(ScoringHead(network, recipe), images)
    assert np.allclose(terms["kl"], 0.5 * (mean**2).sum(1).detach().numpy(), rtol=1e-5)
    assert type(kl_term.network(replace(recipe, beta=1.0))) is vae.Vae


def variant(error, means):
    """A variant with β = 1 and σ² = 0.75, whose two latents have μ with the standard deviations `means`."""
    mean = np.array([[1.0, -1.0] * 2]).T * means
    log_variance = np.full_like(mean, np.log(0.75))
    ranking = {score: (error / 100, error / 50) for score in kl_term.SCORES}
    return kl_term.Variant(replace(TINY, beta=1.0), None, (), mean, log_variance, error, 3.0, ranking)


def test_the_table_has_the_means_over_seeds_and_the_active_latents_of_each():
    found = kl_term.kl_table({1.0: [variant(20.0, [0.5, 0.5]), variant(30.0, [0.5, 0.0])]})
    row = found.splitlines()[-1].strip("| ").split(" | ")
    assert row[:5] == ["β = 1", "25.0", "3.0", "2, 1 of 2", "1.00"]
    assert row[5:] == ["0.250"] * 4 + ["0.500"] * 4


# --- The page -----------------------------------------------------------------------------------------------


def test_the_page_shows_every_picture_that_is_there_and_no_other():
    shown = set(
        re.findall(r"\(pictures/([\w/-]+\.png)\)", how_it_scores_page.PAGE.read_text(encoding="utf-8"))
    )
    # What shows evidence or the live page is drawn by neither.
    paths = [
        path
        for path in how_it_scores_page.FOLDER.rglob("*.png")
        if not path.name.startswith(("evidence-", "page-"))
    ]
    there = {path.relative_to(how_it_scores_page.FOLDER).as_posix(): path for path in paths}
    assert shown == set(there)
    for name, path in there.items():
        assert Image.open(path).width == 1350 and path.stat().st_size < LARGEST_BYTES, name


def test_no_image_of_a_data_set_is_in_the_repository():
    assert "reconstructions" not in how_it_scores_page.GARMENTS
    assert not (how_it_scores_page.FOLDER / "fashion-mnist" / "reconstructions.png").exists()


def test_the_table_is_put_in_its_place_and_nowhere_else():
    page = "before\n<!-- kl table -->\nold\n<!-- end of kl table -->\nafter\n"
    put = how_it_scores_page.replace_part(page, "kl table", "| new \\1 |\n")
    assert put == "before\n<!-- kl table -->\n| new \\1 |\n<!-- end of kl table -->\nafter\n"
    assert how_it_scores_page.replace_part(put, "kl table", "old\n") == page
