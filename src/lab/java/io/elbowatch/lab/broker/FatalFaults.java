package io.elbowatch.lab.broker;

import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka's server does on a fault that it cannot survive, such as a disk without room: it ends its process, here the
 * one with the demo, the benchmark or the test around it. The log says so before.
 */
final class FatalFaults {
    private static final Logger LOG = LoggerFactory.getLogger(FatalFaults.class);

    private FatalFaults() {}

    /** From now on Kafka's server says that it ends this process. A second call changes nothing. */
    static void log() {
        Exit.setExitProcedure(logged(Runtime.getRuntime()::exit));
        Exit.setHaltProcedure(logged(Runtime.getRuntime()::halt));
    }

    /** @param end takes the exit code */
    static Exit.Procedure logged(IntConsumer end) {
        return (code, message) -> {
            LOG.error(
                    "a Kafka broker in this process ends it code={} reason={}; the lines above and the stack say which"
                            + " fault, often a full disk or a broker that was starved of CPU",
                    code,
                    message == null ? "none given" : message,
                    new IllegalStateException("a broker's fatal fault"));
            end.accept(code);
        };
    }
}
