/** A schema registry, which numbers the schemas of records in Avro. */
package io.elbowatch.stream.registry;
