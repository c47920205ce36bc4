/**
 * What people do with incidents: {@link io.elbowatch.stream.incidents.HandlingWriter} writes it, and
 * {@link io.elbowatch.stream.incidents.HandledIncidents} knows which incidents somebody looks after.
 */
package io.elbowatch.stream.incidents;
