/** What is measured of the running stream from outside the flow: lag, Kafka's own figures, status. */
package io.elbowatch.stream.monitor;
