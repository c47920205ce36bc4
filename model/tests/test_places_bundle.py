import base64
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import calibrate as calibrate_command  # noqa: E402
import evaluate as evaluate_command  # noqa: E402
import make_bundle  # noqa: E402
from backbones import MobileNetLike, ResNetLike, exported, network  # noqa: E402
from elbowatch_model import checkpoint, data  # noqa: E402
from elbowatch_model.bundle import golden  # noqa: E402
from elbowatch_model.command import UserError  # noqa: E402
from elbowatch_model.places import arguments as place_arguments  # noqa: E402
from elbowatch_model.places import torchvision_network  # noqa: E402
from places import SIZE, photographs, written  # noqa: E402


@pytest.fixture
def photos(tmp_path):
    return written(tmp_path / "photos", photographs(24))


@pytest.fixture
def backbone(tmp_path):
    return exported(network(ResNetLike), tmp_path / "resnet.onnx")


def made(tmp_path, *options):
    folder = tmp_path / "bundles" / "camera"
    make_bundle.make_features(make_bundle.parser().parse_args([str(folder), "--network", "features", *map(str, options)]))
    return {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}, folder


def refused(tmp_path, match, *options):
    with pytest.raises(UserError, match=match):
        made(tmp_path, *options)


def test_a_bundle_has_what_the_contract_says(tmp_path, photos, backbone):
    content, folder = made(tmp_path, "--backbone", backbone, "--images", photos, "--size", "64x96", "--codes", 64)
    manifest, calibration = content["manifest.json"], content["calibration.json"]
    assert manifest["name"] == calibration["model"]["name"] == "camera"
    assert [manifest["schema"], manifest["likelihood"], manifest["local"]] == [1, {"type": "places"}, {"box": 3}]
    assert manifest["places"] == {"height": 4, "width": 6, "dimensions": 16}
    assert manifest["latent"] == {"type": "categorical", "codes": 64} and "latentSize" not in manifest
    assert set(manifest["backbone"]) == {"file", "sha256", "taps", "mean", "deviation", "order"}
    assert manifest["image"] == {"channels": 3, "height": 64, "width": 96}
    assert len(calibration["scores"]["density"]) == len(calibration["scores"]["default"]) == 24
    assert calibration["alpha"] == 0.05 and calibration["model"]["sha256"] == manifest["model"]["sha256"]
    assert len(content["golden.json"]["images"]) == 32 and content["golden.json"]["rounding"] < 1e-4
    assert (folder / "model.onnx").exists()


def test_a_bundle_is_reproducible(tmp_path, photos, backbone):
    shas = [
        made(tmp_path, "--backbone", backbone, "--images", photos, "--size", "64x96")[0]["manifest.json"]["model"]["sha256"]
        for _ in range(2)
    ]
    assert shas[0] == shas[1]


def test_a_gaussian_bundle_is_made(tmp_path, photos, backbone):
    options = "--backbone", backbone, "--images", photos, "--size", "64x96", "--latent", "gaussian", "--position", "--steps", 30
    content, _ = made(tmp_path, *options)
    manifest = content["manifest.json"]
    assert manifest["latent"] == {"type": "gaussian", "channels": 16, "height": 4, "width": 6}
    assert manifest["latentSize"] == 16 * 24


def test_a_masked_bundle_is_made(tmp_path, photos, backbone):
    mask = np.full(SIZE, 255, np.uint8)
    mask[:, 48:] = 0
    Image.fromarray(mask).save(tmp_path / "mask.png")
    options = "--backbone", backbone, "--images", photos, "--size", "64x96", "--mask", tmp_path / "mask.png"
    content, folder = made(tmp_path, *options)
    assert content["manifest.json"]["mask"]["file"] == "mask.png" and (folder / "mask.png").exists()
    assert len(content["manifest.json"]["mask"]["fill"]) == 3


def test_large_images_are_scored_in_tiles(tmp_path):
    backbone = exported(network(ResNetLike), tmp_path / "net.onnx")
    large = photographs(20, (96, 160))
    large[7, :, 40:60, 90:130] = 255
    photos = written(tmp_path / "large", large)
    content, folder = made(tmp_path, "--backbone", backbone, "--images", photos, "--tiles", "64x64", "--overlap", 16)
    manifest = content["manifest.json"]
    assert manifest["tiles"] == {"height": 64, "width": 64, "overlap": 16}
    assert manifest["image"] == {"channels": 3, "height": 96, "width": 160}
    assert manifest["places"]["height"] == 4 and len(content["calibration.json"]["scores"]["density"]) == 20
    scores = scores_of(folder, sorted(photos.iterdir()))
    assert len(scores) == 20
    # Out of fold, the image with a spot is the worst of the calibration; its own codes know the spot.
    assert content["calibration.json"]["scores"]["local"][-1] > scores[7]
    other = written(tmp_path / "other", photographs(20, (96, 160), seed=5))
    calibrate_command.calibrate(str(folder), [str(other)], 0.05)
    base = "--backbone", backbone, "--images", photos
    refused(tmp_path, "do not fit into images of 96x160", *base, "--tiles", "128x128")
    refused(tmp_path, "multiples of 32", *base, "--tiles", "50x50")
    refused(tmp_path, "belongs to --tiles", *base, "--size", "96x160", "--overlap", "8")


def test_tiles_of_features_need_no_overlap(tmp_path):
    backbone = exported(network(ResNetLike), tmp_path / "net.onnx")
    photos = written(tmp_path / "photos", photographs(20, (64, 128)))
    content, folder = made(tmp_path, "--backbone", backbone, "--images", photos, "--tiles", "64x64", "--overlap", 0)
    assert content["manifest.json"]["tiles"] == {"height": 64, "width": 64, "overlap": 0}
    assert len(scores_of(folder, sorted(photos.iterdir())[:2])) == 2


def test_a_grid_may_be_finer_than_a_tap_in_one_direction(tmp_path, photos, backbone):
    options = "--backbone", backbone, "--images", photos, "--size", "64x96", "--grid", "4x12"
    assert made(tmp_path, *options)[0]["manifest.json"]["places"]["width"] == 12


@pytest.mark.parametrize("shape, bits", [((3, 2048, 2448), 8), ((3, 4000, 4096), 8), ((1, 4096, 6000), 16)])
def test_golden_json_stays_below_what_java_reads(shape, bits):
    pixels = golden.golden_count(*shape, bits) * int(np.prod(shape)) * bits // 8
    assert 0 < pixels / 3 * 4 < (64 << 20) - (1 << 20)


def test_a_bundle_calibrates_for_each_source(tmp_path, backbone, capsys):
    photos = tmp_path / "photos"
    written(photos / "camera-1", photographs(24))
    written(photos / "camera-2" / "monday", photographs(20, seed=3))
    written(photos / "camera-3", photographs(4, seed=4))
    options = "--backbone", backbone, "--images", photos, "--size", "64x96", "--codes", 64
    content, folder = made(tmp_path, *options, "--by-source")
    groups = content["calibration.json"]["groups"]
    assert [(g["name"], g["images"], "scores" in g) for g in groups] == [
        ("camera-1", 24, True),
        ("camera-2", 20, True),
        ("camera-3", 4, False),
    ]
    printed = capsys.readouterr()
    assert "camera-2       20         0.048  its own images" in printed.out
    assert "camera-3 (4)" in printed.err
    other = written(tmp_path / "other" / "a", photographs(20, seed=9)).parent
    calibrate_command.calibrate(str(folder), [str(other)], 0.05, by_source=True)
    again = json.loads((folder / "calibration.json").read_text("utf-8"))
    assert [(g["name"], len(g["scores"]["default"])) for g in again["groups"]] == [("a", 20)]
    flat = written(tmp_path / "flat", photographs(20, seed=9))
    with pytest.raises(UserError, match="no image is in a folder below"):
        calibrate_command.calibrate(str(folder), [str(flat)], 0.05, by_source=True)


def test_a_checkpoint_of_the_same_name_does_not_score(tmp_path, photos, backbone, monkeypatch):
    _, folder = made(tmp_path, "--backbone", backbone, "--images", photos, "--size", "64x96")
    monkeypatch.setattr(checkpoint, "checkpoint_path", lambda name: folder / "manifest.json")
    assert len(scores_of(folder, sorted(photos.iterdir())[:2])) == 2


def test_the_bundle_can_be_calibrated_and_evaluated_by_its_graph(tmp_path, photos, capsys):
    backbone = exported(network(MobileNetLike), tmp_path / "net.onnx")
    content, folder = made(tmp_path, "--backbone", backbone, "--images", photos, "--size", "64x96")
    faulty = photographs(20, seed=3)
    faulty[:, :, 20:44, 30:60] = 0
    other = written(tmp_path / "other", photographs(30, seed=2))
    with pytest.raises(UserError, match="were made of these images"):
        calibrate_command.calibrate(str(folder), [str(photos)], 0.05)
    calibrate_command.calibrate(str(folder), [str(other)], 0.05)
    calibrated = json.loads((folder / "calibration.json").read_text("utf-8"))
    assert calibrated["images"] == 30
    cases = evaluate_command.benchmarks.own(str(written(tmp_path / "test", photographs(20, seed=4))), [str(written(tmp_path / "faulty", faulty))])
    evaluate_command.evaluate(str(folder), cases)
    assert "categorical latent at each place" in capsys.readouterr().out


def test_grey_photographs_make_a_grey_bundle(tmp_path, backbone):
    photos = written(tmp_path / "grey", photographs(20, channels=1))
    content, _ = made(tmp_path, "--backbone", backbone, "--images", photos, "--size", "64x96")
    assert content["manifest.json"]["image"]["channels"] == 1


def test_the_size_follows_the_images(tmp_path):
    def size_of(height, width):
        folder = tmp_path / f"{height}x{width}"
        folder.mkdir()
        for i in range(3):
            Image.new("RGB", (width, height)).save(folder / f"{i}.png")
        return place_arguments.default_size((data.Source(str(folder)),))

    assert [size_of(100, 100), size_of(380, 550), size_of(460, 1130), size_of(10, 2000)] == [
        (256, 256), (224, 320), (160, 416), (32, 3616),
    ]  # fmt: skip


def test_golden_images_of_large_photographs_are_few(tmp_path):
    assert len(golden.golden_images(3, 256, 256)) == 10
    assert len(golden.golden_images(3, 1024, 1024)) == 4
    assert [golden.golden_count(3, side, side) for side in (1024, 2048, 2300, 4000)] == [4, 3, 3, 1]
    assert len({name for name, _ in golden.golden_images(1, 128, 128)}) == 32
    images = golden.golden_images(3, 256, 256)
    assert len({base64.b64encode(pixels.tobytes()) for _, pixels in images}) == 10


def test_what_cannot_work_is_refused(tmp_path, photos, backbone):
    few = written(tmp_path / "few", photographs(19))
    base = "--backbone", backbone, "--size", "64x96"
    refused(tmp_path, "at least 20", *base, "--images", few)
    refused(tmp_path, "out of reach with 24 images", *base, "--images", photos, "--alpha", "0.01")
    refused(tmp_path, "alpha must lie between 0 and 1, not 1", *base, "--images", photos, "--alpha", "1")
    refused(tmp_path, "alpha must lie between 0 and 1, not 0", *base, "--images", photos, "--alpha", "0")
    refused(tmp_path, "which images", *base)
    refused(tmp_path, "which network", "--images", photos)
    refused(tmp_path, "no effect", *base, "--images", photos, "--epochs", "3")
    refused(tmp_path, "--box must be odd", *base, "--images", photos, "--box", "4")
    refused(tmp_path, "categorical or gaussian", *base, "--images", photos, "--latent", "8")
    refused(tmp_path, "belongs to --latent gaussian", *base, "--images", photos, "--steps", 5)
    refused(tmp_path, "belong together", *base, "--images", photos, "--mean", "0.5")
    refused(tmp_path, "need numbers", *base, "--images", photos, "--mean", "a", "--deviation", "1")
    refused(tmp_path, "needs HEIGHTxWIDTH", "--backbone", backbone, "--images", photos, "--size", "64")
    refused(tmp_path, "cannot be brought to a grid", *base, "--images", photos, "--grid", "3x5")
    refused(tmp_path, "12x18 places do not divide images of 64x96", *base, "--images", photos, "--grid", "12x18")
    refused(tmp_path, "--box must be 1 to 6 for 4x6 places", *base, "--images", photos, "--box", "7")
    refused(tmp_path, "multiples of 32", "--backbone", backbone, "--images", photos, "--size", "60x90")
    huge = "--backbone", backbone, "--images", photos, "--size", "4000x6016"
    refused(tmp_path, "4000x6016 RGB has 72,192,000 bytes, .* --size, or --colour L", *huge, "--tiles", "64x64")
    refused(tmp_path, "an image of 4000x6016 RGB", *huge)
    refused(tmp_path, "the network's input of 4096x4096 RGB has 50,331,648", *huge[:-1], "4096x4096")


def test_options_of_features_are_refused_for_other_networks(tmp_path):
    arguments = make_bundle.parser().parse_args(["fashion-mnist", "--backbone", "x.onnx"])
    with pytest.raises(UserError, match="--backbone belongs to --network features"):
        make_bundle.make_pixels(arguments)


REAL = data.data_folder() / "real" / "aliens"
MOBILENET = data.data_folder().parent / "backbones" / "mobilenet_v2_imagenet.onnx"


@pytest.mark.skipif(not (REAL.exists() and MOBILENET.exists()), reason="needs the photographs and the network")
def test_photographs_of_toys_with_missing_parts_are_found(tmp_path):
    train = tmp_path / "train"
    train.mkdir()
    for path in sorted((REAL / "train").iterdir())[:20]:
        os.symlink(path, train / path.name)
    _, folder = made(tmp_path, "--backbone", MOBILENET, "--images", train, "--size", "128x192", "--codes", 512)
    normal, broken = (sorted((REAL / "test" / kind).iterdir())[:8] for kind in ("normal", "anomaly"))
    locals_ = [scores_of(folder, paths) for paths in (normal, broken)]
    assert np.median(locals_[1]) > np.max(locals_[0])


def scores_of(folder, paths):
    from elbowatch_model.bundle.scorer import scorer_of
    from elbowatch_model.image_files import preprocess
    from elbowatch_model.scoring import score

    head, recipe = scorer_of(str(folder))
    pixels = np.stack([preprocess(path.read_bytes(), *recipe.image_shape, recipe.fit) for path in paths])
    return score(head, pixels)["local"]


class TorchvisionModels:
    """Stands for torchvision.models: one network, and one whose weights cannot be fetched."""

    @staticmethod
    def get_weight(name):
        raise NotImplementedError(name)

    @staticmethod
    def resnet_like(weights):
        return network(ResNetLike)

    @staticmethod
    def far_away(weights):
        raise OSError("no route to host")


def test_a_network_of_torchvision_is_exported(tmp_path, photos, monkeypatch):
    monkeypatch.setattr(torchvision_network.importlib.util, "find_spec", lambda name: True)
    monkeypatch.setattr(torchvision_network.importlib, "import_module", lambda name: TorchvisionModels)
    base = "--images", photos, "--size", "64x96"
    content, _ = made(tmp_path, "--backbone", "torchvision:resnet_like", *base)
    backbone = content["manifest.json"]["backbone"]
    assert backbone["file"] == "resnet_like.onnx" and backbone["mean"] == [123.675, 116.28, 103.53]
    refused(tmp_path, "no model missing", "--backbone", "torchvision:missing", *base)
    refused(tmp_path, "weights of torchvision's far_away cannot be loaded", "--backbone", "torchvision:far_away", *base)
    monkeypatch.setattr(torchvision_network.importlib.util, "find_spec", lambda name: None)
    refused(tmp_path, "pip install torchvision", "--backbone", "torchvision:resnet18", *base)
