"""adopt.py takes a tensor for log σ² only if nothing speaks for σ, σ² or log σ."""

import base64

import numpy as np
import onnx
import pytest
from handmade import Handmade
from test_adopt import BERNOULLI, adopt

from elbowatch_model.bundle import files
from elbowatch_model.command import UserError


def half_exp(vae, name):
    vae.constant("half", 0.5)
    vae.add("Mul", "v half", "v2").add("Exp", "v2", name)


def exp(vae, name):
    vae.add("Exp", "v", name)


def softplus(vae, name):
    vae.add("Softplus", "v", name)


def softplus_offset(vae, name):
    vae.constant("tiny", 1e-6)
    vae.add("Softplus", "v", "positive").add("Add", "positive tiny", name)


def written_softplus(vae, name):
    vae.constant("one", 1)
    vae.add("Exp", "v", "e").add("Add", "e one", "e1").add("Log", "e1", name)


def root_of_exp(vae, name):
    vae.add("Exp", "v", "variance").add("Sqrt", "variance", name)


def power_of_exp(vae, name):
    vae.constant("half", 0.5)
    vae.add("Exp", "v", "variance").add("Pow", "variance half", name)


def absolute(vae, name):
    vae.add("Abs", "v", name)


def relu(vae, name):
    vae.add("Relu", "v", name)


def elu_plus_one(vae, name):
    vae.constant("one", 1)
    vae.add("Elu", "v", "elu").add("Add", "one elu", name)


def scaled_sigmoid(vae, name):
    vae.constant("most", 3), vae.constant("least", 0.01)
    vae.add("Sigmoid", "v", "s").add("Mul", "s most", "s3").add("Add", "s3 least", name)


def square(vae, name):
    vae.add("Mul", "v v", name)


def clipped(vae, name):
    vae.constant("least", 1e-3), vae.constant("most", 10)
    vae.add("Exp", "v", "e").add("Clip", "e least most", name)


def reshaped(vae, name):
    vae.constant("shape", [-1, 4], np.int64)
    vae.add("Softplus", "v", "s").add("Reshape", "s shape", "r").add("Identity", "r", name)


POSITIVE = (
    half_exp, exp, softplus, softplus_offset, written_softplus, root_of_exp, power_of_exp, absolute, relu,
    elu_plus_one, scaled_sigmoid, square, clipped, reshaped,
)  # fmt: skip


def refusal(path, tmp_path, *options):
    with pytest.raises(UserError) as refused:
        adopt(path, tmp_path / "bundle", *BERNOULLI, "--dry-run", *options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("name", ["sigma", "logvar"])
@pytest.mark.parametrize("spread", POSITIVE, ids=lambda spread: spread.__name__)
def test_what_is_never_negative_is_not_log_variance(tmp_path, spread, name):
    vae = Handmade().decoded()
    spread(vae, name)
    message = refusal(vae.saved(tmp_path / "vae.onnx", "recon", "mu", name), tmp_path)
    assert name in message and "log σ²" in message
    assert "--log-variance" in message or "export log σ²" in message


@pytest.mark.parametrize("spread", [half_exp, exp, clipped], ids=lambda spread: spread.__name__)
def test_the_logarithm_inside_the_graph_is_named(tmp_path, spread):
    vae = Handmade().decoded()
    spread(vae, "sigma")
    path = vae.saved(tmp_path / "vae.onnx", "recon", "mu", "sigma")
    assert "--log-variance v " in refusal(path, tmp_path)
    assert "σ or σ²" in refusal(path, tmp_path, "--log-variance", "sigma")
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI, "--log-variance", "v")
    assert files.read_json(folder / "manifest.json")["provenance"]["adopted"]["logVariance"] == "v"


@pytest.mark.parametrize("spread", [relu, softplus], ids=lambda spread: spread.__name__)
def test_an_activation_may_be_log_variance_if_the_user_says_so(tmp_path, spread):
    vae = Handmade().decoded()
    spread(vae, "out3")
    path = vae.saved(tmp_path / "vae.onnx", "recon", "mu", "out3")
    adopt(path, tmp_path / "bundle", *BERNOULLI, "--log-variance", "out3")


@pytest.mark.parametrize(
    "name",
    ["std", "z_std", "stddev", "sigma", "z_sigma", "log_sigma", "logstd", "log_std", "log_scale", "posteriorStd", "scale",
     "var", "z_var", "variance", "precision", "σ", "sd"],
)  # fmt: skip
def test_a_name_that_fits_another_parameter_has_to_be_confirmed(tmp_path, name):
    vae = Handmade().decoded().add("Identity", "v", name)
    path = vae.saved(tmp_path / "vae.onnx", "recon", "mu", name)
    assert f"--log-variance {name}" in refusal(path, tmp_path)
    adopt(path, tmp_path / "bundle", *BERNOULLI, "--dry-run", "--log-variance", name)


@pytest.mark.parametrize(
    "name",
    ["logvar", "log_var", "z_log_var", "log_variance", "logVariance", "log_sigma2", "log_sigma_sq", "log_sigma_squared",
     "lnvar", "ln_var", "lv", "z_logvar", "logσ²", "log-var", "var_12", "output_2", "Identity_2:0", "26"],
)  # fmt: skip
def test_a_name_of_log_variance_or_none_is_taken(tmp_path, name):
    vae = Handmade().decoded().add("Identity", "v", name)
    adopt(vae.saved(tmp_path / "vae.onnx", "recon", "mu", name), tmp_path / "bundle", *BERNOULLI, "--dry-run")


def test_what_nothing_shows_is_said(tmp_path, capsys):
    vae = Handmade().decoded()
    adopt(vae.saved(tmp_path / "vae.onnx", "recon", "mu", "v"), tmp_path / "bundle", *BERNOULLI, "--dry-run")
    assert "though nothing in the graph shows it" in capsys.readouterr().out


@pytest.mark.parametrize("weight", ["encoder.fc_std.weight", "z_log_sigma/kernel", "fc_logstd.weight"])
def test_the_name_of_the_layer_counts_where_the_output_has_none(tmp_path, weight):
    vae = Handmade().decoded().layer("flat", "c", 64, 4, weight)
    path = vae.saved(tmp_path / "vae.onnx", "recon", "mu", "c")
    assert weight in refusal(path, tmp_path)


def test_half_of_a_tensor_may_be_log_deviation(tmp_path):
    vae = Handmade().decoded()
    vae.constant("two", 2)
    path = vae.add("Div", "v two", "c").saved(tmp_path / "vae.onnx", "recon", "mu", "c")
    message = refusal(path, tmp_path)
    assert "half of v" in message and "--log-variance v" in message


def test_log_deviation_whose_exponential_is_a_deviation(tmp_path):
    vae = Handmade().decoded()
    path = vae.add("Exp", "v", "std").saved(tmp_path / "vae.onnx", "recon", "mu", "v", "std")
    assert "std is its exponential" in refusal(path, tmp_path)


def test_the_logarithm_of_a_softplus_is_unclear(tmp_path):
    vae = Handmade().decoded().add("Softplus", "v", "s").add("Log", "s", "c")
    assert "logarithm of s" in refusal(vae.saved(tmp_path / "vae.onnx", "recon", "mu", "c"), tmp_path)


def test_log_variance_next_to_the_deviation_made_of_it_is_found(tmp_path, capsys):
    vae = Handmade().decoded()
    half_exp(vae, "d")
    path = vae.add("Identity", "v", "c").saved(tmp_path / "vae.onnx", "recon", "mu", "d", "c")
    adopt(path, tmp_path / "bundle", *BERNOULLI, "--dry-run")
    printed = capsys.readouterr().out
    assert "log variance    c (" in printed and "exp of its half" in printed


@pytest.mark.parametrize("name", ["sigma", "c"])
def test_sampling_shows_log_variance_whatever_its_name(tmp_path, name):
    vae = Handmade()
    half_exp(vae, "deviation")
    vae.sampled("deviation").decoded("z").add("Identity", "v", name)
    adopt(vae.saved(tmp_path / "vae.onnx", "recon", "mu", name), tmp_path / "bundle", *BERNOULLI, "--dry-run")


@pytest.mark.parametrize("name", ["logvar", "c"])
@pytest.mark.parametrize("layout", ["", "Reshape", "Transpose"])
def test_sampling_shows_log_deviation_whatever_its_name_and_layout(tmp_path, name, layout):
    vae = Handmade()
    exp(vae, "deviation")
    vae.sampled("deviation").decoded("z")
    vae.constant("shape", [-1, 2, 2, 1], np.int64)
    vae.add("Reshape", "v shape", "v4").add("Reshape", "mu shape", "mean")
    if layout == "Transpose":
        vae.add("Transpose", "v4", name, perm=[0, 3, 1, 2])
        vae.add("Transpose", "mean", "mean_t", perm=[0, 3, 1, 2])
    else:
        vae.add("Identity", "v4" if layout else "v", name)
    outputs = {"": "mu", "Reshape": "mean", "Transpose": "mean_t"}
    message = refusal(vae.saved(tmp_path / "vae.onnx", "recon", outputs[layout], name), tmp_path)
    assert "log σ, not log σ²" in message


def test_noise_that_is_a_constant_of_the_graph(tmp_path):
    vae = Handmade()
    half_exp(vae, "deviation")
    vae.constant("eps", np.random.RandomState(1).randn(1, 4))
    vae.add("Mul", "deviation eps", "noise").add("Add", "mu noise", "z").decoded("z")
    path = vae.add("Identity", "v", "logvar").saved(tmp_path / "vae.onnx", "recon", "mu", "logvar")
    assert "depends on logvar" in refusal(path, tmp_path)


def test_every_refusal_keeps_the_kl_right(tmp_path):
    """The tensor that the message names gives the kl of its definition."""
    vae = Handmade().decoded()
    half_exp(vae, "sigma")
    path = vae.saved(tmp_path / "vae.onnx", "recon", "mu", "sigma")
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI, "--log-variance", "v")
    golden = files.read_json(folder / "golden.json")["images"][6]
    x = np.frombuffer(base64.b64decode(golden["pixels"]), np.uint8).reshape(1, 64) / 255
    weights = {w.name: onnx.numpy_helper.to_array(w).astype(np.float64) for w in vae.weights}
    mean, log_variance = x @ weights["w_mu"], x @ weights["w_v"]
    kl = 0.5 * (mean**2 + np.exp(log_variance) - 1 - log_variance).sum()
    assert golden["terms"]["kl"] == pytest.approx(kl, rel=1e-6)
