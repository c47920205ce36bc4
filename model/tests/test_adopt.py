import json

import numpy as np
import onnx
import pytest
import torch
from foreign_vaes import ChannelsLast, Convolutional, Spatial, Tutorial, TwoHeads, exported, made, reference
from naive import naive_terms
from PIL import Image
from torch.nn import functional as F

import adopt as adopt_command
from calibrate import calibrate
from elbowatch_model.adoption.noise import RANDOM
from elbowatch_model.bundle import files
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.command import UserError
from elbowatch_model.loss import Bernoulli, ContinuousBernoulli, Gaussian
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS, TERMS, score

BERNOULLI = ["--likelihood", "bernoulli"]
CONTINUOUS = ["--likelihood", "continuous-bernoulli"]
NAMES = {"inputs": ["x"], "outputs": ["recon", "mu", "logvar"]}


def adopt(path, folder, *options):
    adopt_command.adopt(adopt_command.parsed([str(path), "--out", str(folder), *options]))
    return folder


def graph_of(folder):
    return onnx.load(str(folder / "model.onnx"))


def tutorial(path):
    return made(Tutorial), exported(made(Tutorial), path), {}, BERNOULLI


def convolutional(path):
    options = ["--likelihood", "gaussian", "--sigma", "0.2", "--range=-1..1", "--beta", "2", "--box", "4"]
    facts = {"likelihood": Gaussian(0.2).double(), "signed": True, "beta": 2.0, "box": 4}
    return made(Convolutional), exported(made(Convolutional), path, **NAMES, opset=14), facts, options


def two_heads(path):
    file = exported(made(TwoHeads), path, inputs=["a"], outputs=["b", "c", "d"], opset=17)
    return made(TwoHeads), file, {"kind": "logits"}, BERNOULLI


def dynamic_with_noise(path):
    file = exported(made(Spatial), path, torch.zeros(2, 1, 8, 8), **NAMES, dynamic=True)
    return made(Spatial), file, {"latent_pixels": 4}, BERNOULLI


def continuous(path):
    file = exported(made(Spatial), path, torch.zeros(2, 1, 8, 8), **NAMES, dynamic=True)
    return made(Spatial), file, {"latent_pixels": 4, "likelihood": ContinuousBernoulli()}, CONTINUOUS


def channels_last(path):
    names = {"inputs": ["image", "eps"], "outputs": ["z_mean", "z_log_var", "z", "decoded"]}
    arguments = (torch.zeros(3, 16, 24, 3), torch.zeros(3, 5))
    file = exported(made(ChannelsLast), path, *arguments, **names, dynamic=True, opset=15)
    options = ["--likelihood", "gaussian", "--sigma", "0.5", "--range=-1..1"]
    return made(ChannelsLast), file, {"likelihood": Gaussian(0.5).double(), "signed": True}, options


KINDS = (tutorial, convolutional, two_heads, dynamic_with_noise, continuous, channels_last)


@pytest.fixture(scope="module", params=KINDS, ids=[kind.__name__ for kind in KINDS])
def adopted(request, tmp_path_factory):
    """Made once: nobody changes the bundle."""
    folder = tmp_path_factory.mktemp("adopted")
    vae, path, facts, options = request.param(folder / "vae.onnx")
    return vae, facts, adopt(path, folder / "bundle", *options)


def test_adopted_terms_equal_those_of_pytorch(adopted):
    vae, facts, folder = adopted
    pixels = np.stack([image for _, image in golden_images(*vae.shape)])
    expected = reference(vae, pixels, **{"likelihood": Bernoulli(), **facts})
    head = Interpreter(graph_of(folder))
    for precise, tolerance in ((head, 1e-4), (head.double(), 1e-5)):
        found = score(precise, pixels)
        found = np.stack([found[term] for term in TERMS], axis=1)
        difference = np.abs(found - expected) / np.maximum(1, np.abs(expected))
        assert difference.max() < tolerance
    assert expected[:, 2].std() > 1e-3  # with an equal kl for all images the comparison would prove little


def test_terms_follow_from_manifest_and_outputs(adopted):
    vae, _, folder = adopted
    assert_oracle_agrees(folder, np.stack([image for _, image in golden_images(*vae.shape)][::3]))


def assert_oracle_agrees(folder, pixels):
    with torch.no_grad():
        *terms, features, mean, log_variance, logits = Interpreter(graph_of(folder)).double()(
            torch.from_numpy(pixels)
        )
    manifest = json.loads((folder / "manifest.json").read_text())
    expected, expected_features = naive_terms(manifest, pixels, mean, log_variance, logits)
    assert np.allclose(torch.stack(terms, 1).numpy(), expected, rtol=1e-6, atol=1e-5)
    assert np.allclose(features.numpy(), expected_features, rtol=1e-6, atol=1e-6)


def test_adopted_bundle_keeps_the_contract(adopted):
    vae, _, folder = adopted
    model = graph_of(folder)
    onnx.checker.check_model(model, full_check=True)
    assert not {node.op_type for node in model.graph.node} & RANDOM
    assert [value.name for value in model.graph.output] == [*SCORE_OUTPUTS, *DETAIL_OUTPUTS]
    (image,) = model.graph.input
    dims = [d.dim_param or d.dim_value for d in image.type.tensor_type.shape.dim]
    assert (image.name, image.type.tensor_type.elem_type, dims) == (
        "image",
        onnx.TensorProto.UINT8,
        ["N", *vae.shape],
    )
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["model"]["sha256"] == files.sha256(folder / "model.onnx")
    assert manifest["provenance"]["adopted"]["file"] == "vae.onnx"
    assert len(json.loads((folder / "golden.json").read_text())["images"]) == 32


def test_adopted_bundle_is_calibrated_from_a_folder_of_images(tmp_path):
    _, path, _, options = dynamic_with_noise(tmp_path / "vae.onnx")
    folder = adopt(path, tmp_path / "bundle", *options)
    (tmp_path / "normal").mkdir()
    for i, pixels in enumerate(np.random.RandomState(1).randint(0, 256, (39, 20, 20)).astype(np.uint8)):
        Image.fromarray(pixels).save(tmp_path / "normal" / f"{i:02}.png")
    calibrate(str(folder), [str(tmp_path / "normal")], 0.1)
    content = json.loads((folder / "calibration.json").read_text())
    assert content["images"] == 39 and content["model"]["sha256"] == files.sha256(folder / "model.onnx")
    with pytest.raises(UserError, match="which images"):
        calibrate(str(folder), None, 0.1)


@pytest.mark.parametrize("name", ["boards", "fashion-mnist"])
def test_interpreter_gives_the_golden_terms_of_the_trained_bundles(name):
    folder = files.bundle_folder(name)
    golden, image = (
        files.read_json(folder / "golden.json"),
        files.read_json(folder / "manifest.json")["image"],
    )
    pixels = np.stack([p for _, p in golden_images(image["channels"], image["height"], image["width"])])
    found = score(Interpreter(graph_of(folder)).double(), pixels)
    for term in TERMS:
        assert np.allclose(found[term], [g["terms"][term] for g in golden["images"]], rtol=1e-6, atol=1e-6)


def test_dry_run_prints_what_is_detected_and_writes_nothing(tmp_path, capsys):
    _, path, _, options = channels_last(tmp_path / "vae.onnx")
    adopt(path, tmp_path / "bundle", *options, "--dry-run")
    printed = capsys.readouterr().out
    for line in ("16x24 RGB", "nhwc", "z_mean Nx5", "z_log_var (", "ignored         z\n", "input eps: z = μ"):
        assert line in printed
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize("opset", [9, 11, 13, 17])
def test_any_opset_gives_the_same(tmp_path, opset):
    if opset < 10 and not torch.__version__.startswith("1."):
        pytest.skip("a current torch exports from 10 on or so")
    path = exported(made(Tutorial), tmp_path / "vae.onnx", **NAMES, opset=opset)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI)
    pixels = np.stack([image for _, image in golden_images(1, 28, 28)])
    expected = reference(made(Tutorial), pixels, Bernoulli())
    assert np.allclose(
        score(Interpreter(graph_of(folder)).double(), pixels)["local"], expected[:, 3], rtol=1e-5
    )


class Saturating(Tutorial):
    """A sigmoid that is used twice, so it is not removed, and whose values reach 0 and 1 in float32."""

    def __init__(self):
        super().__init__(16, 4)

    def forward(self, x):
        mu, logvar = self.encode(x)
        found = torch.sigmoid(40 * self.fc4(F.relu(self.fc3(mu))))
        return found, mu, logvar, found * 255


def test_probabilities_cost_at_most_their_epsilon(tmp_path, capsys):
    names = {"inputs": ["x"], "outputs": ["recon", "mu", "logvar", "bytes"]}
    path = exported(made(Saturating), tmp_path / "vae.onnx", **names, dynamic=True)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI, "--reconstruction", "recon")
    assert "probabilities, kept off 0 and 1 by 1e-05" in capsys.readouterr().out
    pixels = np.stack([image for _, image in golden_images(1, 28, 28)])
    run = Interpreter(graph_of(folder))
    single, double = score(run, pixels), score(run.double(), pixels)
    for term in TERMS:
        assert np.allclose(single[term], double[term], rtol=1e-4, atol=1e-4)
    assert 784 * 11.52 > double["reconstruction_nll"].max() > 784  # it does saturate
    assert (double["reconstruction_nll"] - double["floor"]).min() > -1e-2
    assert_oracle_agrees(folder, pixels[::3])


class Shaped(Tutorial):
    """The tutorial's VAE for an input of another shape."""

    def __init__(self, shape):
        super().__init__(16, 4)
        self.shape = shape


@pytest.mark.parametrize(
    "shape, options, found",
    [
        ((784,), [], "28x28 L"),
        ((784,), ["--size", "14x56"], "14x56 L"),
        ((28, 28), [], "28x28 L"),
        ((28, 28, 1), [], "28x28 L"),
        ((1, 16, 49), [], "16x49 L"),
    ],
)
def test_grey_images_may_have_any_shape(tmp_path, capsys, shape, options, found):
    torch.manual_seed(1)
    vae = Shaped(shape).eval()
    folder = adopt(exported(vae, tmp_path / "vae.onnx", **NAMES), tmp_path / "bundle", *BERNOULLI, *options)
    assert found in capsys.readouterr().out
    image = json.loads((folder / "manifest.json").read_text())["image"]
    pixels = np.stack([image for _, image in golden_images(1, image["height"], image["width"])])
    expected = reference(vae, pixels, Bernoulli())
    head = Interpreter(graph_of(folder)).double()
    assert np.allclose(score(head, pixels)["local"], expected[:, 3], rtol=1e-5)


class FlatColour(Convolutional):
    """Colour pixels in a row, as H·W·C or as C·H·W."""

    def __init__(self, last):
        super().__init__(noise=False)
        self.last, self.shape = last, (3 * 16 * 24,)

    def forward(self, x):
        image = x.reshape(-1, 16, 24, 3).permute(0, 3, 1, 2) if self.last else x.reshape(-1, 3, 16, 24)
        found, mean, log_variance = super().forward(image)
        return (found.permute(0, 2, 3, 1) if self.last else found).flatten(1), mean, log_variance


@pytest.mark.parametrize("last", [False, True])
def test_flat_colour_is_read_as_its_layout_says(tmp_path, last):
    torch.manual_seed(1)
    vae = FlatColour(last).eval()
    path = exported(vae, tmp_path / "vae.onnx", **NAMES)
    options = ["--likelihood", "gaussian", "--sigma", "0.3", "--colour", "RGB", "--size", "16x24"]
    options += ["--layout", "nhwc" if last else "nchw", "--reconstruction-is", "input", "--range=-1..1"]
    folder = adopt(path, tmp_path / "bundle", *options)
    pixels = np.stack([image for _, image in golden_images(3, 16, 24)])
    found = score(Interpreter(graph_of(folder)).double(), pixels)["local"]
    assert np.allclose(found, reference(vae, pixels, Gaussian(0.3).double(), signed=True)[:, 3], rtol=1e-5)


class Standardised(Convolutional):
    """Takes and gives colour as (x - mean)/std, as torchvision's models do."""

    centre, unit = (
        torch.tensor([0.4, 0.5, 0.6]).reshape(3, 1, 1),
        torch.tensor([0.2, 0.3, 0.25]).reshape(3, 1, 1),
    )


def test_mean_and_deviation_of_every_channel(tmp_path):
    vae = made(Standardised)
    path = exported(vae, tmp_path / "vae.onnx", **NAMES)
    options = ["--input-mean", "0.4,0.5,0.6", "--input-std", "0.2,0.3,0.25"]
    folder = adopt(path, tmp_path / "bundle", "--likelihood", "gaussian", "--sigma", "0.3", *options)
    pixels = np.stack([image for _, image in golden_images(3, 16, 24)])
    x = torch.from_numpy(pixels).double() / 255
    with torch.no_grad():
        mean, _ = vae.double().encode((x - vae.centre) / vae.unit)
        found = vae.decode(mean) * vae.unit + vae.centre
    expected = -torch.distributions.Normal(found, 0.3).log_prob(x).flatten(1).sum(1)
    head = Interpreter(graph_of(folder)).double()
    assert np.allclose(score(head, pixels)["reconstruction_nll"], expected, rtol=1e-5)


class OtherNoise(Tutorial):
    """Different ways to write z = μ + σ·ε."""

    ways = {
        "rsample": lambda mu, std: torch.distributions.Normal(mu, std).rsample(),
        "randn of a size": lambda mu, std: mu + std * torch.randn(mu.size(0), 4),
        "addcmul": lambda mu, std: torch.addcmul(mu, std, torch.randn_like(std)),
    }

    def __init__(self, way):
        super().__init__(16, 4)
        self.way = self.ways[way]

    def sample(self, mu, logvar):
        return self.way(mu, torch.exp(0.5 * logvar))


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("way", OtherNoise.ways)
def test_noise_may_be_written_in_many_ways(tmp_path, way, dynamic):
    torch.manual_seed(1)
    vae = OtherNoise(way).eval()
    names = {"inputs": ["x"], "outputs": ["a", "b", "c"]}
    path = exported(vae, tmp_path / "vae.onnx", **names, dynamic=dynamic, opset=17)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI)
    pixels = np.stack([image for _, image in golden_images(1, 28, 28)])
    found = score(Interpreter(graph_of(folder)).double(), pixels)
    expected = reference(vae, pixels, Bernoulli())
    assert np.allclose(np.stack([found[term] for term in TERMS], 1), expected, rtol=1e-5, atol=1e-5)


class KerasNoise(Tutorial):
    """ε as Keras writes it: 1·ε + 0."""

    def sample(self, mu, logvar):
        epsilon = torch.randn_like(mu) * torch.tensor([1.0]) + torch.tensor([0.0])
        return mu + torch.exp(0.5 * logvar) * epsilon


def test_noise_of_keras_is_removed(tmp_path, capsys):
    torch.manual_seed(1)
    vae = KerasNoise(16, 4).eval()
    path = exported(vae, tmp_path / "vae.onnx", **NAMES, dynamic=True, do_constant_folding=False)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI)
    assert "mu Nx4 (what the noise was added to)" in capsys.readouterr().out
    pixels = np.stack([image for _, image in golden_images(1, 28, 28)])
    found = score(Interpreter(graph_of(folder)).double(), pixels)["reconstruction_nll"]
    assert np.allclose(found, reference(vae, pixels, Bernoulli())[:, 0], rtol=1e-5)
