/**
 * Elbowatch: anomaly detection on image streams. Packages point inwards only; the arrows below are all that there are, and
 * {@code ArchitectureTest} holds them.
 *
 * <pre>
 *   cli ──► everything                                      the only one to know picocli and Logback
 *    │
 *    ├─► demo ─► demo.camera ─► demo.board                  a reader of results, cameras, boards
 *    ├─► bench.latency, bench.scaling ─► bench.rig          the stream measured as a whole
 *    ├─► bench.rig ─► onnx, demo.broker                     a broker, loads and figures
 *    ├─► demo.broker                                        the only one to know Kafka's server
 *    ├─► bench.throughput ─► bench.rig, metrics, onnx, stream, stream.batch, stream.wire, demo.board, demo.broker
 *    ├─► soak ─► demo.broker, settings, onnx, stream, stream.batch, stream.wire     brokers and scorers, to be broken
 *    ├─► settings ─► onnx, web, stream, stream.batch        the only one to know SmallRye Config
 *    ├─► report ───► stream.wire                            tables, histograms and lines for people and files
 *    ├─► web ──────► stream.live                            the only one to know Javalin and Jetty
 *    ├─► metrics ──► stream, stream.batch                   the only one to know Prometheus
 *    ├─► onnx                                               the only one to know ONNX Runtime
 *    ├─► stream ───► stream.batch, stream.wire              the only one to know Kafka, with demo and bench
 *    ├─► stream.feed ─► stream.wire
 *    └─► stream.live ─► stream, stream.wire                 what the live page shows
 *          │
 *          ▼   all of them but stream.batch, demo.board, demo.broker, bench.latency and bench.scaling
 *   core.verdict ─► core.density, core.elbo, core.statistics    knows the JDK alone
 *   core.density ─► core.elbo
 *   core.source                                             what is remembered of a source, when that is an incident
 *   core.evidence ─► core.verdict, core.elbo, core.image
 *   core.drift ───► core.verdict, core.elbo, core.statistics
 *   core.parity ─► core.elbo, core.image
 *   core.elbo, core.dataset ─► core.image ─► core
 *   core.evaluation ─► core.verdict, core.density, core.elbo, core.dataset, core.image, core.statistics
 * </pre>
 *
 * <p>Of Kafka Streams' internals {@code stream.batch.PreCommitHook} and {@code stream.SourceStore} alone know any.
 */
package io.elbowatch;
