package io.elbowatch.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where a file lies, as a record names it. */
public sealed interface Place {

    /** A file or a folder of this machine. @param below the path leads nowhere else than below this folder */
    record Local(Path path, boolean below) implements Place {}

    /** A file behind an address of the scheme https. */
    record Web(URI address) implements Place {}

    /** An object in a bucket. */
    record Bucket(String bucket, String key) implements Place {}

    /**
     * Reads a place.
     *
     * @param folder below which a place without a scheme lies
     * @throws IllegalArgumentException when the text is no place; the message is to be read after the text
     */
    public static Place read(String at, Path folder) {
        if (at.isBlank() || at.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("is blank or has control characters");
        }
        int colon = at.indexOf(':');
        if (colon < 0) {
            return new Local(below(folder, at), true);
        }
        URI address = uri(at);
        return switch (at.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "file" -> new Local(file(address), false);
            case "https" -> web(address);
            case "s3" -> bucket(address);
            default ->
                throw new IllegalArgumentException(
                        "is no place: its scheme is none of file:, https: and s3: (http: is not secure)");
        };
    }

    /**
     * Reads an address, which has a scheme.
     *
     * @throws IllegalArgumentException when the text is no address; the message is to be read after the text
     */
    public static Place address(String at) {
        if (at.indexOf(':') < 0) {
            throw new IllegalArgumentException("is no address: it begins with file:, https: or s3:");
        }
        return read(at, Path.of(""));
    }

    private static Path below(Path folder, String at) {
        Path path = path(at);
        if (path.isAbsolute() || at.contains("\\")) {
            throw new IllegalArgumentException("is not below models.folder: give a relative path, or file:");
        }
        for (Path part : path) {
            if (part.toString().equals("..") || part.toString().equals(".")) {
                throw new IllegalArgumentException("may have no . and .. in its path");
            }
        }
        return folder.resolve(path);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason(), e);
        }
    }

    private static URI uri(String at) {
        try {
            return new URI(at);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no address: " + e.getReason(), e);
        }
    }

    private static Path file(URI address) {
        if (address.getPath() == null || !address.getPath().startsWith("/") || address.getAuthority() != null) {
            throw new IllegalArgumentException("has no absolute path: write file:/folder/bundle.tar.gz");
        }
        return path(address.getPath());
    }

    private static Web web(URI address) {
        if (address.getHost() == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("needs a host, and no user or fragment: https://host/path");
        }
        return new Web(address);
    }

    private static Bucket bucket(URI address) {
        String path = address.getPath();
        if (address.getRawAuthority() == null
                || path == null
                || path.length() < 2
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "needs a bucket and a key, in which ? and # are percent-encoded: s3://bucket/key");
        }
        return new Bucket(address.getRawAuthority(), path.substring(1));
    }
}
