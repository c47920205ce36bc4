package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.stream.wire.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What labels say of the verdicts, and which images wait for one. Used by many threads; never blocks. */
public interface LiveQuality {

    /** The quality now; empty until everything has been read that was there at the start. */
    Optional<QualityReport> report();

    /** The images that were drawn for review and have no label, the newest first. */
    List<Decision> queue(int limit);

    /** The span of images that is looked at. */
    Duration window();
}
