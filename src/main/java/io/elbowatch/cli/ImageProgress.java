package io.elbowatch.cli;

import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error; nothing where that is no terminal. */
public final class ImageProgress implements AutoCloseable {
    private static final long UNKNOWN = -1;
    private final Optional<ProgressBar> bar;

    private ImageProgress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /**
     * @param task the label of the bar
     * @param expected number of images, empty if unknown
     */
    public static ImageProgress show(String task, OptionalLong expected) {
        if (!Terminal.isErr()) {
            return new ImageProgress(Optional.empty());
        }
        return new ImageProgress(Optional.of(new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" images", 1)
                .setInitialMax(expected.orElse(UNKNOWN))
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build()));
    }

    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Shows that this number of images is done. */
    public void stepTo(long done) {
        bar.ifPresent(shown -> shown.stepTo(done));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
