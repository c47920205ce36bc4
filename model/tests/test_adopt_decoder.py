"""adopt.py needs the range of a decoder's pixels, and refuses a decoder with a variance of its own."""

import json

import numpy as np
import pytest
from handmade import Handmade
from onnx import numpy_helper
from test_adopt import BERNOULLI, CONTINUOUS, adopt

from elbowatch_model.command import UserError

GAUSSIAN = ["--likelihood", "gaussian", "--sigma", "0.3"]
OUTPUTS = ("recon", "mu", "logvar")


def refusal(path, tmp_path, *options):
    with pytest.raises(UserError) as refused:
        adopt(path, tmp_path / "bundle", "--dry-run", *options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def vae(end, *more):
    found = Handmade().add("Identity", "v", "logvar").decoded(end=None)
    found.constant("one", 1), found.constant("two", 2), found.constant("half", 0.5), found.constant("most", 255)
    found.constant("minus", -1)
    end(found)
    return found


def tanh(graph):
    graph.add("Tanh", "h", "recon")


def tanh_reshaped(graph):
    graph.constant("image", [-1, 1, 8, 8], np.int64)
    graph.add("Tanh", "h", "t").add("Reshape", "t image", "recon")


def hard_tanh(graph):
    graph.add("Clip", "h minus one", "recon")


def sigmoid_to_signed(graph):
    graph.add("Sigmoid", "h", "s").add("Mul", "s two", "s2").add("Sub", "s2 one", "recon")


def sigmoid_to_bytes(graph):
    graph.add("Sigmoid", "h", "s").add("Mul", "s most", "recon")


def tanh_to_unit(graph):
    graph.add("Tanh", "h", "t").add("Mul", "t half", "t2").add("Add", "t2 half", "recon")


def clipped(graph):
    graph.constant("zero", 0)
    graph.add("Clip", "h zero one", "recon")


def linear_bytes(graph):
    graph.constant("shift", 120)
    graph.add("Add", "h shift", "recon")


def linear(graph):
    graph.add("Mul", "h half", "recon")


SIGNED = [tanh, tanh_reshaped, hard_tanh, sigmoid_to_signed]


@pytest.mark.parametrize(
    "likelihood", [BERNOULLI, CONTINUOUS, GAUSSIAN], ids=["bernoulli", "continuous-bernoulli", "gaussian"]
)
@pytest.mark.parametrize("end", SIGNED, ids=lambda end: end.__name__)
def test_a_decoder_in_another_range_needs_the_range(tmp_path, end, likelihood):
    path = vae(end).saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "--range=-1..1" in refusal(path, tmp_path, *likelihood)
    assert "--range=-1..1" in refusal(path, tmp_path, *likelihood, "--reconstruction-is", "input")
    adopt(path, tmp_path / "bundle", "--dry-run", *likelihood, "--range=-1..1")
    adopt(path, tmp_path / "bundle", "--dry-run", *likelihood, "--range=0..1")


@pytest.mark.parametrize("end", [sigmoid_to_bytes, linear_bytes], ids=lambda end: end.__name__)
def test_bytes_need_the_range(tmp_path, end):
    found = vae(end)
    for weight in found.weights[:2]:  # of the encoder, which takes bytes
        weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight) / 255, weight.name))
    path = found.saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "--range=0..255" in refusal(path, tmp_path, *GAUSSIAN)
    adopt(path, tmp_path / "bundle", "--dry-run", *GAUSSIAN, "--range=0..255")


def test_numbers_that_overflow_are_named(tmp_path):
    path = vae(linear_bytes).saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "is infinite in float32" in refusal(path, tmp_path, *GAUSSIAN, "--range=0..255")


@pytest.mark.parametrize("end", [tanh_to_unit, clipped, linear], ids=lambda end: end.__name__)
def test_a_decoder_in_the_range_needs_no_option(tmp_path, end):
    adopt(vae(end).saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path / "bundle", "--dry-run", *GAUSSIAN)


@pytest.mark.parametrize("end", [tanh_to_unit, clipped], ids=lambda end: end.__name__)
def test_pixels_in_0_to_1_are_not_taken_for_those_of_the_input(tmp_path, capsys, end):
    path = vae(end).saved(tmp_path / "vae.onnx", *OUTPUTS)
    adopt(path, tmp_path / "bundle", "--dry-run", *GAUSSIAN, "--range=-1..1")
    assert "probabilities" in capsys.readouterr().out


def test_a_range_that_the_decoder_contradicts(tmp_path):
    path = vae(tanh).saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "the --range of both" in refusal(path, tmp_path, *GAUSSIAN, "--range=0..255")


def split_variance(graph):
    graph.layer("mu", "d", 4, 128)
    graph.add("Split", "d", "recon second", axis=1)


def own_head(graph):
    graph.layer("mu", "second", 4, 64).add("Sigmoid", "h", "recon")


def own_head_of_deviations(graph):
    graph.layer("mu", "w", 4, 64).add("Softplus", "w", "second").add("Sigmoid", "h", "recon")


def of_every_image(graph):
    graph.layer("mu", "second", 4, 1).add("Sigmoid", "h", "recon")


@pytest.mark.parametrize("name", ["second", "recon_logvar", "x_sigma"])
@pytest.mark.parametrize(
    "likelihood", [BERNOULLI, CONTINUOUS, GAUSSIAN], ids=["bernoulli", "continuous-bernoulli", "gaussian"]
)
@pytest.mark.parametrize("head", [split_variance, own_head, own_head_of_deviations], ids=lambda head: head.__name__)
def test_a_variance_of_every_pixel_is_refused(tmp_path, head, likelihood, name):
    path = vae(head).add("Identity", "second", name + "_").saved(tmp_path / "vae.onnx", *OUTPUTS, name + "_")
    options = [*likelihood, "--reconstruction", "recon"]
    assert f"--ignore {name}_" in refusal(path, tmp_path, *options)
    if head is own_head and name == "second":
        adopt(path, tmp_path / "bundle", "--dry-run", *options, "--ignore", name + "_")


def test_the_reconstruction_is_not_the_output_named_like_a_variance(tmp_path):
    path = vae(own_head).add("Identity", "second", "recon_logvar").saved(tmp_path / "a.onnx", *OUTPUTS, "recon_logvar")
    assert "--ignore recon_logvar" in refusal(path, tmp_path, *BERNOULLI)


def test_a_variance_of_every_image_is_refused(tmp_path):
    path = vae(of_every_image).add("Identity", "second", "x_logvar").saved(tmp_path / "a.onnx", *OUTPUTS, "x_logvar")
    assert "--ignore x_logvar" in refusal(path, tmp_path, *GAUSSIAN)


@pytest.mark.parametrize("name", ["log_sigma_x", "c"])
def test_a_learned_sigma_has_to_be_given(tmp_path, name):
    graph = vae(clipped)
    graph.constant("parameter", -1.5)
    path = graph.add("Identity", "parameter", name).saved(tmp_path / "vae.onnx", *OUTPUTS, name)
    message = refusal(path, tmp_path, *GAUSSIAN)
    assert "-1.5" in message and "--sigma" in message and f"--ignore {name}" in message
    folder = adopt(path, tmp_path / "bundle", "--likelihood", "gaussian", "--sigma", "0.2231", "--ignore", name)
    assert json.loads((folder / "manifest.json").read_text())["likelihood"]["sigma"] == pytest.approx(0.2231)


def test_a_decoder_of_twice_the_pixels_is_refused_in_words(tmp_path):
    graph = Handmade().add("Identity", "v", "logvar").layer("mu", "both", 4, 128)
    path = graph.saved(tmp_path / "vae.onnx", "both", "mu", "logvar")
    assert "both has twice as many" in refusal(path, tmp_path, *GAUSSIAN)


def same_pixels(graph):
    graph.constant("image", [-1, 8, 8], np.int64)
    graph.add("Sigmoid", "h", "recon").add("Reshape", "recon image", "picture").add("Identity", "h", "logits")
    graph.add("Mul", "recon most", "bytes").add("Sub", "recon flat", "error")
    graph.constant("every", [1], np.int64)
    graph.add("ReduceSum", "error every", "loss").add("Exp", "v", "z_variance").add("Identity", "mu", "z")


def test_other_outputs_are_ignored(tmp_path, capsys):
    more = ("picture", "logits", "bytes", "error", "loss", "z")
    path = vae(same_pixels).saved(tmp_path / "vae.onnx", *OUTPUTS, *more)
    adopt(path, tmp_path / "bundle", "--dry-run", *BERNOULLI, "--reconstruction", "recon")
    assert "ignored         " + ", ".join(more) in capsys.readouterr().out


def test_an_absent_output_cannot_be_ignored(tmp_path):
    path = vae(clipped).saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "no tensor nothing" in refusal(path, tmp_path, *GAUSSIAN, "--ignore", "nothing")
