/**
 * Bundles and their graphs in ONNX Runtime. {@link io.elbowatch.onnx.Bundle} reads and checks the files, {@link
 * io.elbowatch.onnx.UncalibratedBundle} all of them but the calibration, {@link io.elbowatch.onnx.OnnxModel} runs the graph.
 * None hands out a model whose golden images score otherwise than in training. {@link io.elbowatch.onnx.Provider} is the table of
 * what a graph can run on; {@code Sessions} opens it there, {@code Devices} holds what it runs on and takes care of what is lost. {@code Outputs} has the names that are the
 * contract with the graphs.
 */
package io.elbowatch.onnx;
