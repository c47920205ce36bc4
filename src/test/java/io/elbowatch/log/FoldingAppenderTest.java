package io.elbowatch.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FoldingAppenderTest {
    private static final String REFUSED =
            "[Producer clientId=elbowatch-%d-producer] Got error produce response on topic-partition {}, retrying ({} left)";
    private final Events events = new Events();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private long nanos = Long.MAX_VALUE - 1; // the clock may overflow
    private final FoldingAppender folding = new FoldingAppender(() -> nanos);

    @BeforeEach
    void start() {
        events.context.getLogger("io.elbowatch").setLevel(Level.INFO);
        written.start();
        folding.setContext(events.context);
        folding.addAppender(written);
        folding.start();
    }

    @AfterEach
    void stop() {
        folding.stop();
        events.context.stop();
    }

    @Test
    void shouldFoldWarningsThatRepeatIntoOneLineAMinuteWithTheirNumber() {
        for (int second = 0; second < 400; second++) {
            for (int thread = 1; thread <= 4; thread++) {
                warn(thread, "scores-" + second % 4);
            }
            pass(1);
        }
        folding.stop();

        assertThat(written.list).hasSize(1 + 6 + 1);
        assertThat(message(0)).doesNotContain("repeated").contains("scores-0");
        assertThat(message(1)).contains("clientId=elbowatch-4-producer", "repeated=239 seconds=60");
        assertThat(written.list)
                .allMatch(event ->
                        event.getLevel() == Level.WARN && event.getLoggerName().equals(Events.KAFKA));
        assertThat(written.list.stream()
                        .skip(1)
                        .mapToLong(event ->
                                Long.parseLong(event.getFormattedMessage().replaceAll("(?s).*repeated=(\\d+).*", "$1")))
                        .sum())
                .isEqualTo(1_599);
    }

    @Test
    void shouldTellOfRepeatsThatHaveEnded() {
        warn(1, "scores-0");
        warn(1, "scores-0");
        pass(60);
        folding.tick();

        assertThat(written.list).hasSize(2);
        assertThat(message(1)).contains("repeated=1 seconds=60");
        pass(60);
        folding.tick();
        assertThat(written.list).hasSize(2);
    }

    @Test
    void shouldWriteAWarningOfALaterOutageAtOnce() {
        warn(1, "scores-0");
        pass(61);
        folding.tick();
        warn(1, "scores-0");

        assertThat(written.list)
                .hasSize(2)
                .noneMatch(event -> event.getFormattedMessage().contains("repeated"));
    }

    @Test
    void shouldKeepOtherWarningsErrorsAndInformationApart() {
        warn(1, "scores-0");
        folding.doAppend(events.of(Events.KAFKA, Level.WARN, "Connection to node -1 could not be established"));
        folding.doAppend(events.of(Events.KAFKA, Level.ERROR, String.format(Locale.ROOT, REFUSED, 1), "scores-0", 1));
        folding.doAppend(events.of(
                "org.apache.kafka.clients.Other", Level.WARN, String.format(Locale.ROOT, REFUSED, 1), "scores-0", 1));
        folding.doAppend(events.of(Events.KAFKA, Level.INFO, "joined"));
        folding.doAppend(events.of(Events.KAFKA, Level.INFO, "joined"));

        assertThat(written.list).hasSize(6);
    }

    @Test
    void shouldWriteTheExactLinesAtDebugWhereDebugIsLogged() {
        events.context.getLogger("io.elbowatch").setLevel(Level.DEBUG);
        warn(1, "scores-0");
        warn(2, "scores-1");

        assertThat(written.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.DEBUG);
        assertThat(message(1)).contains("elbowatch-2-producer", "scores-1");
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void warn(int thread, String partition) {
        folding.doAppend(events.of(
                Events.KAFKA, Level.WARN, String.format(Locale.ROOT, REFUSED, thread), partition, 2147483646));
    }

    private String message(int i) {
        return written.list.get(i).getFormattedMessage();
    }
}
