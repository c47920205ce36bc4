package io.elbowatch.stream.live;

import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.live.Journal.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class JournalTest {
    private final Journal journal = new Journal("j");

    @Test
    void shouldSendAWatcherTheEntriesThatItHasNotReceived() throws InterruptedException {
        journal.add(Kind.REJECTED, "a", "", 1, "{\"n\":1}");
        long seen = journal.after(0, 0).get(0).id();
        journal.add(Kind.REJECTED, "b", "", 2, "{\"n\":2}");

        assertThat(journal.after(seen, 0)).extracting(Entry::json).containsExactly("{\"n\":2}");
    }

    @Test
    void shouldSendNoEntryTwice() throws InterruptedException {
        journal.add(Kind.REJECTED, "a", "", 1, "{}");
        long seen = journal.after(0, 0).get(0).id();
        journal.add(Kind.REJECTED, "a", "", 1, "{}");

        assertThat(journal.after(seen, 0)).isEmpty();
    }

    @Test
    void shouldReplaceAnEntryThatChanged() throws InterruptedException {
        journal.add(Kind.SCORES, "", "", 1, "{\"n\":1}");
        journal.add(Kind.SCORES, "", "", 2, "{\"n\":2}");

        assertThat(journal.after(0, 0)).extracting(Entry::json).containsExactly("{\"n\":2}");
    }

    @Test
    void shouldKeepOneSourceWhenAnotherFloods() throws InterruptedException {
        journal.add(Kind.PLAIN, "quiet", "line-1", 1, "{}");
        for (int i = 0; i < 1_000; i++) {
            journal.add(Kind.PLAIN, "flood-" + i, "line-4", 2 + i, "{\"n\":" + i + "}");
        }

        List<Entry> kept = journal.after(0, 0);
        assertThat(kept).hasSize(40);
        assertThat(kept).extracting(Entry::group).contains("line-1");
        assertThat(kept).last().extracting(Entry::json).isEqualTo("{\"n\":999}");
    }

    @Test
    void shouldWakeAWatcherThatWaits() throws Exception {
        CompletableFuture<List<Entry>> waiting = new CompletableFuture<>();
        Thread watcher = new Thread(() -> {
            try {
                waiting.complete(journal.after(0, 60_000));
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        watcher.start();
        await().until(() -> watcher.getState() == Thread.State.TIMED_WAITING);
        journal.add(Kind.REJECTED, "a", "", 1, "{}");

        assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
    }

    /** However often a watcher disconnects, it receives every entry once, in order. */
    @Property(tries = 50)
    void shouldLeaveNoGapWhereverAWatcherDisconnects(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 2) Integer> steps)
            throws InterruptedException {
        Journal written = new Journal("j");
        long seen = 0;
        long told = 0;
        int number = 0;
        for (int adds : steps) {
            for (int i = 0; i < adds; i++) {
                written.add(Kind.REJECTED, "k" + number, "", number, "{\"n\":" + number++ + "}");
            }
            List<Entry> news = written.after(seen, 0);
            assertThat(news)
                    .extracting(Entry::json)
                    .containsExactlyElementsOf(LongStream.range(told, number)
                            .mapToObj(n -> "{\"n\":" + n + "}")
                            .toList());
            told = number;
            seen = news.isEmpty() ? seen : news.get(news.size() - 1).id();
        }
    }
}
