"""adopt.py writes normalisations so that float32 suffices, and refuses graphs for which it does not."""

import numpy as np
import pytest
import torch
from foreign_vaes import exported
from handmade import Handmade
from onnx import helper
from test_adopt import BERNOULLI, NAMES, adopt, graph_of
from torch import nn

from elbowatch_model.adoption.conversion import stable_normalisations
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.command import UserError
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.scoring import TERMS, score


class Normalised(nn.Module):
    """Convolutions with a normalisation after each."""

    shape = (1, 16, 16)

    def __init__(self, norm):
        super().__init__()
        self.down = nn.Sequential(
            nn.Conv2d(1, 8, 4, 2, 1), norm(8), nn.SiLU(), nn.Conv2d(8, 8, 4, 2, 1), norm(8), nn.SiLU(),
            nn.Conv2d(8, 8, 3, 1, 1), norm(8), nn.SiLU(), nn.Flatten(),
        )  # fmt: skip
        self.mu, self.logvar, self.back = nn.Linear(128, 4), nn.Linear(128, 4), nn.Linear(4, 128)
        self.up = nn.Sequential(
            nn.ConvTranspose2d(8, 8, 4, 2, 1), norm(8), nn.SiLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Sigmoid()
        )

    def encode(self, x):
        h = self.down(x)
        return 4 * self.mu(h), 3 * self.logvar(h)

    def forward(self, x):
        mean, log_variance = self.encode(x)
        return self.up(self.back(mean).view(-1, 8, 4, 4)), mean, log_variance


NORMS = {
    "instance": nn.InstanceNorm2d,
    "instance with scale": lambda c: nn.InstanceNorm2d(c, affine=True),
    "group": lambda c: nn.GroupNorm(4, c),
    "layer": lambda c: nn.GroupNorm(1, c),
}


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS.keys())
def test_a_normalised_vae_is_as_exact_as_others(tmp_path, norm):
    torch.manual_seed(1)
    vae = Normalised(norm).eval()
    with torch.no_grad():
        for parameter in vae.parameters():
            parameter.mul_(1.5)
    path = exported(vae, tmp_path / "vae.onnx", **NAMES, dynamic=True, opset=17)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI)
    model = graph_of(folder)
    pixels = np.stack([image for _, image in golden_images(1, 16, 16)])
    single, double = score(Interpreter(model), pixels), score(Interpreter(model).double(), pixels)
    for term in TERMS:
        assert np.abs(single[term] - double[term]).max() <= 2e-5 * max(1, np.abs(double[term]).max())
    with torch.no_grad():
        mean, log_variance = vae.double().encode(torch.from_numpy(pixels).double() / 255)
    kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
    # A black image is left out: its equal values are exactly 0 after the normalisation, and in torch they are not.
    assert np.allclose(double["kl"][1:], kl[1:], rtol=1e-6)


@pytest.mark.parametrize("shape", [(3, 4, 5), (2, 4, 3, 2), (2, 4, 6)])
@pytest.mark.parametrize(
    "version, kind, groups", [(17, "Instance", 4), (18, "Instance", 4), (18, "Group", 2), (21, "Group", 2)]
)
def test_the_stable_form_has_the_values_of_the_operator(version, kind, groups, shape):
    random = np.random.RandomState(1)
    count = groups if version < 21 else 4
    scale, bias = random.randn(count), random.randn(count)
    vae = Handmade()
    vae.nodes.clear(), vae.weights.clear()
    vae.constant("scale", scale), vae.constant("bias", bias)
    attributes = {"num_groups": groups} if kind == "Group" else {}
    vae.add(f"{kind}Normalization", "x scale bias", "y", epsilon=1e-3, **attributes)
    graph = vae.model("y").graph
    stable_normalisations(graph, version)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)])
    x = torch.from_numpy(random.randn(*shape) + 3)
    (found,) = Interpreter(model, ["y"]).double()(x)
    repeats = 4 // count
    if kind == "Group" and version < 21:
        scale, bias = np.repeat(scale, repeats), np.repeat(bias, repeats)
    scale, bias = (torch.from_numpy(values.astype(np.float32)).double() for values in (scale, bias))
    expected = torch.nn.functional.group_norm(x, groups, scale, bias, float(np.float32(1e-3)))
    assert torch.allclose(found, expected, rtol=1e-9)


def test_equal_values_become_exactly_the_bias():
    vae = Handmade()
    vae.nodes.clear(), vae.weights.clear()
    vae.constant("scale", [1, 2]), vae.constant("bias", [0, 0.5])
    graph = vae.add("InstanceNormalization", "x scale bias", "y").model("y").graph
    stable_normalisations(graph, 14)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    x = torch.full((1, 2, 37, 41), 1 / 3)
    (found,) = Interpreter(model, ["y"])(x)
    assert (found[0, 0].abs() < 1e-9).all() and ((found[0, 1] - 0.5).abs() < 1e-9).all()


def amplified(epsilon):
    """Pixels less their mean, divided by their deviation: for an image of one level both are rounding errors."""
    vae = Handmade(shape=(1, 7, 7))
    vae.nodes.clear(), vae.weights.clear()
    vae.constant("epsilon", epsilon)
    vae.add("Flatten", "x", "flat").add("ReduceMean", "flat", "m", axes=[1]).add("Sub", "flat m", "c")
    vae.add("Mul", "c c", "cc").add("ReduceMean", "cc", "var", axes=[1]).add("Add", "var epsilon", "ve")
    vae.add("Sqrt", "ve", "deviation").add("Div", "c deviation", "normal")
    vae.layer("normal", "mu", 49, 4).layer("normal", "logvar", 49, 4)
    return vae.decoded()


def test_a_graph_that_amplifies_rounding_is_refused(tmp_path):
    outputs = ("recon", "mu", "logvar")
    with pytest.raises(UserError, match=r"float32 and float64.*larger epsilon"):
        adopt(amplified(1e-14).saved(tmp_path / "a.onnx", *outputs), tmp_path / "bundle", *BERNOULLI)
    assert not (tmp_path / "bundle").exists()
    adopt(amplified(1e-3).saved(tmp_path / "b.onnx", *outputs), tmp_path / "bundle", *BERNOULLI)
