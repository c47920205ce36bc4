package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.replay.Flip;
import io.elbowatch.report.FlipsPage;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A folder with a picture of each flip, as the new model explains it, and {@code index.html} that lists them. */
final class FlipFolder {
    /** Of pictures; the page lists all flips. */
    private static final int MAX_PICTURES = 1000;

    private static final String INDEX = "index.html";

    private final Path folder;
    private final LoadedModel loaded;
    private final DecodeLimits limits;

    /** Creates the folder. @throws Refusal when that fails */
    FlipFolder(Path folder, LoadedModel loaded, DecodeLimits limits) {
        this.folder = folder;
        this.loaded = loaded;
        this.limits = limits;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Reads the images of the flips again, and writes the pictures and the page. @return the page */
    Path write(String topic, List<Flip> flips, RangeReader range) {
        List<FlipsPage.Row> rows = new ArrayList<>();
        ImageDecoder decoder = new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), limits);
        try (EvidenceFolder pictures = EvidenceFolder.at(folder, loaded);
                ImageProgress progress = ImageProgress.show("pictures", OptionalLong.of(flips.size()))) {
            for (Flip flip : flips) {
                int number = rows.size();
                rows.add(new FlipsPage.Row(
                        flip,
                        number < MAX_PICTURES
                                ? range.fetch(flip.partition(), flip.offset())
                                        .flatMap(record -> picture(number, record, decoder, pictures))
                                : Optional.empty()));
                progress.step();
            }
        }
        Path page = folder.resolve(INDEX);
        try {
            Files.writeString(page, FlipsPage.of(topic, words(flips.size()), rows));
        } catch (IOException e) {
            throw unwritable(page, e);
        }
        return page;
    }

    private static String words(int flips) {
        return "Images on which the two models disagree: " + flips + "."
                + (flips > MAX_PICTURES ? " The first " + MAX_PICTURES + " have pictures." : "");
    }

    /** Empty for an image that cannot be decoded any more, which another limit than before would explain. */
    private Optional<String> picture(int number, RangeRecord record, ImageDecoder decoder, EvidenceFolder pictures) {
        if (!(decoder.decode(record.value(), record.contentType()) instanceof Decoded.Pixels decoded)) {
            return Optional.empty();
        }
        String file = pictures.add(number, record.name(), decoded.pixels());
        return Optional.of(file);
    }

    private static Refusal unwritable(Path path, IOException e) {
        return new Refusal("cannot write " + path + ": " + e, "give --evidence a folder that you may write to", e);
    }
}
