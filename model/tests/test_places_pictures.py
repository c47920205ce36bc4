import numpy as np
import pytest
from PIL import Image

import pictures
from backbones import ResNetLike, exported, network
from elbowatch_model.command import UserError
from elbowatch_model.pictures.place_pictures import _patch
from places import photographs, written
from test_places_bundle import made


@pytest.mark.parametrize("latent", ["categorical", "gaussian"])
def test_pictures_of_a_feature_bundle(tmp_path, latent, capsys):
    photos = written(tmp_path / "photos", photographs(20))
    backbone = exported(network(ResNetLike), tmp_path / "net.onnx")
    options = ["--steps", 5] if latent == "gaussian" else []
    base = "--backbone", backbone, "--images", photos, "--size", "64x96", "--latent", latent
    _, folder = made(tmp_path, *base, *options)
    faulty = written(tmp_path / "faulty", photographs(2, seed=3))
    pictures.draw(str(folder), str(photos), [str(faulty)], tmp_path / "out", seed=1)
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert names == {"feature-grid", "loss-maps"} | ({"codes"} if latent == "categorical" else set())
    assert all(Image.open(path).width == 1350 for path in (tmp_path / "out").iterdir())
    with pytest.raises(UserError, match="give --normal"):
        pictures.draw(str(folder), None, None, None, seed=1)


def test_a_patch_lies_around_its_place_and_inside_the_image():
    images = np.arange(2 * 16 * 24).reshape(2, 1, 16, 24)
    assert _patch(images, 1 * 24 + 1 * 6 + 2, 4, 6).tolist() == images[1][:, 0:12, 4:16].tolist()
    assert _patch(images, 0, 4, 6).tolist() == images[0][:, :12, :12].tolist()
    assert _patch(images, 23, 4, 6).tolist() == images[0][:, 4:, 12:].tolist()
