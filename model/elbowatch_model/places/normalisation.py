"""How a backbone takes an image: range, mean and deviation of each channel, and the order of the channels."""

from dataclasses import dataclass

from ..command import UserError
from ..onnx_graph.graph import attributes_of, constant_arrays

OPTIONS = (
    "give --mean and --deviation as the network was trained, of pixels in 0..1: 0.485,0.456,0.406 and"
    " 0.229,0.224,0.225 for ImageNet as torchvision and timm have it, 0.5 and 0.5 for -1..1, 0 and 1 for 0..1"
)


@dataclass(frozen=True)
class Normalisation:
    """x = (byte − mean)/deviation, both in units of bytes, one number a channel of RGB."""

    mean: tuple
    deviation: tuple
    order: str = "RGB"
    reason: str = "given"

    @staticmethod
    def of_unit_range(mean, deviation, order="RGB", reason="given"):
        """From a mean and a deviation of pixels in 0..1."""
        return Normalisation(*(tuple(round(255 * v, 6) for v in values) for values in (mean, deviation)), order, reason)

    def __str__(self):
        return f"{self.order}, (byte - {_shown(self.mean)}) / {_shown(self.deviation)} ({self.reason})"


def _shown(values):
    return "/".join(f"{value:g}" for value in (values if len(set(values)) > 1 else values[:1]))


def imagenet(reason):
    return Normalisation.of_unit_range((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), reason=reason)


def detected(model, name):
    """The Normalisation that a folded graph shows; one that does not show it is refused. `name` is its image input.

    TensorFlow pads a convolution of stride 2 more on the right and below than on the left and above, and its networks
    with activations cut off at 6 (MobileNet) take -1..1. PyTorch pads both sides alike; its convolutional networks
    take ImageNet's mean and deviation.
    """
    graph, known = model.graph, constant_arrays(model.graph)
    first = next((node for node in graph.node if name in node.input), None)
    while first is not None and first.op_type in ("Identity", "Transpose", "Cast"):
        first = next((node for node in graph.node if first.output[0] in node.input), None)
    if first is None or first.op_type != "Conv":
        kind = "nothing" if first is None else f"a node {first.op_type}"
        raise UserError(
            f"{kind} takes the image and not a convolution, so the range of the input cannot be seen: the graph may"
            f" normalise the image itself; {OPTIONS}"
        )
    attributes = attributes_of(first)
    pads = attributes.get("pads", [0, 0, 0, 0])
    strides = attributes.get("strides", [1, 1])
    uneven = pads[2] > pads[0] or attributes.get("auto_pad") == "SAME_UPPER"
    if uneven and _cut_off_at_6(graph, known):
        return Normalisation((127.5,) * 3, (127.5,) * 3, reason="TensorFlow's padding, activations cut off at 6: -1..1")
    kernel = known[first.input[1]].shape[2] if first.input[1] in known else 0
    if not uneven and model.producer_name.lower().startswith("pytorch") and kernel > strides[0]:
        return imagenet("PyTorch's padding: ImageNet's mean and deviation")
    raise UserError(f"neither its padding nor its producer show which range of input the network takes; {OPTIONS}")


def _cut_off_at_6(graph, known):
    """Whether the first activations are Clip to 0..6."""
    clips = [node for node in graph.node if node.op_type == "Clip"][:1]
    return any(len(node.input) > 2 and node.input[2] in known and float(known[node.input[2]]) == 6 for node in clips)
