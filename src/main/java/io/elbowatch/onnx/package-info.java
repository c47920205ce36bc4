/**
 * Graphs in ONNX Runtime. {@link io.elbowatch.onnx.OnnxModel} runs the graph of a bundle; it exists only if the graph
 * scores the golden images as training did ({@code GoldenCheck}).
 *
 * <ul>
 *   <li>Providers: {@code Provider} lists the execution providers, {@code ProviderChoice} is what the user asked for
 *   <li>Sessions: {@code SessionFactory} opens the graph on the devices of a provider; {@code Devices} holds them and
 *       replaces a lost one
 *   <li>Batches: {@code BatchRunner} runs the batches of one thread in the few {@code BatchSizes} that a device sees
 *   <li>Tensors: {@code InputBuffer} packs the images, {@code Outputs} reads terms, latents and logits by name
 * </ul>
 */
package io.elbowatch.onnx;
