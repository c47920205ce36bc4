package io.elbowatch.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which places may be read. Who may write the settings topic chooses what every instance reads; this list bounds it. An
 * entry is {@code folder} or the beginning of an address, up to a slash or to the colon of a scheme.
 *
 * @param entries at least one
 */
public record AllowedPlaces(List<String> entries) {
    private static final List<String> SCHEMES = List.of("file:", "https:", "s3:");

    private static final Pattern ADDRESS = Pattern.compile("(file:/|https://|s3://)[^/].*/");
    private static final Pattern HOST = Pattern.compile("https://([^/]*)(/.*)");
    private static final Pattern HIDDEN = Pattern.compile("(?i)%2e|%2f|%5c|\\\\|/\\.\\./");

    /** The folder {@code models.folder} alone. */
    public static final AllowedPlaces FOLDER = new AllowedPlaces(List.of("folder"));

    public AllowedPlaces {
        entries = entries.stream().map(AllowedPlaces::normal).toList();
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no place is allowed");
        }
        for (String entry : entries) {
            if (!entry.equals("folder") && !isBeginning(entry)) {
                throw new IllegalArgumentException("'" + entry
                        + "' is neither folder nor the beginning of an address that ends with / or is file:,"
                        + " https: or s3:");
            }
        }
    }

    /** A beginning as places are written: {@code file:/} with one slash, a host in lower case, no usual port. */
    private static String normal(String entry) {
        Matcher web = HOST.matcher(entry);
        return web.matches()
                ? "https://" + web.group(1).toLowerCase(Locale.ROOT).replaceFirst(":443$", "") + web.group(2)
                : entry.replaceFirst("^file:///(?!/)", "file:/");
    }

    private static boolean isBeginning(String entry) {
        return SCHEMES.contains(entry) || SCHEMES.stream().anyMatch(entry::startsWith) && entry.endsWith("/");
    }

    /** Reads entries, separated by commas. @throws IllegalArgumentException naming the one that is wrong */
    public static AllowedPlaces parse(String text) {
        return new AllowedPlaces(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    /**
     * Reads beginnings of addresses, separated by commas. Each has a host, a bucket or a folder.
     *
     * @throws IllegalArgumentException naming the one that is wrong
     */
    public static AllowedPlaces parseAddresses(String text) {
        AllowedPlaces allowed = parse(text);
        for (String entry : allowed.entries()) {
            if (!ADDRESS.matcher(entry).matches()) {
                throw new IllegalArgumentException("'" + entry
                        + "' is not the beginning of an address: file:/folder/, https://host/ or s3://bucket/");
            }
        }
        return allowed;
    }

    /** Whether a place may be read. A beginning is compared with the address as it is asked for. */
    public boolean contains(Place place) {
        if (place instanceof Place.Local local) {
            return local.below()
                    ? entries.contains("folder")
                    : begins(local.path().normalize().toUri().getRawPath(), "file:");
        }
        if (place instanceof Place.Web web) {
            String path = web.address().normalize().getRawPath();
            if (HIDDEN.matcher(path).find()) { // a server may read it as a way out of the beginning
                return false;
            }
            String port = web.address().getPort() < 0 || web.address().getPort() == 443
                    ? ""
                    : ":" + web.address().getPort();
            return begins("//" + web.address().getHost().toLowerCase(Locale.ROOT) + port + path, "https:");
        }
        Place.Bucket bucket = (Place.Bucket) place;
        return begins("//" + bucket.bucket() + "/" + bucket.key(), "s3:");
    }

    /**
     * Whether a file lies below an allowed folder, wherever links lead.
     *
     * @throws NotThereException when the folder is there and the file is not
     * @throws IOException when the folder cannot be read
     */
    public boolean containsReally(Place.Local place) throws IOException {
        for (String entry : entries) {
            Path folder = entry.startsWith("file:/") ? Path.of(URI.create(entry)) : null;
            if (folder != null && place.path().normalize().startsWith(folder)) {
                // Twice: the folder may go away, as a mount does, or come back between two looks.
                boolean there = Files.exists(place.path());
                Path real = folder.toRealPath();
                if (!there && !Files.exists(place.path())) {
                    folder.toRealPath();
                    throw new NotThereException("there is nothing at " + place.path());
                }
                if (place.path().toRealPath().startsWith(real)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean begins(String rest, String scheme) {
        return entries.contains(scheme) || entries.stream().anyMatch((scheme + rest)::startsWith);
    }

    @Override
    public String toString() {
        return String.join(",", entries);
    }
}
