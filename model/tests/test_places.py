import math
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from backbones import MobileNetLike, Mixing, ResNetLike, VggLike, exported, network
from elbowatch_model.command import UserError
from elbowatch_model.mask import Mask
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.places import checking, codes, fitting, folds
from elbowatch_model.places import grid as grids
from elbowatch_model.places.backbone import TapFeatures, backbone_of
from elbowatch_model.places.categorical import Categorical
from elbowatch_model.places.coreset import coreset, farthest_points
from elbowatch_model.places.graph import ScoreStage, feature_model
from elbowatch_model.places.grid import Grid, Standard, standard_of
from elbowatch_model.places.scores import STATISTICS, PlaceScores
from elbowatch_model.places.taps import Tap
from elbowatch_model.scoring import FEATURES, SCORE_OUTPUTS, TERMS
from places import OPTIONS, SIZE, UNIT, fitted_stage, model_of, outputs, photographs

DETAILS = ["loss_map", "places", "code_means", "code_log_weights", "code_log_variances"]


def some_codes(count=6, size=5, seed=1):
    random = np.random.RandomState(seed)
    weights = random.dirichlet(np.ones(count))
    values = random.normal(size=(count, size)), np.log(weights), random.normal(0, 0.5, count)
    return codes.Codes(*(torch.from_numpy(v) for v in values))


def naive(f, found):
    """(nll, kl, −log p) of one place f [D], by the definitions."""
    d, joint = len(f), []
    for mean, log_weight, log_variance in zip(*(v.numpy() for v in (found.means, found.log_weights, found.log_variances))):
        distance = sum((a - b) ** 2 for a, b in zip(f, mean))
        joint.append((log_weight, distance / (2 * math.exp(log_variance)) + d / 2 * (math.log(2 * math.pi) + log_variance)))
    total = math.log(sum(math.exp(log_weight - nll) for log_weight, nll in joint))
    q = [math.exp(log_weight - nll - total) for log_weight, nll in joint]
    nll = sum(share * value for share, (_, value) in zip(q, joint))
    kl = sum(share * (math.log(share) - log_weight) for share, (log_weight, _) in zip(q, joint) if share > 0)
    return nll, kl, -total


def test_nll_and_kl_are_those_of_the_definition():
    found = some_codes()
    f = torch.from_numpy(np.random.RandomState(2).normal(size=(2, 5, 3, 4)))
    latent = Categorical(found).double()
    for parameter in latent.parameters():
        assert not parameter.requires_grad
    nll, kl = latent(f)
    for n, row, column in np.ndindex(2, 3, 4):
        expected = naive(f[n, :, row, column].tolist(), found)
        assert (nll[n, 0, row, column], kl[n, 0, row, column]) == pytest.approx(expected[:2], rel=1e-5, abs=1e-5)


def test_the_bound_is_tight_and_kl_and_deviance_are_not_negative():
    latent = Categorical(some_codes()).double()
    f = torch.from_numpy(np.random.RandomState(3).normal(0, 3, (4, 5, 3, 4)))
    nll, kl = latent(f)
    assert kl.min() > -1e-9 and (nll - latent.floor).min() > -1e-5
    expected = [naive(v.tolist(), some_codes())[2] for v in f.permute(0, 2, 3, 1).reshape(-1, 5)]
    assert (nll + kl).flatten().tolist() == pytest.approx(expected, rel=1e-5, abs=1e-5)


def test_the_order_of_the_codes_changes_nothing():
    found, order = some_codes(), [3, 1, 5, 0, 2, 4]
    other = codes.Codes(*(v[order] for v in (found.means, found.log_weights, found.log_variances)))
    f = torch.from_numpy(np.random.RandomState(4).normal(size=(1, 5, 4, 4)))
    for one, another in zip(Categorical(found).double()(f), Categorical(other).double()(f)):
        assert torch.allclose(one, another, rtol=1e-6)


def test_farthest_points_are_each_the_farthest_from_those_before():
    x = torch.from_numpy(np.random.RandomState(5).normal(size=(200, 6))).float()
    chosen = farthest_points(x, 20, start=7)
    assert chosen[0] == 7
    assert len(set(chosen.tolist())) == 20
    for i in range(1, 20):
        nearest = torch.cdist(x, x[chosen[:i]]).amin(1)
        assert nearest[chosen[i]] == pytest.approx(float(nearest.max()), rel=1e-3)


def test_a_coreset_of_runs_is_nearly_as_near_to_all_points_as_one_of_all():
    x = torch.from_numpy(np.random.RandomState(6).normal(size=(2000, 6))).float()

    def radius(runs):
        chosen = coreset(x, 50, sketch=6, seed=1, runs=runs)
        assert len(set(chosen.tolist())) == 50
        return float(torch.cdist(x, x[chosen]).amin(1).max())

    drawn = torch.randperm(2000, generator=torch.Generator().manual_seed(1))[:50]
    assert radius(10) < 1.25 * radius(1)
    assert radius(1) < 0.8 * float(torch.cdist(x, x[drawn]).amin(1).max())


def test_a_code_that_knows_its_place_is_far_from_the_same_feature_elsewhere():
    features = torch.ones(3, 4, 2, 3)
    standard = grids.standard_of(features, grids.position_of(2, 3, 20.0))
    f = standard(features)
    assert standard.dimensions == f.shape[1] == 6
    assert f[0, 4].tolist() == [[-20] * 3, [20] * 3] and f[0, 5].tolist() == [[-20, 0, 20]] * 2


def test_codes_count_their_places_and_are_wide_where_other_codes_are_far():
    random = np.random.RandomState(6)
    many, lonely = random.normal(0, 1, (900, 8)), random.normal(0, 1, (4, 8)) + 20
    places = torch.from_numpy(np.concatenate([many, lonely])).float()
    found = codes.codes_of(places, OPTIONS, seed=1)
    assert len(found.means) == 32 and found.means.shape[1] == 8
    assert found.log_weights.exp().sum() == pytest.approx(1)
    far = found.means.mean(1) > 10
    assert far.any() and found.log_variances[~far].max() < found.log_variances[far].min()
    assert found.log_weights[far].exp().sum() == pytest.approx(0.01, abs=0.02)


def test_codes_are_fewer_than_places_and_a_multiple_of_16():
    assert [codes.code_count(n, OPTIONS) for n in (20, 100, 10_000)] == [16, 16, 32]


def test_identical_places_have_codes():
    found = codes.codes_of(torch.ones(200, 4), OPTIONS, seed=1)
    assert torch.isfinite(found.log_variances).all() and torch.isfinite(found.log_weights).all()


def test_taps_are_averaged_and_brought_to_one_grid():
    taps = [Tap("a", 2, 8, 12, 8), Tap("b", 3, 4, 6, 16)]
    values = [torch.from_numpy(np.random.RandomState(i).normal(size=(2, t.channels, t.height, t.width))) for i, t in enumerate(taps)]
    fine, coarse = Grid(taps, 3), Grid(taps, 3, (4, 6))
    assert (fine.height, fine.width, fine.channels) == (8, 12, 5)
    found = fine(*values)
    assert found.shape == (2, 5, 8, 12)
    assert found[0, 0, 0, 0] == pytest.approx(float(values[0][0, 0, :2, :2].mean()))  # padding is not counted
    assert found[1, 1, 4, 5] == pytest.approx(float(values[0][1, 1, 3:6, 4:7].mean()))
    assert coarse(*values).shape == (2, 5, 4, 6)
    with pytest.raises(UserError, match="multiple"):
        Grid(taps, 3, (5, 6))


def test_features_are_standardised():
    features = torch.from_numpy(np.random.RandomState(7).normal(3, 5, (20, 32, 4, 4))).float()
    values = standard_of(features)(features)
    assert values.mean((0, 2, 3)).abs().max() < 1e-5 and (values.std((0, 2, 3)) - 1).abs().max() < 0.01


def correlated(channels, directions):
    """float32 [20, C, 4, 4] that vary in few directions, and hardly in the others."""
    random = np.random.RandomState(7)
    values = random.normal(size=(20, directions, 4, 4)) * (1 + np.arange(directions))[:, None, None]
    features = np.einsum("cd,ndhw->nchw", random.normal(size=(channels, directions)), values)
    return torch.from_numpy(3 + features + random.normal(0, 0.01, features.shape)).float()


def test_the_widest_directions_keep_the_distances_and_are_uncorrelated():
    features = correlated(32, 6)
    standard = standard_of(features)
    kept = grids.principal(standard, features, 6)
    assert kept.dimensions == 6
    before, after = (s(features).permute(0, 2, 3, 1).flatten(0, 2) for s in (standard, kept))
    assert torch.allclose(torch.cdist(before, before), torch.cdist(after, after), rtol=1e-3, atol=0.02)
    covariance = torch.cov(after.T)
    assert covariance.fill_diagonal_(0).abs().max() < 1e-3
    white = grids.principal(standard, features, 6, floor=1e-6)(features)
    assert (white.std((0, 2, 3)) - 1).abs().max() < 0.01


def test_codes_describe_the_widest_directions_and_the_place():
    features = correlated(100, 6)
    options = replace(OPTIONS, position=True)
    assert fitting.fitted(features, OPTIONS)[0].dimensions == 80
    assert fitting.fitted(features, options)[0].dimensions == 82
    assert fitting.fitted(features, replace(OPTIONS, projection=5))[0].dimensions == 5
    assert fitting.fitted(features[:, :40], OPTIONS)[0].dimensions == 40


@pytest.mark.parametrize("kind", [ResNetLike, MobileNetLike, VggLike])
@pytest.mark.parametrize("channels", [1, 3])
def test_the_graph_gives_what_pytorch_gives(tmp_path, kind, channels):
    images = photographs(24, channels=channels)
    backbone, grid, stage = fitted_stage(tmp_path / "net.onnx", kind, images)
    model = feature_model(backbone, stage, images.shape[1:])
    onnx.checker.check_model(model, full_check=True)
    names = [o.name for o in model.graph.output]
    assert names == [*SCORE_OUTPUTS, *DETAILS]
    expected = stage(torch.from_numpy(images[:5]), *TapFeatures(backbone)(torch.from_numpy(images[:5])))
    for name, found, value in zip(names, outputs(Interpreter(model), images[:5]), expected):
        assert torch.allclose(found, value, rtol=1e-4, atol=1e-4), name


def test_the_graph_has_the_shapes_of_the_contract(tmp_path):
    images = photographs(24)
    model = model_of(tmp_path / "net.onnx", ResNetLike, images)
    shapes = {o.name: [d.dim_param or d.dim_value for d in o.type.tensor_type.shape.dim] for o in model.graph.output}
    assert all(shapes[name] == ["N"] for name in TERMS)
    assert shapes[FEATURES] == ["N", len(STATISTICS)]
    assert [shapes["loss_map"], shapes["places"]] == [["N", 8, 12], ["N", 24, 8, 12]]
    assert [shapes[name] for name in DETAILS[2:]] == [[32, 24], [32], [32]]
    assert not {node.op_type for node in model.graph.node} & {"Loop", "If", "RandomNormal", "Dropout"}


def test_the_terms_are_itemised_by_place(tmp_path):
    images = photographs(24)
    _, grid, stage = fitted_stage(tmp_path / "net.onnx", ResNetLike, images)
    f = torch.randn(3, stage.standard.dimensions, grid.height, grid.width, dtype=torch.float64)
    nll_sum, floor, kl_sum, local, features, loss_map, _ = stage.double().scores(torch.from_numpy(images[:3]), f)
    nll, kl = stage.scores.latent(f)
    assert torch.allclose(nll_sum, nll.flatten(1).sum(1)) and torch.allclose(kl_sum, kl.flatten(1).sum(1))
    loss = ((nll - stage.scores.floor + kl) / 64)[:, 0]  # 8x8 pixels a place
    assert float(loss_map[1, 0, 0]) == pytest.approx(float(loss[1, :2, :2].mean()))
    assert float(loss_map[2, 3, 11]) == pytest.approx(float(loss[2, 2:5, 10:].mean()))
    assert torch.equal(local, loss_map.flatten(1).amax(1))
    assert float(features[0, STATISTICS.index("log_local_row")]) == pytest.approx(math.log(float(loss[0].mean(1).max()) + 1e-3))
    assert float(floor[0]) == pytest.approx(stage.scores.latent.floor * 96, rel=1e-6)


def test_excluded_pixels_change_nothing_and_excluded_places_have_no_loss(tmp_path):
    images = photographs(24)
    counts = np.ones(SIZE, bool)
    counts[:32, 40:] = False
    mask = Mask.of(counts).filled_by(images)
    module = Interpreter(model_of(tmp_path / "net.onnx", ResNetLike, images, mask=mask))
    other = np.where(counts, images, photographs(24, seed=9))
    for one, another in zip(outputs(module, images), outputs(module, other)):
        assert torch.equal(one, another)
    terms = dict(zip([*SCORE_OUTPUTS, *DETAILS], outputs(module, images)))
    excluded = ~mask.places(8, 12)
    assert excluded.sum() == 28 and (terms["loss_map"][:, excluded] == 0).all()
    everything = Interpreter(model_of(tmp_path / "net.onnx", ResNetLike, images))
    floors = terms["floor"][0], dict(zip(SCORE_OUTPUTS, outputs(everything, images)))["floor"][0]
    assert abs(floors[0]) < abs(floors[1])


def test_a_graph_that_mixes_images_is_refused(tmp_path):
    images = photographs(24)
    _, _, stage = fitted_stage(tmp_path / "net.onnx", VggLike, images)
    options = replace(OPTIONS, tap_strides=(8, 16))
    mixing = backbone_of(exported(network(Mixing), tmp_path / "mixing.onnx"), SIZE, options, (), UNIT)
    with pytest.raises(UserError, match="batch mates"):
        checking.check(feature_model(mixing, stage, images.shape[1:]), images.shape[1:])


def test_a_backbone_that_gives_nan_is_refused(tmp_path):
    class Rooting(VggLike):
        def forward(self, x):
            return super().forward(torch.log(x))

    backbone = backbone_of(exported(network(Rooting), tmp_path / "net.onnx"), SIZE, OPTIONS, (), UNIT)
    with pytest.raises(UserError, match="not finite for 20 of 20 images"):
        fitting.features_of(backbone, fitting.grid_of(backbone, OPTIONS), photographs(20))


def test_a_backbone_that_gives_nan_for_golden_images_is_refused(tmp_path):
    class Rooting(VggLike):
        def forward(self, x):
            return super().forward(torch.log(x + 1))  # a black pixel is -1

    images = np.maximum(photographs(24), 1)
    with pytest.raises(UserError, match="golden images is not finite"):
        checking.check(model_of(tmp_path / "net.onnx", Rooting, images), images.shape[1:])


def test_a_backbone_that_mixes_images_is_refused_before_the_fit(tmp_path):
    backbone = backbone_of(exported(network(Mixing), tmp_path / "net.onnx"), SIZE, OPTIONS, (), UNIT)
    with pytest.raises(UserError, match="batch mates"):
        fitting.features_of(backbone, fitting.grid_of(backbone, OPTIONS), photographs(20))


def test_each_image_is_scored_without_its_fold(tmp_path):
    images, options = photographs(24), replace(OPTIONS, spread=0.0)
    backbone = backbone_of(exported(network(ResNetLike), tmp_path / "net.onnx"), SIZE, options, (), UNIT)
    features = fitting.features_of(backbone, fitting.grid_of(backbone, options), images)
    numbers = np.arange(24) // 6
    found = fitting.fit(features, images, numbers, options)
    standard, latent = fitting.fitted(features[6:], options)
    scores = PlaceScores(latent, images.shape[1:], features.shape[2:], options.box, options.beta)
    with torch.no_grad():
        expected = scores(torch.from_numpy(images[:6]), standard(features[:6]))
    for i, name in enumerate(SCORE_OUTPUTS):
        assert np.allclose(found.terms[name][:6], expected[i].numpy(), rtol=1e-5, atol=1e-5)
    # The codes of all images contain places of the image itself.
    own = fitting.terms_of(found.standard, found.latent, features, images, np.arange(24), options)
    assert own["local"].mean() < found.terms["local"].mean()


def test_one_fold_is_refused(tmp_path):
    with pytest.raises(UserError, match="one group"):
        fitting.fit(torch.zeros(4, 2, 2, 2), photographs(4), np.zeros(4, int), OPTIONS)


def test_groups_are_the_beginnings_of_names_and_are_in_one_fold():
    names = [f"g{i // 3:03}-{i:04}.jpg" for i in range(30)]
    groups, how = folds.groups_of_names(names)
    assert groups.tolist() == [i // 3 for i in range(30)] and "10 groups" in how
    numbers = folds.folds_of(groups, 4)
    assert set(numbers) == {0, 1, 2, 3}
    assert all(len(set(numbers[groups == g])) == 1 for g in range(10))
    assert folds.groups_of_names([f"IMG_{i}.jpg" for i in range(30)])[0].tolist() == list(range(30))
    assert folds.folds_of(np.arange(25), 10).tolist() == (np.arange(25) * 10 // 25).tolist()
