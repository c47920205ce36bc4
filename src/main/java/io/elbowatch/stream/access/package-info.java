/** Access to Kafka: the properties of all clients, the delivery guarantee, and Kafka's failures in words that name a remedy. */
package io.elbowatch.stream.access;
