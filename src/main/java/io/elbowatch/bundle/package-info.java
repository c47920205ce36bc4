/**
 * A bundle: the folder of one model. Nothing here runs the graph; package {@code onnx} does.
 *
 * <ul>
 *   <li>{@code manifest.json}: shapes, likelihood, preprocessing, hash of the graph ({@link
 *       io.elbowatch.bundle.Manifest})
 *   <li>the graph, an ONNX file ({@code GraphCheck} checks it before ONNX Runtime reads it)
 *   <li>{@code golden.json}: images with the terms that training computed for them ({@code GoldenFile})
 *   <li>{@code calibration.json}: scores of normal images and the density ({@code CalibrationFile})
 * </ul>
 *
 * <p>{@link io.elbowatch.bundle.BundledModel} reads and checks the first three, {@link io.elbowatch.bundle.Bundle} all
 * four. {@link io.elbowatch.bundle.CalibrationTarget} writes a calibration.
 */
package io.elbowatch.bundle;
