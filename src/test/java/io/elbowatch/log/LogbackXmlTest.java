package io.elbowatch.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The configuration that is shipped. */
class LogbackXmlTest {
    private static final Path SHIPPED = Path.of("src", "main", "resources", "logback.xml");
    private static final String HOSTILE = "boards\u001B[2J\n2026-01-01T00:00:00.000Z INFO  RunCommand all is well";

    @Test
    void shouldEscapeWhatMessagesAndExceptionsQuote() throws Exception {
        List<String> lines = logged(
                        "text",
                        log -> log.warn(
                                "model loaded name={}",
                                HOSTILE,
                                new IOException(HOSTILE, new IllegalStateException(HOSTILE))))
                .lines()
                .toList();

        assertThat(lines).noneMatch(line -> line.contains("\u001B")).noneMatch(line -> line.startsWith("2026-01-01"));
        assertThat(lines.get(0))
                .endsWith("model loaded name=boards\\u001b[2J\\n2026-01-01T00:00:00.000Z INFO  RunCommand"
                        + " all is well");
        assertThat(lines.get(1)).startsWith("java.io.IOException: boards\\u001b[2J\\n2026");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("\tat "))
                .anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalStateException: boards\\u001b"));
    }

    @Test
    void shouldWriteKeyValuePairs() throws Exception {
        assertThat(logged("text", log -> log.atInfo().addKeyValue("fix", "a\nb").log("refused")))
                .endsWith("refused fix=\"a\\nb\"" + System.lineSeparator());
    }

    @Test
    void shouldFoldTheClientsOfKafka() throws Exception {
        assertThat(logged("json", "org.apache.kafka.clients.NetworkClient", log -> {
                            for (int i = 0; i < 100; i++) {
                                log.warn("[Producer clientId=a] Bootstrap broker 127.0.0.1:1 (id: -1) disconnected");
                            }
                        })
                        .lines())
                .hasSize(1) // the rest is due in a minute
                .first()
                .asString()
                .contains("\"log.level\":\"WARN\"", "disconnected");
    }

    @Test
    void shouldFoldNothingOfElbowatch() throws Exception {
        assertThat(logged("text", log -> {
                            log.warn("left out");
                            log.warn("left out");
                        })
                        .lines())
                .hasSize(2);
    }

    private static String logged(String format, Consumer<Logger> work) throws JoranException {
        return logged(format, Events.OURS, work);
    }

    private static String logged(String format, String logger, Consumer<Logger> work) throws JoranException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream console = System.err;
        System.setErr(new PrintStream(written, true, UTF_8));
        LoggerContext context = new LoggerContext();
        try {
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.start();
            context.putProperty("elbowatch.log.format", format);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(SHIPPED.toFile());
            assertThat(context.getStatusManager().getCopyOfStatusList())
                    .noneMatch(status -> status.getLevel() >= Status.ERROR);
            work.accept(context.getLogger(logger));
        } finally {
            context.stop();
            System.setErr(console);
        }
        return written.toString(UTF_8);
    }
}
