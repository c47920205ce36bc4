/**
 * Many models in one application: how full their batches are, what memory they take, and how long images wait while models
 * are swapped. Images are sent on schedule whether or not earlier ones have a result.
 */
package io.elbowatch.lab.bench.models;
