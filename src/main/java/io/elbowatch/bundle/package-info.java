/**
 * A bundle: the folder of one model, with its graph, manifest, calibration and golden images. {@link io.elbowatch.bundle.Bundle} reads and
 * checks the files; nothing here runs the graph.
 */
package io.elbowatch.bundle;
