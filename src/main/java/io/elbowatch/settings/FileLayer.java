package io.elbowatch.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Reads the settings out of a properties file in UTF-8; a key that stands in it twice is a problem. */
final class FileLayer {
    private FileLayer() {}

    static Layer read(Optional<Path> file, Problems problems) {
        List<Given> all = new ArrayList<>();
        file.ifPresent(path -> {
            try (Reader reader = Files.newBufferedReader(path)) {
                new Lines(path.toString(), all).load(reader);
            } catch (NoSuchFileException e) {
                problems.add("there is no settings file " + path);
            } catch (IOException | IllegalArgumentException e) {
                problems.add("the settings file " + path + " cannot be read: " + e);
            }
        });
        return Layer.of(Layer.Rank.FILE, all, problems);
    }

    /** Keeps every line, where Properties alone would keep the last of a key. */
    private static final class Lines extends Properties {
        private static final long serialVersionUID = 1L;
        private final transient List<Given> all;
        private final String origin;

        Lines(String origin, List<Given> all) {
            this.origin = origin;
            this.all = all;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            all.add(new Given((String) key, ((String) value).strip(), origin));
            return null;
        }
    }
}
