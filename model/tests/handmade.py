"""Graphs of VAEs built node by node, for what torch's exporter does not write; `Handmade` is an eval-mode VAE."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Handmade:
    """Pixels → μ, v [N, 4] → pixels h, one layer each; `add` more nodes, then `saved` writes the graph."""

    def __init__(self, shape=(1, 8, 8), latent=4, opset=14):
        self.shape, self.latent, self.opset = shape, latent, opset
        self.random, self.nodes, self.weights = np.random.RandomState(0), [], []
        self.image_type = TensorProto.FLOAT
        size = int(np.prod(shape))
        self.add("Flatten", "x", "flat")
        self.layer("flat", "mu", size, latent)
        self.layer("flat", "v", size, latent)

    def add(self, kind, inputs, outputs, **attributes):
        split = [names.split() if isinstance(names, str) else names for names in (inputs, outputs)]
        self.nodes.append(helper.make_node(kind, *split, **attributes))
        return self

    def constant(self, name, values, kind=np.float32):
        self.weights.append(numpy_helper.from_array(np.array(values, kind), name))
        return name

    def layer(self, before, after, rows, columns, weight=None):
        values = self.random.randn(rows, columns) / np.sqrt(rows)
        self.constant(weight or f"w_{after}", values)
        return self.add("MatMul", [before, weight or f"w_{after}"], after)

    def decoded(self, z="mu", end="Sigmoid", name="recon"):
        """The decoder: pixels in a row."""
        self.layer(z, "h", self.latent, int(np.prod(self.shape)))
        return self.add(end, "h", name) if end else self

    def sampled(self, deviation):
        """z = μ + deviation·ε with a random ε."""
        self.add("RandomNormalLike", "mu", "eps").add("Mul", [deviation, "eps"], "noise")
        return self.add("Add", "mu noise", "z")

    def model(self, *outputs, batch="N"):
        def value(name):
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, None)

        image = helper.make_tensor_value_info("x", self.image_type, [batch, *self.shape])
        graph = helper.make_graph(self.nodes, "vae", [image], [value(name) for name in outputs], self.weights)
        versions = [helper.make_opsetid("", self.opset)]
        return helper.make_model(graph, opset_imports=versions, ir_version=7)

    def saved(self, path, *outputs, **options):
        onnx.save(self.model(*outputs, **options), str(path))
        return path
