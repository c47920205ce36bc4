/**
 * How long it takes from the moment at which an image was to be sent until its result is read by a consumer of committed records.
 * Images are sent at their times whether or not earlier ones have come back, so that a stall is seen by all images that it delays.
 */
package io.elbowatch.lab.bench.latency;
