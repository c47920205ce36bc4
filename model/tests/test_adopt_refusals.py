"""adopt.py refuses unsuitable models; the message says why and what to do."""

import numpy as np
import onnx
import pytest
import torch
from foreign_vaes import Convolutional, Spatial, Tutorial, exported, made
from onnx import TensorProto, helper, numpy_helper
from test_adopt import BERNOULLI, NAMES, adopt

from elbowatch_model.bundle import files, golden
from elbowatch_model.command import UserError


@pytest.fixture(scope="module")
def small_file(tmp_path_factory):
    """The tutorial's VAE with a 3-dimensional latent."""
    path = tmp_path_factory.mktemp("small") / "small.onnx"
    torch.manual_seed(1)
    return exported(Tutorial(8, 3).eval(), path, **NAMES, dynamic=True)


@pytest.fixture
def small(small_file):
    """A model to damage."""
    return onnx.load(small_file)


@pytest.fixture
def refused(tmp_path):
    def refused(model, *facts, options=BERNOULLI):
        path = model
        if isinstance(model, onnx.ModelProto):
            path = tmp_path / "damaged.onnx"
            path.write_bytes(model.SerializeToString())
        with pytest.raises(UserError) as refusal:
            adopt(path, tmp_path / "bundle", *options)
        assert all(fact in str(refusal.value) for fact in facts), refusal.value
        assert "\n" not in str(refusal.value)
        assert not (tmp_path / "bundle").exists()

    return refused


def export_of(module, tmp_path, shape=(1, 28, 28), **options):
    module.shape = shape
    torch.manual_seed(1)
    return exported(module.eval(), tmp_path / "vae.onnx", **{**NAMES, **options})


class Changed(Tutorial):
    """The tutorial's VAE, with its outputs changed by a function of (x̂, μ, log σ²)."""

    def __init__(self, change):
        super().__init__(8, 3)
        self.change = change

    def forward(self, x):
        return self.change(*super().forward(x))


def test_files_that_are_no_model(refused, tmp_path):
    refused(tmp_path / "none.onnx", "there is no")
    (tmp_path / "text.onnx").write_text("this is no model")
    refused(tmp_path / "text.onnx", "not an ONNX model")


def test_external_data(refused, small, tmp_path):
    path = tmp_path / "outside.onnx"
    onnx.save(small, str(path), save_as_external_data=True, size_threshold=0)
    refused(path, "another file", "onnx.save(onnx.load(")
    onnx.save(onnx.load(str(path)), str(tmp_path / "whole.onnx"))
    adopt(tmp_path / "whole.onnx", tmp_path / "bundle", *BERNOULLI)


def test_custom_domain(refused, small):
    small.graph.node[2].domain = "com.example"
    refused(small, "com.example", small.graph.node[2].op_type)


def test_unknown_operator(refused, small):
    relu = next(node for node in small.graph.node if node.op_type == "Relu")
    relu.op_type = "Hardmax"
    refused(small, "Hardmax", relu.name, "onnx_graph/operators")


def test_weights_that_are_not_finite(refused, small):
    weight = next(i for i in small.graph.initializer if len(i.dims) == 2)
    array = numpy_helper.to_array(weight).copy()
    array[0, :2] = np.nan
    weight.CopyFrom(numpy_helper.from_array(array, weight.name))
    refused(small, "2 values", weight.name, "not finite")


def test_integer_input(refused, small):
    small.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8
    refused(small, "input x is uint8", "float32", "--range")


def test_opset_of_the_future(refused, small):
    small.opset_import[0].version = 99
    refused(small, "opset 99", "opset_version=17")


def test_autoencoder_without_latents(refused, tmp_path):
    path = export_of(Changed(lambda x, mean, log_variance: x), tmp_path, outputs=["recon"])
    refused(path, "no μ and log σ²", "recon Nx784", "--mean", "--log-variance")


def test_latents_inside_the_graph_can_be_named(tmp_path):
    path = export_of(Changed(lambda x, mean, log_variance: x), tmp_path, outputs=["recon"])
    gemms = [node.output[0] for node in onnx.load(path).graph.node if node.op_type == "Gemm"]
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI, "--mean", gemms[1], "--log-variance", gemms[2])
    assert files.read_json(folder / "manifest.json")["latentSize"] == 3


def test_names_that_the_graph_does_not_have(refused, small):
    refused(small, "no tensor nu", "recon, mu, logvar", options=[*BERNOULLI, "--mean", "nu"])
    refused(small, "no input y", "x", options=[*BERNOULLI, "--input", "y"])


def test_latents_exchanged(refused, small):
    options = [*BERNOULLI, "--mean", "logvar", "--log-variance", "mu"]
    refused(small, "does not depend on logvar", "exchanged", options=options)


@pytest.mark.parametrize("change, meaning", [(lambda v: v / 2, "log σ,"), (lambda v: torch.exp(v), "σ²,")])
def test_spread_that_is_not_log_variance(refused, tmp_path, change, meaning):
    path = export_of(Changed(lambda x, mean, log_variance: (x, mean, change(log_variance))), tmp_path)
    refused(path, f"logvar is {meaning}", "export log σ²")


def test_latents_of_different_shapes(refused, tmp_path):
    path = export_of(Changed(lambda x, mean, log_variance: (x, mean, log_variance[:, :2])), tmp_path)
    refused(path, "no μ and log σ²")
    refused(path, "of one shape", options=[*BERNOULLI, "--mean", "mu", "--log-variance", "logvar"])


def test_reconstruction_of_another_size(refused, small):
    refused(small, "--size says 14 for 28", options=[*BERNOULLI, "--size", "14x28"])
    refused(small, "784 numbers", "mu does not", options=[*BERNOULLI, "--reconstruction", "mu"])


def test_no_output_is_a_reconstruction(refused, tmp_path):
    path = export_of(Changed(lambda x, mean, log_variance: (x[:, ::2], mean, log_variance)), tmp_path)
    refused(path, "no output is a reconstruction", "recon Nx392")


class FixedInside(Tutorial):
    def forward(self, x):
        found, mean, log_variance = super().forward(x)
        return found, mean + torch.cat([torch.ones(1, 3)]) * mean.new_zeros(2, 3), log_variance


def test_batch_size_that_is_fixed_inside(refused, tmp_path):
    path = exported(FixedInside(8, 3).eval(), tmp_path / "vae.onnx", torch.zeros(2, 1, 28, 28), **NAMES)
    refused(path, "2 images at a time", "dynamic_axes")


def test_images_that_are_mixed(refused, tmp_path):
    def mixed(x, mean, log_variance):
        return x, mean, log_variance + mean.mean(0, keepdim=True).detach()

    vae = Changed(mixed)
    vae.noise = False
    refused(export_of(vae, tmp_path, dynamic=True), "batch mates", "model.eval()")


def test_images_that_are_mixed_where_there_is_one_golden_image(refused, tmp_path, monkeypatch):
    monkeypatch.setattr(golden, "golden_count", lambda *shape: 1)
    test_images_that_are_mixed(refused, tmp_path)


def test_batch_normalisation_in_training_mode(refused, tmp_path):
    training = {"training": torch.onnx.TrainingMode.TRAINING, "do_constant_folding": False}
    path = exported(Convolutional(), tmp_path / "vae.onnx", **NAMES, opset=14, **training)
    refused(path, "BatchNormalization", "training mode", options=[*BERNOULLI, "--range=-1..1"])


class Noisy(Tutorial):
    """Noise that is not that of a VAE."""

    def __init__(self, noise):
        super().__init__(8, 3)
        self.disturb = noise

    def sample(self, mu, logvar):
        return self.disturb(mu)


@pytest.mark.parametrize(
    "noise, facts",
    [
        (lambda mu: mu + torch.rand_like(mu), ("RandomUniformLike", "N(0, 1)")),
        (lambda mu: mu + torch.exp(torch.randn_like(mu)), ("(Exp)", "export the model with z = μ")),
        (lambda mu: mu * (1 + torch.randn_like(mu)), ("(Add)", "z = μ")),
    ],
)
def test_noise_that_cannot_be_removed(refused, tmp_path, noise, facts):
    refused(export_of(Noisy(noise), tmp_path), *facts)


def test_several_latents(refused, tmp_path):
    def hierarchical(mu):
        return torch.tanh(mu + torch.randn_like(mu)) + torch.randn_like(mu)

    refused(export_of(Noisy(hierarchical), tmp_path), "noise is added in 2 places", "one latent")


def test_reconstruction_of_another_kind(refused, small, tmp_path):
    refused(small, "ends in a Sigmoid", options=[*BERNOULLI, "--reconstruction-is", "logits"])
    path = export_of(Changed(lambda x, mean, log_variance: (x + 1, mean, log_variance)), tmp_path)
    refused(path, "no probabilities", options=[*BERNOULLI, "--reconstruction-is", "probabilities"])


def test_layout_and_size_that_are_open(refused, tmp_path):
    def model_of(shape):
        value = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
        out = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [value], [out])
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])

    refused(model_of(["N", 3, 8, 3]), "Nx3x8x3".replace("N", "?"), "--layout")
    refused(model_of(["N", 1, None, None]), "--size")
    refused(model_of(["N", 4, 8, 8]), "--layout")
    refused(model_of(["N", 783]), "783 numbers", "--size")
    refused(model_of(["N", 1, 1, 8, 8]), "Nx1x28x28")


@pytest.mark.parametrize(
    "options, fact",
    [
        (["--likelihood", "gaussian"], "--sigma"),
        ([*BERNOULLI, "--sigma", "1"], "--sigma"),
        ([*BERNOULLI, "--box", "29"], "1 to 28"),
        ([*BERNOULLI, "--size", "28"], "HEIGHTxWIDTH"),
        ([*BERNOULLI, "--beta", "0"], "positive"),
        ([*BERNOULLI, "--name", "a/b"], "cannot name"),
        ([*BERNOULLI, "--range=-1..1", "--input-std", "2"], "one of them"),
        ([*BERNOULLI, "--input-mean", "0,0"], "1 or 1 numbers"),
        ([*BERNOULLI, "--input-std", "x"], "0.5,0.5,0.5"),
        ([*BERNOULLI, "--colour", "RGB"], "--colour says 3 for 1"),
    ],
)
def test_options_that_contradict(refused, small, options, fact):
    refused(small, fact, options=options)


def test_bundle_that_was_trained_here_is_not_overwritten(tmp_path):
    before = {"provenance": {"epochs": 3}}
    files.write_json(tmp_path / "bundle/manifest.json", before)
    path = exported(made(Spatial), tmp_path / "vae.onnx", **NAMES)
    with pytest.raises(UserError, match="trained here"):
        adopt(path, tmp_path / "bundle", *BERNOULLI)
    assert files.read_json(tmp_path / "bundle/manifest.json") == before
