/**
 * The forms in which output records leave: plain JSON, the envelope of Kafka Connect, Avro. All else of this program
 * reads and writes plain JSON; these classes turn it into a form and back. They know the Avro schemas of the records
 * ({@code avro/*.avsc}), from which the schemas of Connect follow.
 */
package io.elbowatch.stream.output;
