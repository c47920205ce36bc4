/** Kafka for the lab: brokers inside this JVM, and the clients that demo, benchmarks and soak share. */
package io.elbowatch.lab.broker;
