/**
 * Compares the verdicts of two models on the same images. {@link io.elbowatch.core.replay.ReplayTable} holds them,
 * {@link io.elbowatch.core.replay.Replay} is what follows from them, {@link io.elbowatch.core.replay.FailCondition} is what a
 * script asks of it.
 */
package io.elbowatch.core.replay;
