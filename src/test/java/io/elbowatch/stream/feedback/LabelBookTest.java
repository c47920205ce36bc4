package io.elbowatch.stream.feedback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRead;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class LabelBookTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LabelBook book = new LabelBook(3, nanos::get);

    @Test
    void shouldKeepTheLastLabelOfAnImage() {
        take(label(1, Truth.DEFECT));
        take(label(1, Truth.NORMAL));

        assertThat(book.of(image(1)).map(LabelRecord::label)).contains(Truth.NORMAL);
        assertThat(book.counts().labels())
                .containsEntry(Truth.NORMAL, 1)
                .containsEntry(Truth.DEFECT, 0)
                .containsEntry(Truth.UNSURE, 0);
    }

    @Test
    void shouldForgetWhatIsWithdrawn() {
        take(label(1, Truth.DEFECT));
        book.take(LabelJson.key(image(1)), null);

        assertThat(book.of(image(1))).isEmpty();
        assertThat(book.counts().labels()).containsEntry(Truth.DEFECT, 0);
    }

    @Test
    void shouldForgetTheOldestBeyondItsLimit() {
        for (int offset = 1; offset <= 3; offset++) {
            take(label(offset, Truth.DEFECT));
        }
        take(label(1, Truth.UNSURE)); // is now the newest
        take(label(4, Truth.DEFECT));

        assertThat(book.newest(10)).extracting(one -> one.image().offset()).containsExactly(4L, 1L, 3L);
        assertThat(book.newest(2)).extracting(one -> one.image().offset()).containsExactly(4L, 1L);
        assertThat(book.counts().labels()).containsEntry(Truth.DEFECT, 2).containsEntry(Truth.UNSURE, 1);
    }

    @Test
    void shouldTellListenersOfEveryLabelInOrder() {
        List<String> told = new ArrayList<>();
        book.listen(new LabelListener() {
            @Override
            public void labelled(LabelRecord label) {
                told.add(label.image().text() + " " + label.label().label());
            }

            @Override
            public void withdrawn(OutputOrigin image) {
                told.add(image.text() + " withdrawn");
            }
        });
        take(label(1, Truth.DEFECT));
        book.take(new byte[0], new byte[0]);
        book.take(LabelJson.key(image(1)), null);

        assertThat(told).containsExactly("images-0-1 defect", "images-0-1 withdrawn");
    }

    @Test
    void shouldCountWhatItRefusesAndChangeNothing() {
        take(label(1, Truth.DEFECT));
        book.take(LabelJson.key(image(1)), "{".getBytes(UTF_8));
        book.take(null, null);

        assertThat(book.of(image(1)).map(LabelRecord::label)).contains(Truth.DEFECT);
        assertThat(book.counts().refused())
                .containsEntry(LabelRead.Reason.MALFORMED, 1L)
                .containsEntry(LabelRead.Reason.KEY, 1L)
                .containsEntry(LabelRead.Reason.FIELD, 0L);
    }

    @Test
    void shouldLogAFloodInFewLines() {
        Logger logger = (Logger) LoggerFactory.getLogger(LabelBook.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        logger.addAppender(written);
        try {
            for (int i = 0; i < 10_000; i++) {
                book.take(null, null);
            }
            nanos.addAndGet(10_000_000_000L);
            book.take(null, null);
        } finally {
            logger.detachAppender(written);
        }

        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "label refused reason=key detail=\"no key\" since_last_line=0",
                        "label refused reason=key detail=\"no key\" since_last_line=9999");
    }

    private void take(LabelRecord label) {
        book.take(LabelJson.key(label.image()), LabelJson.write(label));
    }

    private static OutputOrigin image(long offset) {
        return new OutputOrigin("images", 0, offset);
    }

    private static LabelRecord label(long offset, Truth truth) {
        return new LabelRecord(
                image(offset),
                OptionalLong.empty(),
                Optional.empty(),
                truth,
                Optional.empty(),
                Optional.empty(),
                "anna",
                offset,
                Optional.empty());
    }
}
