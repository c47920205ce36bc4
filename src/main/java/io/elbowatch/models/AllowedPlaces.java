package io.elbowatch.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which places may be read. Who may write the settings topic chooses what every instance reads; this list bounds it. An
 * entry is {@code folder} or the beginning of an address, up to a slash or to the colon of a scheme.
 *
 * @param entries at least one
 */
public record AllowedPlaces(List<String> entries) {
    /** The folder {@code models.folder} alone. */
    public static final AllowedPlaces FOLDER = new AllowedPlaces(List.of("folder"));

    private static final List<String> SCHEMES = List.of("file:", "https:", "s3:");

    public AllowedPlaces {
        entries = List.copyOf(entries);
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

    /** Whether a place may be read. A beginning is compared with the address as it is asked for. */
    boolean contains(BundlePlace place) {
        if (place instanceof BundlePlace.Local local) {
            return local.below()
                    ? entries.contains("folder")
                    : begins(local.path().normalize().toUri().getRawPath(), "file:");
        }
        if (place instanceof BundlePlace.Web web) {
            String port = web.address().getPort() < 0 || web.address().getPort() == 443
                    ? ""
                    : ":" + web.address().getPort();
            return begins(
                    "//" + web.address().getHost().toLowerCase(Locale.ROOT) + port
                            + web.address().normalize().getRawPath(),
                    "https:");
        }
        BundlePlace.Bucket bucket = (BundlePlace.Bucket) place;
        return begins("//" + bucket.bucket() + "/" + bucket.key(), "s3:");
    }

    private boolean begins(String rest, String scheme) {
        return entries.contains(scheme) || entries.stream().anyMatch((scheme + rest)::startsWith);
    }

    @Override
    public String toString() {
        return String.join(",", entries);
    }
}
