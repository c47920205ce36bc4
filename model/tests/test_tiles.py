from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import TINY

from elbowatch_model import vae
from elbowatch_model.bundle.manifest import manifest_json
from elbowatch_model.command import UserError
from elbowatch_model.features import feature_names
from elbowatch_model.scoring import FEATURES, ScoringHead, score
from elbowatch_model.tiled_head import LARGEST, TiledHead
from elbowatch_model.tiles import Tiling
from elbowatch_model.vae import latent_shape

RECIPE = replace(TINY, network="conv", halvings=2, whole_height=37, whole_width=29, overlap=5)


@pytest.fixture
def tile_head():
    torch.manual_seed(3)
    return ScoringHead(vae.build(RECIPE), RECIPE).eval()


@pytest.fixture
def images():
    return np.random.RandomState(4).randint(0, 256, (3, *RECIPE.whole.image_shape)).astype(np.uint8)


def test_tiles_lie_inside_and_cover_the_image(images):
    tiling = RECIPE.tiling
    covered = np.zeros((37, 29), int)
    for (row, column), tile in zip(tiling.places(), tiling.cut(images)):
        assert tile.shape == (3, 1, 16, 12)
        assert (tile == images[:, :, row : row + 16, column : column + 12]).all()
        covered[row : row + 16, column : column + 12] += 1
    assert covered.min() == 1
    assert tiling.places()[-1] == (37 - 16, 29 - 12)


def test_an_image_of_the_size_of_a_tile_is_one_tile():
    assert Tiling((1, 16, 12), 16, 12, 5).places() == [(0, 0)]


@pytest.mark.parametrize("height, width, overlap", [(38, 12, 0), (16, 30, 0), (16, 12, 12), (16, 12, -1), (0, 12, 0)])
def test_tiles_that_do_not_fit_are_refused(height, width, overlap):
    with pytest.raises(UserError, match="tiles"):
        Tiling((1, 37, 29), height, width, overlap)


def test_an_overlap_that_leaves_windows_out_is_refused():
    with pytest.raises(UserError, match="box - 1 = 3"):
        _ = replace(RECIPE, overlap=2).tiling


def test_the_scores_of_an_image_follow_from_its_tiles(tile_head, images):
    names = feature_names(latent_shape(RECIPE))
    found = score(TiledHead(tile_head, RECIPE.tiling, names), images)
    tiles = [score(tile_head, np.concatenate(RECIPE.tiling.cut(images[i : i + 1]))) for i in range(3)]
    for i, parts in enumerate(tiles):
        for name in ("reconstruction_nll", "floor", "kl"):
            assert found[name][i] == np.float32(parts[name].astype(np.float64).sum())
        assert found["local"][i] == parts["local"].max()
        for k, name in enumerate(names):
            values = parts[FEATURES][:, k]
            expected = values.max() if name in LARGEST else values.astype(np.float64).mean()
            assert found[FEATURES][i, k] == pytest.approx(expected, rel=1e-6)


def test_the_manifest_names_the_image_and_its_tiles(tile_head):
    content = manifest_json(RECIPE, tile_head.vae.likelihood, {}, "0" * 64)
    assert content["image"] == {"channels": 1, "height": 37, "width": 29}
    assert content["tiles"] == {"height": 16, "width": 12, "overlap": 5}
    assert content["latent"] == {"channels": 3, "height": 4, "width": 3}
    assert "tiles" not in manifest_json(TINY, tile_head.vae.likelihood, {}, "0" * 64)
