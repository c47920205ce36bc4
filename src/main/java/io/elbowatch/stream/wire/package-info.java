/**
 * What is written into records: JSON, headers, rejected images. It is a contract with whoever reads the topics, described in
 * {@code docs/schema}.
 */
package io.elbowatch.stream.wire;
