/**
 * What people do with incidents: {@link io.elbowatch.stream.incidents.HandlingWriter} writes it, a
 * {@link io.elbowatch.stream.incidents.HandlingFollower} keeps it current, and
 * {@link io.elbowatch.stream.incidents.HandledIncidents} knows which incidents somebody looks after.
 */
package io.elbowatch.stream.incidents;
