import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from backbones import MobileNetLike, ResNetLike, TensorFlowPadded, VggLike, changed, exported, network
from elbowatch_model.command import UserError
from elbowatch_model.places import backbone as backbone_module
from elbowatch_model.places.backbone import TapFeatures, backbone_of
from elbowatch_model.places.normalisation import Normalisation
from elbowatch_model.places.options import PlaceOptions

SIZE = (64, 96)
OPTIONS = PlaceOptions()
KINDS = {"resnet": ResNetLike, "mobilenet": MobileNetLike, "vgg": VggLike}


def found(tmp_path, kind, size=SIZE, **changes):
    return backbone_of(exported(network(kind), tmp_path / "net.onnx"), size, OPTIONS, **changes)


def refused(path, match, size=SIZE, **changes):
    with pytest.raises(UserError, match=match):
        backbone_of(path, size, OPTIONS, **changes)


@pytest.mark.parametrize("kind, channels", [("resnet", [16]), ("mobilenet", [12, 20]), ("vgg", [12])])
def test_taps_are_the_last_of_each_stage_at_stride_16(tmp_path, kind, channels):
    taps = found(tmp_path, KINDS[kind]).taps
    assert [t.channels for t in taps] == channels
    assert all((t.stride, t.height, t.width) == (16, 4, 6) for t in taps)


def test_taps_of_other_strides_are_found(tmp_path):
    path = exported(network(ResNetLike), tmp_path / "net.onnx")
    taps = backbone_of(path, SIZE, PlaceOptions(tap_strides=(4, 8, 16, 32))).taps
    assert [(t.channels, t.stride) for t in taps] == [(4, 4), (8, 8), (16, 16), (32, 32)]


def test_a_tap_has_the_activation_after_the_sum(tmp_path):
    module = network(ResNetLike)
    taps = found(tmp_path, ResNetLike, normalisation=Normalisation((0.0,) * 3, (1.0,) * 3))
    image = torch.randint(0, 256, (2, 3, *SIZE), dtype=torch.uint8)
    with torch.no_grad():
        expected = module.stages[:3](module.stem(image.float()))
        (values,) = TapFeatures(taps)(image)
    assert torch.allclose(values, expected, rtol=1e-4, atol=1e-4)


def test_what_follows_the_last_tap_is_cut_off(tmp_path):
    graph = found(tmp_path, ResNetLike).model.graph
    assert not {node.op_type for node in graph.node} & {"Softmax", "Gemm", "MatMul", "ReduceMean"}
    assert not any(numpy_helper.to_array(i).shape[:1] == (32,) for i in graph.initializer)


def test_padding_goes_into_the_convolutions(tmp_path):
    module, graph = network(MobileNetLike), found(tmp_path, MobileNetLike)
    assert {node.op_type for node in graph.model.graph.node} <= {"Conv", "Clip", "Add", "Relu"}
    image = torch.randint(0, 256, (2, 3, *SIZE), dtype=torch.uint8)
    with torch.no_grad():
        *_, last = TapFeatures(graph)(image)
        assert torch.allclose(last, module.blocks(image / 127.5 - 1), rtol=1e-4, atol=1e-5)


def test_grey_is_repeated_to_three_channels(tmp_path):
    features = TapFeatures(found(tmp_path, ResNetLike))
    grey = torch.randint(0, 256, (2, 1, *SIZE), dtype=torch.uint8)
    with torch.no_grad():
        assert torch.equal(features(grey)[0], features(grey.repeat(1, 3, 1, 1))[0])


def test_the_normalisation_is_detected(tmp_path):
    assert found(tmp_path, MobileNetLike).normalisation.mean == (127.5,) * 3
    imagenet = found(tmp_path, ResNetLike).normalisation
    assert imagenet.mean == pytest.approx((123.675, 116.28, 103.53))
    assert imagenet.deviation == pytest.approx((58.395, 57.12, 57.375))


def test_bgr_is_turned_round(tmp_path):
    path = exported(network(ResNetLike), tmp_path / "net.onnx")
    rgb, bgr = (
        TapFeatures(backbone_of(path, SIZE, OPTIONS, (), Normalisation((1.0, 2.0, 3.0), (1.0, 1.0, 1.0), order)))
        for order in ("RGB", "BGR")
    )
    image = torch.randint(0, 256, (1, 3, *SIZE), dtype=torch.uint8)
    with torch.no_grad():
        expected = rgb.network(bgr.entry(image))
        assert torch.equal(bgr(image)[0], expected[0])
        assert torch.equal(bgr.entry(image), rgb.entry(image).flip(1))


def test_channels_last_are_taken(tmp_path):
    class ChannelsLast(ResNetLike):
        def forward(self, x):
            return super().forward(x.permute(0, 3, 1, 2))

    module, path = network(ChannelsLast), tmp_path / "net.onnx"
    torch.onnx.export(module, torch.zeros(1, *SIZE, 3), str(path), input_names=["image"], opset_version=13)
    normalisation = Normalisation((0.0,) * 3, (1.0,) * 3)
    last = backbone_of(path, SIZE, OPTIONS, (), normalisation)
    image = torch.randint(0, 256, (1, 3, *SIZE), dtype=torch.uint8)
    with torch.no_grad():
        assert torch.allclose(TapFeatures(last)(image)[0], module.stages[:3](module.stem(image.float())), atol=1e-4)


def test_a_file_that_is_no_backbone_is_refused(tmp_path):
    refused(tmp_path / "none.onnx", "there is no backbone")
    path = tmp_path / "net.onnx"
    path.write_bytes(b"not onnx")
    refused(path, "not an ONNX model")


def test_a_backbone_above_a_gibibyte_is_refused_unread(tmp_path):
    path = tmp_path / "net.onnx"
    with open(path, "wb") as file:
        file.truncate(backbone_module.MAX_BYTES + 1)
    refused(path, "at most")


def test_weights_in_another_file_are_refused(tmp_path):
    path = exported(network(ResNetLike), tmp_path / "net.onnx")
    model = onnx.load(str(path))
    onnx.save(model, str(path), save_as_external_data=True, location="weights.bin", size_threshold=0)
    refused(path, "in another file")


def test_two_inputs_are_refused(tmp_path):
    def second(model):
        model.graph.input.append(helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["n", 3, 64, 96]))

    refused(changed(exported(network(ResNetLike), tmp_path / "net.onnx"), second), "takes 2 inputs")


def test_input_of_bytes_is_refused(tmp_path):
    def bytes_taken(model):
        model.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8

    refused(changed(exported(network(ResNetLike), tmp_path / "net.onnx"), bytes_taken), "uint8, not float32")


def test_random_nodes_are_refused(tmp_path):
    def noise(model):
        first = model.graph.node[0]
        noise = helper.make_node("RandomNormalLike", [first.output[0]], ["noise"], name="noise")
        noisy = helper.make_node("Add", [first.output[0], "noise"], ["noisy"], name="noisy")
        for node in model.graph.node:
            node.input[:] = ["noisy" if name == first.output[0] else name for name in node.input]
        model.graph.node.insert(1, noise)
        model.graph.node.insert(2, noisy)

    refused(changed(exported(network(VggLike), tmp_path / "net.onnx"), noise), "random")


def test_another_fixed_size_is_refused_with_that_size(tmp_path):
    path = exported(network(ResNetLike), tmp_path / "net.onnx", free=False)
    refused(path, "--size 64x96", size=(128, 128))
    assert backbone_of(path, SIZE, OPTIONS).taps


def test_an_unknown_tap_is_refused(tmp_path):
    refused(exported(network(ResNetLike), tmp_path / "net.onnx"), "no tensor layer9", named=("layer9",))
    refused(exported(network(ResNetLike), tmp_path / "net.onnx"), "has places", named=("scores",))


def test_a_graph_that_does_not_show_its_range_is_refused(tmp_path):
    class Patches(VggLike):
        def __init__(self):
            super().__init__()
            self.layers[0] = torch.nn.Conv2d(3, 4, 4, 4)

    class Normalising(VggLike):
        def forward(self, x):
            return super().forward(x * 0.5 - 1)

    class Padded(VggLike):
        def __init__(self):
            super().__init__()
            self.layers[0] = TensorFlowPadded(3, 4, 2).conv

        def forward(self, x):
            return super().forward(torch.nn.functional.pad(x, (0, 1, 0, 1)))

    for kind in (Patches, Normalising, Padded):
        refused(exported(network(kind), tmp_path / "net.onnx", (256, 256)), "--mean and --deviation", (256, 256))
    given = Normalisation((127.5,) * 3, (127.5,) * 3)
    path = exported(network(Normalising), tmp_path / "net.onnx")
    assert backbone_of(path, SIZE, OPTIONS, (), given).normalisation is given


def test_four_channels_are_refused(tmp_path):
    class Four(VggLike):
        def __init__(self):
            super().__init__()
            self.layers[0] = torch.nn.Conv2d(4, 4, 3, 1, 1)

    refused(exported(network(Four), tmp_path / "net.onnx", channels=4), "three channels")


def test_the_manifest_names_the_backbone(tmp_path):
    content = found(tmp_path, MobileNetLike).to_json()
    assert [content["file"], content["order"], len(content["sha256"])] == ["net.onnx", "RGB", 64]
    assert np.array_equal(content["deviation"], [127.5] * 3)
