/**
 * Time from the moment when an image is due to be sent until a consumer of committed records reads its result. Images
 * are sent on schedule whether or not earlier ones have a result, so that the latency of all images includes a stall.
 */
package io.elbowatch.lab.bench.latency;
