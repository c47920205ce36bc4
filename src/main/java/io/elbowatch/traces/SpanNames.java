package io.elbowatch.traces;

import io.opentelemetry.api.common.AttributeKey;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

/**
 * The names of spans and of their attributes. Those of {@code messaging}, {@code service} and {@code error} are
 * OpenTelemetry's semantic conventions; docs/traces.md explains the others.
 */
final class SpanNames {
    static final String PROCESS = "process";
    static final String DECODE = "decode";
    static final String EXPLAIN = "explain";
    static final String BATCH = "batch";
    static final String MODEL = "model";
    static final String COMMIT = "commit";

    static final AttributeKey<String> SERVICE = stringKey("service.name");
    static final AttributeKey<String> SERVICE_VERSION = stringKey("service.version");
    static final AttributeKey<String> SERVICE_INSTANCE = stringKey("service.instance.id");

    static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
    static final AttributeKey<String> OPERATION = stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
    static final AttributeKey<String> TOPIC = stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = stringKey("messaging.destination.partition.id");
    static final AttributeKey<Long> OFFSET = longKey("messaging.kafka.offset");
    static final AttributeKey<String> KEY = stringKey("messaging.kafka.message.key");
    static final AttributeKey<String> GROUP = stringKey("messaging.consumer.group.name");
    static final AttributeKey<Long> BODY_BYTES = longKey("messaging.message.body.size");
    static final AttributeKey<Long> BATCH_IMAGES = longKey("messaging.batch.message_count");
    static final AttributeKey<String> ERROR = stringKey("error.type");

    static final AttributeKey<String> FLUSH_REASON = stringKey("elbowatch.batch.reason");
    static final AttributeKey<String> BUNDLE = stringKey("elbowatch.bundle");
    static final AttributeKey<String> MODEL_NAME = stringKey("elbowatch.model.name");
    static final AttributeKey<String> MODEL_VERSION = stringKey("elbowatch.model.version");
    static final AttributeKey<String> PROVIDER = stringKey("elbowatch.model.provider");
    static final AttributeKey<Boolean> ANOMALOUS = booleanKey("elbowatch.anomalous");
    static final AttributeKey<Double> P_VALUE = doubleKey("elbowatch.p_value");
    static final AttributeKey<Long> OUTPUTS = longKey("elbowatch.commit.images");

    private SpanNames() {}
}
