package io.elbowatch.models;

import io.elbowatch.core.Printable;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the entries of one archive. An accepted name is that of a file without a folder, in letters, digits and
 * {@code . _ - +} and spaces. The archive may have all its files in one folder, whose name is left out. Two names that
 * differ in their case alone are refused: they are one file on some machines.
 */
final class EntryNames {
    /** Manifest, graph, golden images, calibration, mask, README and some more. */
    static final int MAX_ENTRIES = 64;

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+ -]{0,127}");
    private static final int MAX_QUOTED = 60;

    private final Map<String, String> seen = new HashMap<>();
    private Optional<String> folder = Optional.empty();
    private boolean anyFile;
    private int entries;

    /** Counts an entry of any kind. @throws BundleProblem when there are too many */
    void count() throws BundleProblem {
        entries++;
        if (entries > MAX_ENTRIES) {
            throw unsafe("has more than " + MAX_ENTRIES + " entries");
        }
    }

    /** Takes the name of a folder. */
    void folder(String entry) throws BundleProblem {
        List<String> parts = parts(entry.replaceFirst("/+$", ""));
        if (!parts.isEmpty()) {
            inside(parts.get(0), entry);
        }
        if (parts.size() > 1) {
            throw unsafe("has a folder in a folder, " + quoted(entry) + ": the files of a bundle lie side by side");
        }
    }

    /** Takes the name of a file. @return the name under which it is unpacked */
    String file(String entry) throws BundleProblem {
        List<String> parts = parts(entry);
        if (parts.size() > 2) {
            throw unsafe("has a folder in a folder, " + quoted(entry) + ": the files of a bundle lie side by side");
        }
        if (parts.size() == 2) {
            inside(parts.get(0), entry);
        } else if (parts.isEmpty() || folder.isPresent()) {
            throw besides(entry);
        }
        anyFile = true;
        String name = parts.get(parts.size() - 1);
        String other = seen.put(name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
            throw unsafe(
                    other.equals(name)
                            ? "has two entries " + quoted(name)
                            : "has the entries " + quoted(other) + " and " + quoted(name)
                                    + ", which are one file on some machines");
        }
        return name;
    }

    private void inside(String name, String entry) throws BundleProblem {
        if (folder.isPresent() ? !folder.get().equals(name) : anyFile) {
            throw besides(entry);
        }
        folder = Optional.of(name);
    }

    private static BundleProblem besides(String entry) {
        return unsafe("has files in several places, such as " + quoted(entry)
                + ": put the files of the bundle side by side, or all into one folder");
    }

    private static List<String> parts(String entry) throws BundleProblem {
        String relative = entry.startsWith("./") ? entry.substring(2) : entry;
        if (relative.isEmpty() || relative.equals(".")) {
            return List.of();
        }
        if (relative.startsWith("/") || relative.matches("[A-Za-z]:.*")) {
            throw unsafe("has an entry with an absolute path, " + quoted(entry));
        }
        List<String> parts = List.of(relative.split("/", -1));
        if (parts.contains("..")) {
            throw unsafe("has an entry that leads out of its folder, " + quoted(entry));
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw unsafe("has an entry named " + quoted(entry)
                        + ": allowed are letters, digits, '.', '_', '-', '+' and spaces");
            }
        }
        return parts;
    }

    /** An archive that is refused. @param what is to be read after "the archive" */
    static BundleProblem unsafe(String what) {
        return new BundleProblem(Reason.UNSAFE_ARCHIVE, "the archive " + what);
    }

    static String quoted(String entry) {
        return "'" + Printable.line(entry.length() > MAX_QUOTED ? entry.substring(0, MAX_QUOTED) + "…" : entry) + "'";
    }
}
