"""A frozen pretrained network, cut behind its last tap."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper
from torch import nn

from .. import depth
from ..adoption.loading import load
from ..bundle.files import sha256
from ..command import UserError
from ..onnx_graph.graph import RANDOM, ancestors, free_inputs, keep_only, retain
from ..onnx_graph.interpreter import Interpreter, refuse_unknown_operator
from .folding import fold_constants, fold_padding
from .normalisation import Normalisation, detected
from .taps import Tap, found_taps, tap

MAX_BYTES = 1 << 30


@dataclass(frozen=True)
class Backbone:
    """The graph takes `input` float32 [N, 3, H, W] and gives the taps; no node behind the last tap is left."""

    model: onnx.ModelProto
    input: str
    taps: tuple  # of Tap
    normalisation: Normalisation
    channels_last: bool  # the input is [N, H, W, 3]
    file: str
    sha256: str

    @property
    def names(self):
        return [t.name for t in self.taps]

    def to_json(self):
        """The part `backbone` of manifest.json."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "taps": self.names,
            "mean": np.array(self.normalisation.mean),
            "deviation": np.array(self.normalisation.deviation),
            "order": self.normalisation.order,
        }


class TapFeatures(nn.Module):
    """image uint8 or int16 [N, 1 or 3, H, W] → the taps [N, C, h, w], by PyTorch."""

    def __init__(self, backbone, mask=None):
        super().__init__()
        self.entry = Entry(backbone, mask)
        self.network = Interpreter(backbone.model)

    def forward(self, image):
        return self.network(self.entry(image))


class Entry(nn.Module):
    """image uint8 or int16 [N, 1 or 3, H, W] → float as the backbone takes it.

    What the mask excludes is filled. Grey is repeated to three channels.
    """

    def __init__(self, backbone, mask=None):
        super().__init__()
        self.mask = mask
        normalisation = backbone.normalisation
        self.register_parameter("mean", _channels(normalisation.mean))
        self.register_parameter("deviation", _channels(normalisation.deviation))
        self.reversed, self.channels_last = normalisation.order == "BGR", backbone.channels_last

    def forward(self, image):
        x = depth.levels(image, self.mean.dtype)
        if self.mask:
            x = self.mask.fill_levels(x)
        if x.shape[1] == 1:
            x = torch.cat([x, x, x], 1)
        x = (x - self.mean) / self.deviation
        if self.reversed:
            x = torch.cat([x[:, 2:3], x[:, 1:2], x[:, 0:1]], 1)
        return x.permute(0, 2, 3, 1) if self.channels_last else x


def _channels(values):
    return nn.Parameter(torch.tensor(values, dtype=torch.float32).reshape(3, 1, 1), requires_grad=False)


def backbone_of(path, size, options, named=(), normalisation=None):
    """The Backbone of an ONNX file for images of `size` (H, W); `named` are the taps that the user chose."""
    path = Path(path)
    if not path.exists():
        raise UserError(f"there is no backbone {path}; give an ONNX file, or torchvision:NAME such as torchvision:resnet18")
    if path.stat().st_size > MAX_BYTES:
        raise UserError(
            f"{path} has {path.stat().st_size:,} bytes, and a backbone has at most {MAX_BYTES:,}: a bundle holds it as"
            " one file, and every image runs through it; take a smaller network, such as a MobileNet or a ResNet-18"
        )
    model = load(path).model
    image = _image_input(model.graph, path)
    channels_last = _fixed_input(image, size)
    _refuse_unknown_taps(model.graph, named)
    if named:
        keep_only(model.graph, named)
    shapes = _shapes(model, size, channels_last, path)
    if named:
        taps = [tap(name, shapes[name], size[0]) for name in named if _is_map(name, shapes)]
    else:
        every = found_taps(model.graph, shapes, size[0])
        taps = [t for t in every if t.stride in options.tap_strides]
        if not taps:
            shown = "; ".join(map(str, every)) or "none"
            raise UserError(
                f"{path} has no tap at stride {'/'.join(map(str, options.tap_strides))} for images of"
                f" {size[0]}x{size[1]}; found: {shown}; name tensors with --taps"
            )
    cut(model, [t.name for t in taps])
    normalisation = normalisation or detected(model, image.name)
    return Backbone(model, image.name, tuple(taps), normalisation, channels_last, path.name, sha256(path))


def cut(model, taps):
    """Leaves what the taps need, with the taps as outputs."""
    graph = model.graph
    keep_only(graph, taps)
    for node in graph.node:
        refuse_unknown_operator(node)
        if node.op_type in RANDOM:
            raise UserError(
                f"node '{node.name}' of the backbone is a {node.op_type}, which is random, and scores must be"
                " reproducible: export the network after model.eval()"
            )
    del graph.output[:]
    graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in taps)
    fold_constants(model)
    fold_padding(graph)


def _image_input(graph, path):
    inputs = free_inputs(graph)
    if len(inputs) != 1:
        names = ", ".join(value.name for value in inputs) or "none"
        raise UserError(f"{path} takes {len(inputs)} inputs ({names}), and a backbone takes one: the image")
    kind = inputs[0].type.tensor_type.elem_type
    if kind != onnx.TensorProto.FLOAT:
        raise UserError(
            f"input {inputs[0].name} of {path} is {onnx.TensorProto.DataType.Name(kind).lower()}, not float32; export"
            " the network without the cast before it"
        )
    return inputs[0]


def _fixed_input(image, size):
    """Fixes the input's height and width; returns whether the channels are its last dimension."""
    dims = image.type.tensor_type.shape.dim
    sizes = [d.dim_value or None for d in dims]
    shown = "x".join("?" if s is None else str(s) for s in sizes)
    if len(sizes) != 4 or not (sizes[1] in (3, None) or sizes[3] == 3):
        raise UserError(
            f"input {image.name} of the backbone has shape {shown}, and an image is Nx3xHxW (or NxHxWx3): a backbone"
            " takes images of three channels"
        )
    last = sizes[1] != 3 and sizes[3] == 3
    rows, columns = (1, 2) if last else (2, 3)
    fixed = sizes[rows], sizes[columns]
    if any(found not in (None, wanted) for found, wanted in zip(fixed, size)):
        raise UserError(
            f"the backbone takes images of {fixed[0] or '?'}x{fixed[1] or '?'} only; give"
            f" --size {fixed[0] or size[0]}x{fixed[1] or size[1]}, or export it with free height and width"
        )
    for place, side in ((rows, size[0]), (columns, size[1])):
        dims[place].dim_value = side
    dims[0].dim_param = "N"
    return last


def _refuse_unknown_taps(graph, named):
    tensors = {name for node in graph.node for name in node.output if name}
    for name in named:
        if name not in tensors:
            near = ", ".join(v.name for v in graph.output)
            raise UserError(f"the backbone has no tensor {name}; its outputs are {near}")


def _is_map(name, shapes):
    if name not in shapes:
        raise UserError(f"tap {name} is not of the form [N, C, h, w], and a tap has places")
    return True


def _shapes(model, size, channels_last, path):
    """{tensor: (1, C, h, w)} of all tensors with 4 dimensions that are computed from the image."""
    graph = model.graph
    reached = {value.name for value in free_inputs(graph)}
    names = []
    for node in graph.node:
        if node.op_type not in RANDOM and not reached & set(node.input):
            continue
        reached.update(node.output)
        if node.output[0] and node.op_type not in ("Shape", "Size"):
            names.append(node.output[0])
    needed = ancestors(graph, names[-1]) if names else set()
    if not needed & {value.name for value in free_inputs(graph)}:
        raise UserError(f"{path} computes nothing from its input")
    names = _runnable(model, names)
    shape = (1, *size, 3) if channels_last else (1, 3, *size)
    with torch.no_grad():
        found = Interpreter(_without_rest(model, names), names)(torch.zeros(shape))
    return {name: tuple(t.shape) for name, t in zip(names, found) if t.dim() == 4 and t.is_floating_point()}


def _runnable(model, names):
    """The tensors before the first node that the interpreter does not know: a head behind the taps may have one."""
    unknown = set()
    for node in model.graph.node:
        try:
            refuse_unknown_operator(node)
            if unknown & set(node.input):
                unknown.update(node.output)
        except UserError:
            unknown.update(node.output)
    return [name for name in names if name not in unknown]


def _without_rest(model, names):
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    kept = set(names)
    required = set()
    for node in reversed(copy.graph.node):
        if kept & set(node.output) or required & set(node.output):
            required.update(node.input)
    retain(copy.graph.node, lambda node: bool((kept | required) & set(node.output)))
    return copy
