package io.elbowatch.lab.demo;

import io.elbowatch.cli.ImageProgress;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes generated circuit boards as a data set, which appears as a whole or not at all. */
@Command(
        name = "boards",
        mixinStandardHelpOptions = true,
        description = {
            "Generates images of circuit boards that look like DeepPCB crops, to train, calibrate and test models.",
            "Board i of a seed is always the same, whatever the count."
        },
        footer = {
            "",
            "Examples:",
            "  An IDX file for training:",
            "    elbowatch boards --out train.idx.gz --count 12000",
            "  An IDX file for tests, and its labels in test-labels.idx.gz:",
            "    elbowatch boards --out test.idx.gz --seed 2 --defects",
            "  PNG files in folders by kind:",
            "    elbowatch boards --out boards --count 140 --defects"
        })
public final class BoardsCommand implements Callable<Integer> {
    private static final String IDX = ".idx";
    private static final String IDX_GZ = ".idx.gz";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "An IDX file if it ends in .idx or .idx.gz, otherwise a folder of PNG files.")
    private Path out;

    @Option(names = "--count", defaultValue = "1000", description = "Number of boards; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Each seed gives other boards; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--defects",
            description = {
                "Gives every second board a defect, in turn open, short, mousebite, spur, copper, pinhole.",
                "Folders have these names; an IDX file gets a second one with -labels in its name: 0 normal, 1 to 6 the kinds."
            })
    private boolean defects;

    @Option(
            names = "--size",
            defaultValue = "64",
            description = "Pixels per side, 32 to 1024; default ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--force",
            description = "Replaces an existing file or folder, but never a folder with other files than boards.")
    private boolean force;

    @Override
    public Integer call() {
        BoardSet boards = boards();
        boolean idx = name().endsWith(IDX) || name().endsWith(IDX_GZ);
        Optional<Path> labels = idx && defects ? Optional.of(labels()) : Optional.empty();
        refuseExisting(out, idx);
        labels.ifPresent(path -> refuseExisting(path, true));
        try (ImageProgress progress = ImageProgress.show("boards", OptionalLong.of(count))) {
            if (idx) {
                boards.writeIdx(out, labels, done -> progress.step());
            } else {
                boards.writeFolder(out, done -> progress.step());
            }
        } catch (IOException failure) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "cannot write " + out + ": " + failure
                                    + "; no file was left there. Choose a folder that you may write to, on a disk with free space.");
            return 1;
        }
        return 0;
    }

    private BoardSet boards() {
        try {
            return new BoardSet(new BoardGenerator(seed, size), count, defects);
        } catch (IllegalArgumentException invalid) {
            throw refusal("--count or --size: " + invalid.getMessage());
        }
    }

    private void refuseExisting(Path path, boolean file) {
        if (!Files.exists(path)) {
            return;
        }
        if (Files.isDirectory(path) == file) {
            throw refusal(path + " is a " + (file ? "folder" : "file") + "; choose another --out.");
        }
        if (!force) {
            throw refusal(path + " exists; give --force to replace it, or choose another --out.");
        }
        if (!file && !isBoardFolder(path)) {
            throw refusal(path + " holds files that are no boards and would be lost; choose another --out.");
        }
    }

    private boolean isBoardFolder(Path folder) {
        try {
            return BoardSet.isBoardFolder(folder);
        } catch (IOException | UncheckedIOException unreadable) {
            throw refusal("cannot look into " + folder + " (" + unreadable + "); choose another --out.");
        }
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Path labels() {
        String suffix = name().endsWith(IDX) ? IDX : IDX_GZ;
        String stem = name().substring(0, name().length() - suffix.length());
        return out.resolveSibling(stem + "-labels" + suffix);
    }

    private String name() {
        Path name = out.getFileName();
        return name == null ? "" : name.toString();
    }
}
