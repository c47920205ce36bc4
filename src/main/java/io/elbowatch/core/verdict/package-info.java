/**
 * From terms to a verdict: scores, their ranks among the scores of calibration images, p-values, and {@link
 * io.elbowatch.core.verdict.Judge}, which compares one p-value with α. The same terms always give the same verdict.
 */
package io.elbowatch.core.verdict;
