/**
 * From terms to a verdict: ranks among the scores of calibration images, p-values, and {@link
 * io.elbowatch.core.verdict.Judge}, which compares one with α. The same terms always give the same verdict.
 */
package io.elbowatch.core.verdict;
