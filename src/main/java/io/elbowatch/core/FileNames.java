package io.elbowatch.core;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The names of files as text. Java converts between the two in the charset of the locale, which is ASCII in the locale
 * C; a name that the charset cannot write does not lead to its file.
 */
public final class FileNames {
    private static final Charset CHARSET = charset(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private FileNames() {}

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /** Whether the text of the last part of this path leads to the same file again. */
    public static boolean isReadable(Path path) {
        Path name = path.getFileName();
        try {
            return name.equals(name.getFileSystem().getPath(name.toString()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Whether the charset of the locale can write this text. */
    public static boolean canWrite(String text) {
        return CHARSET.newEncoder().canEncode(text);
    }

    /** What is wrong with a name that does not lead to its file, to be read after the name. */
    public static String fault() {
        return isUtf8() ? "has a name that is not UTF-8" : "has a name with other characters than " + ofLocale();
    }

    /** What the user can do about such a name. */
    public static String remedy() {
        return isUtf8() ? "rename it" : "choose a locale with UTF-8: LC_ALL=C.UTF-8";
    }

    /** For a text that is no path. */
    public static Refusal refusal(InvalidPathException e) {
        return canWrite(e.getInput())
                ? new Refusal("'" + e.getInput().replace('\0', '?') + "' is no path: " + e.getReason(), "correct it", e)
                : new Refusal("the path '" + e.getInput() + "' has other characters than " + ofLocale(), remedy(), e);
    }

    private static boolean isUtf8() {
        return CHARSET.equals(StandardCharsets.UTF_8);
    }

    private static String ofLocale() {
        return "the charset of the locale has, " + CHARSET.name() + " (LC_ALL, LC_CTYPE, LANG)";
    }
}
