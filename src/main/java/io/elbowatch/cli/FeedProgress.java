package io.elbowatch.cli;

import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where somebody watches, and nothing where output goes to a file or a pipe. */
final class FeedProgress implements AutoCloseable {
    private static final long UNKNOWN = -1;
    private final Optional<ProgressBar> bar;

    private FeedProgress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** @param expected how many images will come, empty when nobody knows */
    static FeedProgress show(OptionalLong expected) {
        if (System.console() == null) {
            return new FeedProgress(Optional.empty());
        }
        return new FeedProgress(Optional.of(new ProgressBarBuilder()
                .setTaskName("feed")
                .setUnit(" images", 1)
                .setInitialMax(expected.orElse(UNKNOWN))
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build()));
    }

    void acknowledged() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
