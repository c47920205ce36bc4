/**
 * Offline work on image sets: images are scored in the order of their set, then made into a calibration with its
 * warnings, or compared with their labels.
 *
 * <pre>
 * ImageSet ─► SetScorer ─► ScoredImage ─┬─► CalibrationSet ─► CalibrationWarning
 *                                       └─► Verdict ─► Evaluation
 * </pre>
 */
package io.elbowatch.core.evaluation;
