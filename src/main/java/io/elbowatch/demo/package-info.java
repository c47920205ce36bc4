/**
 * What {@code elbowatch demo} needs and production does not: generated circuit boards, cameras that go wrong at set
 * rates, and a Kafka broker inside this JVM. Nothing else depends on this package.
 *
 * <pre>
 * BoardGenerator ─► Board ─► Camera ─► Frame (PNG + what is wrong with it)
 *   Layout: Feature, Shape on a Copper grid, edges by Roughness
 *   Etching: the six DeepPCB defects
 * EmbeddedBroker: one KRaft node
 * </pre>
 *
 * <p>Pixels depend on seeds alone: integer arithmetic and an own rasteriser, so that no JDK draws another board.
 */
package io.elbowatch.demo;
