/**
 * Elbowatch: anomaly detection on image streams. This page is the one drawing of the architecture. {@code ArchitectureTest} reads it
 * and fails when an import is not drawn here, when a package is missing, or when an arrow is not needed.
 *
 * <p>A package may use the packages right of its arrow. {@code core..} stands for all packages of the core. There are no cycles.
 *
 * <pre>
 * cli                  ─► service settings report web models onnx bundle routes stream.access stream.control stream.feed stream.feedback stream.flow stream.lookup stream.reference stream.replay stream.wire core..
 * service              ─► settings metrics traces web web.api models onnx bundle routes stream stream.access stream.batch stream.control stream.feedback stream.flow stream.incidents stream.live stream.lookup stream.monitor stream.reference stream.shadow stream.storage stream.trace stream.webhook stream.wire core..
 * settings             ─► traces web models download onnx stream.access stream.batch stream.flow stream.intake stream.output stream.reference stream.registry stream.shadow stream.storage stream.webhook stream.wire core..
 * metrics              ─► traces models stream.batch stream.feedback stream.flow stream.monitor stream.reference stream.storage stream.trace stream.webhook stream.wire core..
 * traces               ─► stream.batch stream.trace stream.wire core..
 * web                  ─► web.api stream.live core..
 * web.api              ─► stream.feedback stream.incidents stream.live stream.lookup stream.wire core..
 * report               ─► stream.wire core..
 * log                  ─► core
 *
 * stream               ─► stream.access stream.batch stream.control stream.flow stream.intake stream.monitor stream.preflight stream.reference stream.storage stream.trace core..
 * stream.control       ─► stream.access stream.flow stream.preflight stream.wire core..
 * stream.preflight     ─► stream.access stream.flow stream.storage core..
 * stream.shadow        ─► stream.access stream.flow stream.trace stream.wire routes core..
 * stream.monitor       ─► stream.access stream.flow stream.reference core
 * stream.live          ─► stream.access stream.flow stream.reference stream.wire core..
 * stream.incidents     ─► stream.access stream.control stream.wire core..
 * stream.webhook       ─► stream.access stream.flow stream.wire core
 * stream.feedback      ─► stream.access stream.control stream.flow stream.lookup stream.output stream.wire core core.quality
 * stream.lookup        ─► stream.access stream.flow stream.intake stream.reference stream.storage stream.wire core core.quality
 * stream.access        ─► stream.batch stream.flow stream.output core..
 * stream.flow          ─► stream.batch stream.intake stream.output stream.reference stream.storage stream.trace stream.wire routes core..
 * stream.feed          ─► stream.access stream.wire core..
 * stream.replay        ─► stream.access stream.flow stream.intake stream.reference stream.wire core core.quality
 * stream.reference     ─► stream.intake stream.storage stream.wire download core
 * stream.storage       ─► download core
 * stream.intake        ─► stream.registry stream.wire core
 * stream.output        ─► stream.registry core
 * stream.registry      ─► core
 * stream.wire          ─► routes core..
 * stream.trace         ─► stream.batch core..
 * stream.batch         ─►
 *
 * routes               ─► core core.verdict
 * models               ─► download onnx bundle routes stream.flow core..
 * download             ─► core
 * onnx                 ─► bundle core..
 * bundle               ─► core..
 *
 * core.evaluation      ─► core.dataset core.density core.elbo core.image core.statistics core.verdict
 * core.evidence        ─► core.density core.elbo core.image core.verdict
 * core.drift           ─► core.elbo core.statistics core.verdict
 * core.shadow          ─► core core.statistics
 * core.quality         ─► core core.statistics core.verdict
 * core.verdict         ─► core core.density core.elbo core.statistics
 * core.density         ─► core.elbo
 * core.parity          ─► core core.elbo core.image
 * core.replay          ─► core core.quality core.statistics core.verdict
 * core.elbo            ─► core core.image
 * core.dataset         ─► core.image core
 * core.image           ─► core
 * core.source          ─► core
 * core.statistics      ─►
 * core                 ─►
 *
 * lab                  ─► lab.bench lab.demo lab.soak cli
 * lab.demo             ─► lab.board lab.broker lab.camera lab.rig cli service settings web onnx bundle stream.access stream.feed stream.flow stream.output core..
 * lab.soak             ─► lab.broker lab.process lab.rig cli service settings download onnx bundle stream.access stream.batch stream.flow stream.wire core..
 * lab.bench            ─► lab.bench.latency lab.bench.models lab.bench.provider lab.bench.scaling lab.bench.throughput lab.rig cli settings bundle core..
 * lab.bench.latency    ─► lab.rig service settings
 * lab.bench.models     ─► lab.rig service settings stream.batch stream.flow core..
 * lab.bench.provider   ─► lab.rig onnx bundle core..
 * lab.bench.scaling    ─► lab.rig settings
 * lab.bench.throughput ─► lab.rig service settings metrics onnx bundle stream.batch stream.flow stream.wire core..
 * lab.rig              ─► lab.board lab.broker service settings onnx bundle stream.flow core..
 * lab.camera           ─► lab.board core..
 * lab.board            ─► core core.image
 * lab.broker           ─► lab.process core
 * lab.process          ─► core
 * </pre>
 *
 * <p>A library is used by the packages right of its arrow and by no other. The core uses the JDK alone.
 *
 * <pre>
 * ai.onnxruntime                                    ◄─ onnx
 * org.apache.kafka kafka                            ◄─ stream.. traces lab..
 * org.apache.kafka.metadata org.apache.kafka.server ◄─ lab.broker
 * io.micrometer io.prometheus                       ◄─ metrics
 * io.opentelemetry                                  ◄─ traces
 * io.javalin org.eclipse.jetty jakarta              ◄─ web web.api
 * picocli                                           ◄─ cli lab lab.bench lab.demo lab.soak
 * me.tongfei                                        ◄─ cli
 * ch.qos.logback                                    ◄─ cli log
 * com.google.re2j                                   ◄─ routes
 * org.apache.commons.compress                       ◄─ models
 * software.amazon                                   ◄─ download
 * com.fasterxml.jackson                             ◄─ bundle report stream.feed stream.intake stream.output stream.registry stream.wire stream.live web web.api lab..
 * org.apache.avro                                   ◄─ stream.intake stream.output
 * </pre>
 *
 * <p>Internal classes of Kafka Streams are used by {@code stream.batch.PreCommitHook}, {@code stream.flow.SourceStore} and
 * {@code stream.monitor.TrackedConsumer} alone.
 */
package io.elbowatch;
