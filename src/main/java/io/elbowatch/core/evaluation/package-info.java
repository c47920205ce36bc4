/**
 * Images at rest through the whole judgement: scored in the order of their set, made into a calibration with what is doubtful
 * about it, or compared with what is known of them.
 *
 * <pre>
 * ImageSet ─► SetScorer ─► ScoredImage ─┬─► CalibrationSet ─► CalibrationWarning
 *                                       └─► JudgedImage ─► Evaluation
 * </pre>
 */
package io.elbowatch.core.evaluation;
