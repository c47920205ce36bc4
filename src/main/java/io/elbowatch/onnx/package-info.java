/**
 * Graphs in ONNX Runtime. {@link io.elbowatch.onnx.OnnxModel} runs the graph of a bundle and is never handed out when its golden images
 * score differently than in training. {@link io.elbowatch.onnx.Provider} is the table of execution providers; {@code Sessions} opens a
 * graph on one, {@code Devices} holds the open sessions and replaces a lost device. {@code Outputs} names the outputs of a graph.
 */
package io.elbowatch.onnx;
