"""ONNX graphs: walked, cut, and run by PyTorch.

The interpreter gives the expected scores of a model that has no PyTorch code. It is a second implementation
of ONNX, so the check of a bundle compares two implementations.
"""
