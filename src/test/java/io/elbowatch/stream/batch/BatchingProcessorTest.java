package io.elbowatch.stream.batch;

import io.elbowatch.stream.batch.BatchWork.Waiting;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The processor in a context that keeps the current node and the current record as that of Kafka Streams does. */
class BatchingProcessorTest {
    private static final ProcessorNode<Object, Object, Object, Object> NODE = new ProcessorNode<>("score");

    private static final Duration COMMITS = Duration.ofMillis(100);

    private final PreCommitHook hook = new PreCommitHook("score-pre-commit");
    private final BatchingProcessor<String> processor = new BatchingProcessor<>(
            "score-pre-commit",
            new ThreadBatches<>(new BatchLimits(100, 1 << 20, Duration.ofHours(1)), Echo::new, Optional.empty()),
            new CommitTicks(COMMITS));
    private final List<String> forwarded = new ArrayList<>();
    private ProcessorNode<?, ?, ?, ?> currentNode = NODE;
    private ProcessorRecordContext recordContext;
    private RuntimeException forwardFails;
    private Punctuator commitTick;

    @BeforeEach
    void init() {
        processor.init(context());
    }

    @Test
    void shouldForwardEachRecordUnderItsOwnCoordinatesAndPutTheContextBack() {
        process("a", 17);
        process("b", 18);
        currentNode = null; // as during a commit
        ProcessorRecordContext commits = new ProcessorRecordContext(0, -1, -1, null, new RecordHeaders());
        recordContext = commits;

        processor.beforeCommit();

        assertThat(forwarded).containsExactly("a at 17 by score", "b at 18 by score");
        assertThat(currentNode).isNull();
        assertThat(recordContext).isSameAs(commits);
        assertThat(processor.holdsNothing()).isTrue();
    }

    @Test
    void shouldPutTheContextBackAfterAFailedForwardToo() {
        process("a", 17);
        currentNode = null;
        forwardFails = new IllegalStateException("sink");
        assertThatThrownBy(processor::beforeCommit).isSameAs(forwardFails);
        assertThat(currentNode).isNull();
    }

    /** Kafka Streams would process the current record again and commit what was already forwarded. */
    @Test
    void shouldThrowNoTimeoutOfKafka() {
        process("a", 17);
        forwardFails = new TimeoutException("no metadata");
        assertThatThrownBy(processor::beforeCommit)
                .isExactlyInstanceOf(StreamsException.class)
                .hasCause(forwardFails);
    }

    @Test
    void shouldForwardAheadOfACommitAndThenRunTheFollower() {
        hook.follow(() -> forwarded.add("changes"));
        process("a", 17);
        assertThat(forwarded).isEmpty();

        commitTick.punctuate(0);

        assertThat(forwarded).containsExactly("a at 17 by score", "changes");
        assertThat(processor.holdsNothing()).isTrue();
    }

    @Test
    void shouldDropItsRecordsWhenItIsInitialisedAgain() {
        process("a", 17);
        processor.init(context());
        processor.beforeCommit();
        assertThat(forwarded).isEmpty();
    }

    private void process(String value, long offset) {
        currentNode = NODE;
        recordContext = new ProcessorRecordContext(1_000, offset, 0, "images", new RecordHeaders());
        processor.process(new Record<>(new byte[0], value, 1_000));
    }

    @SuppressWarnings("unchecked")
    private ProcessorContext<byte[], Object> context() {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "getStateStore" -> hook;
            case "currentNode" -> currentNode;
            case "setCurrentNode" -> {
                currentNode = (ProcessorNode<?, ?, ?, ?>) arguments[0];
                yield null;
            }
            case "recordContext" -> recordContext;
            case "setRecordContext" -> {
                recordContext = (ProcessorRecordContext) arguments[0];
                yield null;
            }
            case "recordMetadata" -> Optional.of(recordContext);
            case "currentSystemTimeMs" -> 0L;
            case "schedule" -> {
                if (arguments[1].equals(COMMITS)) {
                    commitTick = (Punctuator) arguments[3];
                }
                yield null;
            }
            case "forward" -> {
                if (forwardFails != null) {
                    throw forwardFails;
                }
                Record<?, ?> record = (Record<?, ?>) arguments[0];
                forwarded.add(record.value() + " at " + recordContext.offset() + " by " + currentNode.name());
                yield null;
            }
            default -> null;
        };
        return (ProcessorContext<byte[], Object>) Proxy.newProxyInstance(
                BatchingProcessorTest.class.getClassLoader(), new Class<?>[] {InternalProcessorContext.class}, handler);
    }

    private static final class Echo implements BatchWork<String> {
        @Override
        public void waiting(int records, long bytes) {}

        @Override
        public long bytes(String value) {
            return 1;
        }

        @Override
        public List<Leaving> apply(List<Waiting<String>> batch, FlushReason reason) {
            return batch.stream()
                    .map(waiting -> waiting.to("child", waiting.record()))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
