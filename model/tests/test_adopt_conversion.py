"""What converters write around a VAE: adopted with the scores of the plain graph, or refused in words."""

import numpy as np
import onnx
import pytest
import torch
from handmade import Handmade
from onnx import TensorProto, helper, numpy_helper
from test_adopt import BERNOULLI, adopt, graph_of

from elbowatch_model.adoption.conversion import resize_modes
from elbowatch_model.bundle.golden import golden_images
from elbowatch_model.command import UserError
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.scoring import TERMS, score

OUTPUTS = ("recon", "mu", "logvar")


def terms(folder, shape=(1, 8, 8)):
    pixels = np.stack([image for _, image in golden_images(*shape)])
    found = score(Interpreter(graph_of(folder)).double(), pixels)
    return np.stack([found[term] for term in TERMS], 1)


@pytest.fixture(scope="module")
def plain_terms(tmp_path_factory):
    """The terms of the plain VAE: outputs recon, mu and logvar, no noise."""
    folder = tmp_path_factory.mktemp("plain")
    return terms(adopt(plain().saved(folder / "vae.onnx", *OUTPUTS), folder / "bundle", *BERNOULLI))


def plain(noise=False):
    vae = Handmade()
    if noise:
        vae.constant("half", 0.5)
        vae.add("Mul", "v half", "hv").add("Exp", "hv", "deviation").sampled("deviation")
    return vae.decoded("z" if noise else "mu").add("Identity", "v", "logvar")


def renamed(vae, old, new):
    """Gives the tensor another name, so that the old one is free for an output."""
    for node in vae.nodes:
        node.input[:] = [new if name == old else name for name in node.input]
        node.output[:] = [new if name == old else name for name in node.output]
    return vae


def identities(vae):
    for name in OUTPUTS:
        renamed(vae, name, f"{name}/inner").add("Identity", f"{name}/inner", name)


def casts(vae):
    for name in OUTPUTS:
        renamed(vae, name, f"{name}/inner").add("Cast", f"{name}/inner", name, to=TensorProto.FLOAT)


def unsqueezed(vae):
    vae.constant("places", [2, 3], np.int64)
    for name in OUTPUTS[1:]:
        renamed(vae, name, f"{name}/inner").add("Unsqueeze", [f"{name}/inner", "places"], name)


def one_squeezed(vae):
    vae.constant("places", [2, 3], np.int64)
    renamed(vae, "mu", "mu/inner").add("Unsqueeze", "mu/inner places", "mu")


def image_last(vae):
    vae.constant("image", [-1, 1, 8, 8], np.int64)
    renamed(vae, "recon", "flat/recon").add("Reshape", "flat/recon image", "nchw")
    vae.add("Transpose", "nchw", "recon", perm=[0, 2, 3, 1])


def cast_before_reshape(vae):
    vae.constant("image", [-1, 1, 8, 8], np.int64)
    renamed(vae, "recon", "flat/recon").add("Cast", "flat/recon", "cast", to=TensorProto.FLOAT)
    vae.add("Reshape", "cast image", "recon")


def computed_twice(vae):
    """The encoder's last layer appears twice, as after a merge of two graphs."""
    vae.nodes.insert(1, helper.make_node("MatMul", ["flat", "w_mu"], ["mu/again"]))
    for node in vae.nodes:
        if node.output[0] in ("h", "z"):
            node.input[:] = ["mu/again" if name == "mu" else name for name in node.input]


WRAPPERS = (identities, casts, unsqueezed, one_squeezed, image_last, cast_before_reshape, computed_twice)


@pytest.mark.parametrize("noise", [False, True], ids=["eval", "noise"])
@pytest.mark.parametrize("wrap", WRAPPERS, ids=lambda wrap: wrap.__name__)
def test_nodes_after_the_outputs_change_nothing(tmp_path, plain_terms, wrap, noise):
    vae = plain(noise)
    wrap(vae)
    folder = adopt(vae.saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path / "bundle", *BERNOULLI)
    assert np.allclose(terms(folder), plain_terms, rtol=1e-9)


def test_outputs_without_names_of_their_own(tmp_path, plain_terms):
    vae = plain(True)
    for old, new in zip(OUTPUTS, ("Identity:0", "Identity_1:0", "PartitionedCall/Identity_2:0")):
        renamed(vae, old, new)
    names = [name for node in vae.nodes for name in node.output if "Identity" in name]
    path = vae.saved(tmp_path / "vae.onnx", *names)
    assert np.allclose(terms(adopt(path, tmp_path / "bundle", *BERNOULLI)), plain_terms, rtol=1e-9)


@pytest.mark.parametrize("first", ["", None, -1, 0])
def test_a_batch_dimension_without_a_name(tmp_path, plain_terms, first):
    model = plain().model(*OUTPUTS)
    dimension = model.graph.input[0].type.tensor_type.shape.dim[0]
    dimension.Clear()
    if isinstance(first, int):
        dimension.dim_value = first
    path = tmp_path / "vae.onnx"
    onnx.save(model, str(path))
    assert np.allclose(terms(adopt(path, tmp_path / "bundle", *BERNOULLI)), plain_terms, rtol=1e-9)


@pytest.mark.parametrize("squeezed", ["axis", "all"])
def test_outputs_of_one_image_without_the_batch_dimension(tmp_path, plain_terms, squeezed):
    vae = plain()
    vae.constant("first", [0], np.int64)
    for name in OUTPUTS:
        renamed(vae, name, f"{name}/inner")
        vae.add("Squeeze", [f"{name}/inner", *["first"] * (squeezed == "axis")], name)
    path = vae.saved(tmp_path / "vae.onnx", *OUTPUTS, batch=1)
    assert np.allclose(terms(adopt(path, tmp_path / "bundle", *BERNOULLI)), plain_terms, rtol=1e-9)


def test_a_fixed_batch_in_a_shape_that_allows_zeros(tmp_path, plain_terms):
    vae = plain()
    renamed(vae, "recon", "recon/inner")
    vae.add("Constant", "", "shape", value_ints=[1, 1, 8, -1])
    vae.add("Reshape", "recon/inner shape", "recon", allowzero=1)
    path = vae.saved(tmp_path / "vae.onnx", *OUTPUTS, batch=1)
    assert np.allclose(terms(adopt(path, tmp_path / "bundle", *BERNOULLI)), plain_terms, rtol=1e-9)


def narrowed(vae, kind, keep_types):
    """As the fp16 converters write it: weights and nodes of another width, casts at the ends or not at all."""
    width = {"float16": TensorProto.FLOAT16, "double": TensorProto.DOUBLE}[kind]
    numbers = {"float16": np.float16, "double": np.float64}[kind]
    for weight in vae.weights:
        if weight.data_type == TensorProto.FLOAT:
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight).astype(numbers), weight.name))
    for node in vae.nodes:
        if node.op_type == "RandomNormalLike":
            node.attribute.append(helper.make_attribute("dtype", width))
    if not keep_types:
        vae.image_type = width
        return
    vae.nodes.insert(0, helper.make_node("Cast", ["x"], ["x/narrow"], to=width))
    vae.nodes[1].input[0] = "x/narrow"
    for name in OUTPUTS:
        renamed(vae, name, f"{name}/narrow").add("Cast", f"{name}/narrow", name, to=TensorProto.FLOAT)


@pytest.mark.parametrize("noise", [False, True], ids=["eval", "noise"])
@pytest.mark.parametrize("keep_types", [False, True])
@pytest.mark.parametrize("kind", ["float16", "double"])
def test_other_widths_become_float32(tmp_path, capsys, plain_terms, kind, keep_types, noise):
    vae = plain(noise)
    narrowed(vae, kind, keep_types)
    folder = adopt(vae.saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path / "bundle", *BERNOULLI)
    printed = capsys.readouterr().out
    assert "precision" in printed and {"float16": "float16", "double": "float64"}[kind] in printed
    assert "logits, the sigmoid at the end taken off" in printed
    assert np.allclose(terms(folder), plain_terms, rtol=5e-3 if kind == "float16" else 1e-6)


def test_quantised_weights_become_float32(tmp_path):
    vae = plain()
    weight = next(w for w in vae.weights if w.name == "w_mu")
    array = numpy_helper.to_array(weight)
    scale = (np.abs(array).max(0) / 127).astype(np.float32)
    steps = np.round(array / scale).astype(np.int8)
    weight.CopyFrom(numpy_helper.from_array(steps, "steps"))
    vae.constant("scale", scale), vae.constant("zero", np.zeros(4), np.int8)
    node = helper.make_node("DequantizeLinear", ["steps", "scale", "zero"], ["w_mu"], axis=1)
    vae.nodes.insert(0, node)
    folder = adopt(vae.saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path / "bundle", *BERNOULLI)
    expected = plain()
    weight = next(w for w in expected.weights if w.name == "w_mu")
    weight.CopyFrom(numpy_helper.from_array(steps * scale, "w_mu"))
    path = expected.saved(tmp_path / "expected.onnx", *OUTPUTS)
    wanted = terms(adopt(path, tmp_path / "expected", *BERNOULLI))
    assert np.allclose(terms(folder), wanted, rtol=1e-9)


def test_weights_quantised_inside_the_graph(tmp_path, plain_terms):
    vae = plain()
    weight = next(w for w in vae.weights if w.name == "w_mu")
    weight.name = "w"
    vae.constant("scale", np.abs(numpy_helper.to_array(weight)).max() / 127), vae.constant("zero", 0, np.int8)
    vae.nodes.insert(0, helper.make_node("QuantizeLinear", ["w", "scale", "zero"], ["steps"]))
    vae.nodes.insert(1, helper.make_node("DequantizeLinear", ["steps", "scale", "zero"], ["w_mu"]))
    folder = adopt(vae.saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path / "bundle", *BERNOULLI)
    assert np.allclose(terms(folder), plain_terms, rtol=0.05)


def refusal(path, tmp_path, *options):
    with pytest.raises(UserError) as refused:
        adopt(path, tmp_path / "bundle", *options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_rounded_activations_are_refused(tmp_path):
    vae = plain()
    vae.constant("scale", 0.1), vae.constant("zero", 0, np.int8)
    renamed(vae, "recon", "recon/inner")
    vae.add("QuantizeLinear", "recon/inner scale zero", "steps")
    path = vae.add("DequantizeLinear", "steps scale zero", "recon").saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "adopt the float model" in refusal(path, tmp_path, *BERNOULLI)


def test_a_graph_of_contradicting_types_is_refused_in_words(tmp_path):
    vae = plain()
    vae.add("Cast", "v", "whole", to=TensorProto.INT64)
    vae.nodes[-2].input[0] = "whole"  # logvar is the Identity of an integer
    vae.nodes.append(vae.nodes.pop(-2))
    message = refusal(vae.saved(tmp_path / "vae.onnx", *OUTPUTS), tmp_path, *BERNOULLI)
    assert "float32" in message


def upsampling(opset, factor, resize):
    """A decoder that enlarges 2 channels to 12x12 by Resize or Upsample."""
    vae = Handmade(shape=(1, 12, 12), opset=opset)
    side = 12 // factor
    vae.layer("mu", "dense", 4, 2 * side * side)
    vae.constant("places", [-1, 2, side, side], np.int64)
    vae.constant("kernel", vae.random.randn(1, 2, 3, 3))
    vae.constant("scales", [1, 1, factor, factor]), vae.constant("roi", [])
    vae.add("Reshape", "dense places", "small")
    resize(vae)
    vae.add("Conv", "large kernel", "c", pads=[1, 1, 1, 1]).add("Sigmoid", "c", "recon")
    return vae.add("Identity", "v", "logvar")


def keras(vae):
    mode = {"coordinate_transformation_mode": "tf_half_pixel_for_nn", "nearest_mode": "floor"}
    vae.add("Resize", "small roi scales", "large", mode="nearest", **mode)


def asymmetric(vae):
    mode = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    vae.add("Resize", ["small", "roi", "scales"], "large", mode="nearest", **mode)


def half_pixel(vae):
    vae.add("Resize", ["small", "roi", "scales"], "large", mode="nearest")


def half_pixel_up(vae):
    vae.add("Resize", ["small", "roi", "scales"], "large", mode="nearest", nearest_mode="round_prefer_ceil")


def resize_10(vae):
    vae.add("Resize", "small scales", "large", mode="nearest")


def upsample_9(vae):
    vae.add("Upsample", "small scales", "large", mode="nearest")


def sizes(vae):
    """As for an image whose size is computed in the graph."""
    side = 12
    vae.constant("none", []), vae.constant("two", [2], np.int64), vae.constant("to", [side, side], np.int64)
    vae.add("Shape", "small", "s").constant("start", [0], np.int64)
    vae.add("Slice", "s start two", "head").add("Concat", "head to", "size", axis=0)
    mode = {"coordinate_transformation_mode": "tf_half_pixel_for_nn", "nearest_mode": "floor"}
    vae.add("Resize", "small roi none size", "large", mode="nearest", **mode)


NEAREST = [(11, keras), (12, keras), (13, keras), (11, half_pixel), (13, half_pixel_up), (10, resize_10), (9, upsample_9),
           (11, sizes)]  # fmt: skip


@pytest.fixture(scope="module", params=[2, 3])
def enlarged(request, tmp_path_factory):
    """The factor, and the terms where the decoder repeats pixels in the form that needs no other one."""
    folder = tmp_path_factory.mktemp("enlarged")
    path = upsampling(13, request.param, asymmetric).saved(folder / "plain.onnx", *OUTPUTS)
    return request.param, terms(adopt(path, folder / "plain", *BERNOULLI), (1, 12, 12))


@pytest.mark.parametrize("opset, resize", NEAREST, ids=[f"{kind.__name__}-{opset}" for opset, kind in NEAREST])
def test_nearest_by_a_whole_factor_repeats_pixels(tmp_path, enlarged, opset, resize):
    factor, wanted = enlarged
    path = upsampling(opset, factor, resize).saved(tmp_path / "vae.onnx", *OUTPUTS)
    folder = adopt(path, tmp_path / "bundle", *BERNOULLI)
    modes = [a.s for node in graph_of(folder).graph.node if node.op_type == "Resize" for a in node.attribute]
    assert b"tf_half_pixel_for_nn" not in modes
    assert np.allclose(terms(folder, (1, 12, 12)), wanted, rtol=1e-9)


@pytest.mark.parametrize("scale", [2, 3, 1.5, 0.5, 0.3, 2.7])
def test_the_mode_of_keras_is_floor_of_the_pixel_centre(scale):
    """The rewritten Resize takes the pixel that TensorFlow takes: floor((i + 0.5) / scale)."""
    vae = Handmade(shape=(1, 1, 20))
    vae.constant("scales", [1, 1, 1, scale]), vae.constant("roi", [])
    mode = {"coordinate_transformation_mode": "tf_half_pixel_for_nn", "nearest_mode": "floor"}
    model = vae.add("Resize", "x roi scales", "y", mode="nearest", **mode).model("y")
    resize_modes(model.graph, 11)
    row = torch.arange(20.0).reshape(1, 1, 1, 20)
    (found,) = Interpreter(model, ["y"])(row)
    size = int(np.floor(20 * np.float32(scale)))
    expected = np.floor((np.arange(size) + 0.5) / np.float64(np.float32(scale))).clip(0, 19)
    assert np.array_equal(found.flatten().numpy(), expected)


@pytest.mark.parametrize("opset, kind, inputs", [(9, "Upsample", "small scales"), (10, "Resize", "small scales")])
def test_linear_before_opset_11_is_asymmetric(tmp_path, opset, kind, inputs):
    def old(vae):
        vae.add(kind, inputs, "large", mode="linear")

    def new(vae):
        vae.add("Resize", "small roi scales", "large", mode="linear", coordinate_transformation_mode="asymmetric")

    folders = []
    for name, version, resize in (("old", opset, old), ("new", 13, new)):
        path = upsampling(version, 2, resize).saved(tmp_path / f"{name}.onnx", *OUTPUTS)
        folders.append(adopt(path, tmp_path / name, *BERNOULLI))
    assert np.allclose(terms(folders[0], (1, 12, 12)), terms(folders[1], (1, 12, 12)), rtol=1e-9)


def test_another_rounding_of_the_mode_of_keras_is_refused(tmp_path):
    def ceil(vae):
        mode = {"coordinate_transformation_mode": "tf_half_pixel_for_nn", "nearest_mode": "ceil"}
        vae.add("Resize", "small roi scales", "large", mode="nearest", **mode)

    path = upsampling(11, 2, ceil).saved(tmp_path / "vae.onnx", *OUTPUTS)
    assert "opset_version=13" in refusal(path, tmp_path, *BERNOULLI)
