package io.elbowatch.lab.broker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class FatalFaultsTest {
    @Test
    void shouldSayThatABrokerEndsTheProcessAndThenEndIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(FatalFaults.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        List<Integer> ends = new ArrayList<>();
        try {
            FatalFaults.logged(ends::add).execute(1, "no space left on device");
            FatalFaults.logged(ends::add).execute(2, null);
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(ends).containsExactly(1, 2);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("ends it code=1 reason=no space left on device;"),
                        line -> assertThat(line).contains("ends it code=2 reason=none given;"));
    }
}
