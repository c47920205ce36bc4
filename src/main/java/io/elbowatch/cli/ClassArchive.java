package io.elbowatch.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of classes that Java writes at the end of this process where the launcher asks for it. The launcher uses it
 * only if the process came so far that it scored: an archive of a start that failed would lack most classes.
 */
final class ClassArchive {
    /** Names the file whose presence tells the launcher. */
    private static final String PROPERTY = "elbowatch.archive";

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private ClassArchive() {}

    /** Everything that a start loads is loaded. */
    static void whole() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return;
        }
        try {
            Files.createFile(Path.of(file));
        } catch (FileAlreadyExistsException e) {
            LOG.debug("another process has marked the archive of classes file={}", file);
        } catch (IOException e) {
            LOG.info("no archive of classes, so the next start takes longer reason=\"{}\"", e.toString());
        }
    }
}
