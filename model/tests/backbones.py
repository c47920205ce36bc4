"""Small random networks as people export them, to tap features of."""

import io
import warnings

import onnx
import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    """ResNet's block: two convolutions, a sum, an activation."""

    def __init__(self, before, channels, stride):
        super().__init__()
        self.first = nn.Conv2d(before, channels, 3, stride, 1)
        self.second = nn.Conv2d(channels, channels, 3, 1, 1)
        self.short = nn.Conv2d(before, channels, 1, stride) if stride > 1 or before != channels else nn.Identity()

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.short(x))


class ResNetLike(nn.Module):
    """Four stages at strides 4 to 32, a classifier behind them."""

    def __init__(self, width=4):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, width, 7, 2, 3), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        sides = [(width, width, 1), (width, 2 * width, 2), (2 * width, 4 * width, 2), (4 * width, 8 * width, 2)]
        self.stages = nn.Sequential(*(nn.Sequential(Residual(*s), Residual(s[1], s[1], 1)) for s in sides))
        self.head = nn.Linear(8 * width, 10)

    def forward(self, x):
        return torch.softmax(self.head(self.stages(self.stem(x)).mean((2, 3))), 1)


class TensorFlowPadded(nn.Module):
    """A convolution padded as TensorFlow does, more on the right and below, and cut off at 6."""

    def __init__(self, before, channels, stride, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(before, channels, 3, stride, groups=groups)
        self.pads = (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1)

    def forward(self, x):
        return F.relu6(self.conv(F.pad(x, self.pads)))


class Inverted(nn.Module):
    """MobileNetV2's block without its expansion: a depthwise and a linear convolution, a sum if nothing changes."""

    def __init__(self, before, channels, stride):
        super().__init__()
        self.depthwise, self.linear = TensorFlowPadded(before, before, stride, before), nn.Conv2d(before, channels, 1)
        self.adds = stride == 1 and before == channels

    def forward(self, x):
        found = self.linear(self.depthwise(x))
        return x + found if self.adds else found


class MobileNetLike(nn.Module):
    """TensorFlow's padding; two stages at stride 16 with different channels."""

    def __init__(self):
        super().__init__()
        sides = [(8, 8, 2), (8, 8, 1), (8, 8, 2), (8, 8, 1), (8, 12, 2), (12, 12, 1), (12, 20, 1), (20, 20, 1)]
        self.blocks = nn.Sequential(TensorFlowPadded(3, 8, 2), *(Inverted(*s) for s in sides))
        self.head = nn.Conv2d(20, 10, 1)

    def forward(self, x):
        return self.head(self.blocks(x).mean((2, 3), keepdim=True)).flatten(1)


class VggLike(nn.Module):
    """Convolutions with a pooling after each pair; no sum anywhere."""

    def __init__(self):
        super().__init__()
        layers, before = [], 3
        for channels in (4, 6, 8, 10, 12):
            layers += [nn.Conv2d(before, channels, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2)]
            before = channels
        self.layers, self.head = nn.Sequential(*layers), nn.Linear(12, 5)

    def forward(self, x):
        return self.head(self.layers(x).mean((2, 3)))


class Mixing(VggLike):
    """Subtracts the mean of the batch, as a normalisation in training mode does."""

    def forward(self, x):
        return super().forward(x - x.mean(0, keepdim=True))


def network(kind, seed=1):
    torch.manual_seed(seed)
    return kind().eval()


def exported(module, path, size=(64, 96), free=True, channels=3):
    """Writes the network as ONNX; returns the path."""
    written, axes = io.BytesIO(), {"image": {0: "n", 2: "h", 3: "w"}, "scores": {0: "n"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            torch.zeros(2, channels, *size),
            written,
            input_names=["image"],
            output_names=["scores"],
            dynamic_axes=axes if free else {"image": {0: "n"}, "scores": {0: "n"}},
            opset_version=13,
        )
    path.write_bytes(written.getvalue())
    return path


def changed(path, change):
    """Loads the model, lets `change` change it, and writes it again."""
    model = onnx.load(str(path))
    change(model)
    onnx.save(model, str(path))
    return path
