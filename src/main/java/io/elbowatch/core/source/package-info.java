/**
 * What is remembered of a source from image to image, and when that makes an incident. It knows no Kafka: who keeps the state says
 * what time it is.
 */
package io.elbowatch.core.source;
