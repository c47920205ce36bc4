/**
 * What {@code elbowatch demo} needs and production does not. Here: what becomes of the demo's images, read as any consumer
 * would; beside it the boards, the cameras over them, and a Kafka broker inside this JVM.
 *
 * <pre>
 * demo.board    BoardGenerator ─► Board
 *                 Layout: Feature, Shape on a Copper grid, edges by Roughness
 *                 Etching: the six DeepPCB defects
 * demo.camera   Camera ─► Frame: PNG + what is wrong with it
 * demo.broker   EmbeddedBroker: one KRaft node
 * </pre>
 */
package io.elbowatch.lab.demo;
