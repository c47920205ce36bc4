/**
 * How good the verdicts are, as far as people have labelled images: precision, false alarms and recall, each with an
 * interval.
 */
package io.elbowatch.core.quality;
