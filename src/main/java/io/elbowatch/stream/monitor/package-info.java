/** What is measured of the running stream outside the flow: lag, Kafka's own metrics, status. */
package io.elbowatch.stream.monitor;
