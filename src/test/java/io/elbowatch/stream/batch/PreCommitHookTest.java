package io.elbowatch.stream.batch;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The hook with a Kafka version that no longer calls flushCache before it commits. */
class PreCommitHookTest {
    private final PreCommitHook hook = new PreCommitHook("hook");
    private boolean holding = true;
    private int flushes;

    @Test
    void shouldCrashAtACommitWhileImagesAreHeldBack() {
        hook.attach(context(), new Owner());
        assertThatThrownBy(() -> hook.commit(Map.of())).hasMessageContaining("no longer flushes caches");
        assertThatThrownBy(hook::clearCache).hasMessageContaining("no longer flushes caches");
    }

    @Test
    void shouldLetACommitPassOnceNothingIsHeld() {
        hook.attach(context(), new Owner());
        hook.flushCache();
        assertThat(flushes).isEqualTo(1);
        assertThatCode(() -> hook.commit(Map.of())).doesNotThrowAnyException();
        assertThatCode(hook::clearCache).doesNotThrowAnyException();
    }

    @Test
    void shouldDoNothingBeforeAProcessorHasAttached() {
        assertThatCode(hook::flushCache).doesNotThrowAnyException();
        assertThatCode(() -> hook.commit(Map.of())).doesNotThrowAnyException();
    }

    private final class Owner implements PreCommitHook.Owner {
        @Override
        public void beforeCommit() {
            flushes++;
            holding = false;
        }

        @Override
        public boolean holdsNothing() {
            return !holding;
        }
    }

    private static ProcessorContext<?, ?> context() {
        ProcessorNode<Object, Object, Object, Object> node = new ProcessorNode<>("node");
        return (ProcessorContext<?, ?>) Proxy.newProxyInstance(
                PreCommitHookTest.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (proxy, method, arguments) -> method.getName().equals("currentNode") ? node : null);
    }
}
