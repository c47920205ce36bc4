/**
 * Numbers about samples of numbers: quantiles, histograms, how two samples differ, how well one score tells two kinds apart. It
 * knows nothing of images.
 */
package io.elbowatch.core.statistics;
