import math
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from backbones import ResNetLike
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.places import fitting
from elbowatch_model.places.gaussian import Gaussian, position_codes, trained
from elbowatch_model.places.graph import feature_model
from elbowatch_model.scoring import SCORE_OUTPUTS
from places import OPTIONS, fitted_stage, outputs, photographs

GAUSSIAN = replace(OPTIONS, latent="gaussian", position=True)
GRID = (3, 4)


def latent(options=GAUSSIAN, dimensions=5):
    torch.manual_seed(1)
    made = Gaussian(dimensions, GRID, options)
    with torch.no_grad():
        made.log_noise.copy_(torch.linspace(-1, 1, dimensions))
    return made.double().eval()


def test_nll_and_kl_are_those_of_the_definition():
    made, f = latent(), torch.from_numpy(np.random.RandomState(2).normal(size=(2, 5, *GRID)))
    with torch.no_grad():
        nll, kl, mean, log_variance, means = made(f)
    assert [mean.shape, log_variance.shape, means.shape] == [(2, 48), (2, 48), (2, 5, *GRID)]
    mean, log_variance = (v.reshape(2, 4, *GRID) for v in (mean, log_variance))
    for n, row, column in np.ndindex(2, *GRID):
        errors = zip(f[n, :, row, column].tolist(), means[n, :, row, column].tolist(), made.log_noise.tolist())
        expected = sum(0.5 * ((a - b) ** 2 / math.exp(v) + math.log(2 * math.pi) + v) for a, b, v in errors)
        assert float(nll[n, 0, row, column]) == pytest.approx(expected)
        latents = zip(mean[n, :, row, column].tolist(), log_variance[n, :, row, column].tolist())
        assert float(kl[n, 0, row, column]) == pytest.approx(sum(0.5 * (m * m + math.exp(v) - v - 1) for m, v in latents))
    assert (nll - made.floor).min() >= 0


def test_a_place_in_training_is_encoded_as_in_its_image():
    made, f = latent(), torch.from_numpy(np.random.RandomState(3).normal(size=(1, 5, *GRID)))
    rows = f.flatten(2).transpose(1, 2)
    with torch.no_grad():
        whole, _ = made.encode(rows)
        alone, _ = made.encode(rows[0, [7, 2]], torch.tensor([7, 2]))
    assert torch.allclose(whole[0, [7, 2]], alone)


def test_the_same_features_score_differently_at_another_place_only_with_position():
    f = torch.from_numpy(np.random.RandomState(4).normal(size=(1, 5, 1, 1))).expand(1, 5, *GRID)
    with torch.no_grad():
        with_position, without = (latent(o)(f)[0].flatten() for o in (GAUSSIAN, replace(GAUSSIAN, position=False)))
    assert with_position.std() > 1e-3 and without.std() < 1e-9


def test_position_codes_tell_every_place_apart():
    codes = position_codes(8, 12, 3)
    assert codes.shape == (96, 12)
    assert torch.cdist(codes, codes).fill_diagonal_(1).min() > 0.1


def test_training_learns_what_belongs_where_and_repeats_itself():
    random = np.random.RandomState(5)
    values, numbers = random.normal(0, 0.1, (600, 5)), np.arange(600) % 12
    places = torch.from_numpy(values + (numbers % 2)[:, None]).float()
    options = replace(GAUSSIAN, steps=200, channels=2)
    first, again = (trained(places, torch.from_numpy(numbers), GRID, options) for _ in range(2))
    usual = torch.from_numpy(np.arange(12) % 2).float().reshape(1, 1, *GRID).expand(1, 5, *GRID)
    nll, other = first(usual)[0], first(1 - usual)[0]
    assert nll.max() < other.min()
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))


def test_the_graph_gives_what_pytorch_gives(tmp_path):
    images = photographs(24)
    backbone, grid, stage = fitted_stage(tmp_path / "net.onnx", ResNetLike, images, GAUSSIAN)
    model = feature_model(backbone, stage, images.shape[1:])
    onnx.checker.check_model(model, full_check=True)
    names = [o.name for o in model.graph.output]
    assert names == [
        *SCORE_OUTPUTS, "loss_map", "places", "mean", "log_variance", "place_means", "noise_log_variances",
    ]  # fmt: skip
    found = dict(zip(names, outputs(Interpreter(model).double(), images[:4])))
    assert found["mean"].shape == (4, 4 * 96) and found["noise_log_variances"].shape == (24,)
    expected = stage.double().scores(torch.from_numpy(images[:4]), found["places"])
    for name, value in zip(names, expected):
        assert torch.allclose(found[name], value, rtol=1e-5, atol=1e-5), name
    assert fitting.fit(torch.randn(24, 6, 4, 4), photographs(24, (32, 32)), np.arange(24) // 12, GAUSSIAN).latent.grid == (4, 4)
