/**
 * What the records of the input topics hold: the image itself, an envelope around it, or a reference to it.
 * {@link io.elbowatch.stream.intake.Intake} reads a record, {@link io.elbowatch.stream.intake.Arrival} is what it found.
 * Everything that reads an input topic reads it through here, so that the stream, the page and the commands agree on the
 * image, the source and the time of a record.
 */
package io.elbowatch.stream.intake;
