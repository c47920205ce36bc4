/**
 * The content of records: JSON, headers, rejected images. It is a contract with the readers of the topics, described in
 * {@code docs/schema}.
 */
package io.elbowatch.stream.wire;
