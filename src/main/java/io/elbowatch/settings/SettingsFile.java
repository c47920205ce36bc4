package io.elbowatch.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads the settings of a properties file in UTF-8, with or without a byte order mark. A key that stands in it twice is read twice. */
final class SettingsFile {
    private SettingsFile() {}

    static List<Given> read(Path path, Problems problems) {
        List<Given> all = new ArrayList<>();
        try {
            new Lines(path.toString(), all).load(new StringReader(TextFile.read(path)));
        } catch (NoSuchFileException e) {
            problems.add("there is no settings file " + path);
        } catch (CharacterCodingException e) {
            problems.add("the settings file " + path + " is not in UTF-8; save it in UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            problems.add("the settings file " + path + " cannot be read: " + e);
        }
        return all;
    }

    /** Keeps every line. {@link Properties} alone keeps only the last value of a key. */
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
