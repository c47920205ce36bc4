/**
 * Bundles and their graphs in ONNX Runtime. {@link io.elbowatch.onnx.Bundle} reads and checks the files, {@link
 * io.elbowatch.onnx.UncalibratedBundle} all of them but the calibration, {@link io.elbowatch.onnx.OnnxModel} runs the graph.
 * None hands out a model whose golden images score otherwise than in training. {@code Outputs} has the names that are the
 * contract with the graphs.
 */
package io.elbowatch.onnx;
