/**
 * Statistics of samples: quantiles, histograms, a test of two samples, rankings. It knows nothing of images.
 */
package io.elbowatch.core.statistics;
