import base64

import numpy as np
import onnx
import pytest

from elbowatch_model.bundle import export, files
from elbowatch_model.bundle.golden import golden_images, golden_json
from elbowatch_model.features import feature_names
from elbowatch_model.scoring import DETAIL_OUTPUTS, SCORE_OUTPUTS, TERMS
from elbowatch_model.vae import latent_shape, latent_size

RANDOM_OPERATORS = {f"Random{law}{like}" for law in ("Normal", "Uniform") for like in ("", "Like")}
FLOAT, UINT8 = onnx.TensorProto.FLOAT, onnx.TensorProto.UINT8


def shape_of(value):
    return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]


@pytest.fixture
def exported(head, recipe, tmp_path):
    path = tmp_path / "model.onnx"
    assert export.export_onnx(head, recipe.image_shape, path) == files.sha256(path)
    return onnx.load(str(path))


def test_graph_has_the_inputs_and_outputs_of_the_contract(exported, recipe):
    onnx.checker.check_model(exported, full_check=True)
    assert [(i.name, shape_of(i), i.type.tensor_type.elem_type) for i in exported.graph.input] == [
        ("image", ["N", *recipe.image_shape], UINT8)
    ]
    size, features = latent_size(recipe), len(feature_names(latent_shape(recipe)))
    shapes = [["N"]] * len(TERMS) + [["N", features], ["N", size], ["N", size], ["N", *recipe.image_shape]]
    assert [o.name for o in exported.graph.output] == [*SCORE_OUTPUTS, *DETAIL_OUTPUTS]
    assert [shape_of(o) for o in exported.graph.output] == shapes
    assert all(o.type.tensor_type.elem_type == FLOAT for o in exported.graph.output)


def test_graph_is_one_file_without_random_or_slow_nodes(exported):
    operators = {node.op_type for node in exported.graph.node}
    assert not operators & (RANDOM_OPERATORS | {"Bernoulli", "Dropout", "Softplus", "Pad", "Loop", "If"})
    assert not any(i.data_location == onnx.TensorProto.EXTERNAL for i in exported.graph.initializer)
    assert [o.version for o in exported.opset_import if o.domain in ("", "ai.onnx")] == [export.OPSET]


def test_export_is_reproducible(head, recipe, tmp_path):
    first, second = (export.export_onnx(head, recipe.image_shape, tmp_path / n) for n in ("a.onnx", "b.onnx"))
    assert first == second


def test_golden_images_are_32_different_ones_always_the_same(recipe):
    images, again = golden_images(*recipe.image_shape), golden_images(*recipe.image_shape)
    assert len({name for name, _ in images}) == 32 == len({pixels.tobytes() for _, pixels in images})
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(images, again))
    assert all(p.dtype == np.uint8 and p.shape == recipe.image_shape for _, p in images)


def test_golden_json_holds_pixels_and_terms(head, recipe):
    content = golden_json(head, recipe.image_shape)
    assert [len(content["images"]), content["schema"], content["tolerance"]] == [32, 1, 1e-3]
    for image in content["images"]:
        assert len(base64.b64decode(image["pixels"])) == np.prod(recipe.image_shape)
        assert set(image["terms"]) == set(TERMS) and np.isfinite(list(image["terms"].values())).all()
