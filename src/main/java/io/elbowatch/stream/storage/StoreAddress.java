package io.elbowatch.stream.storage;

import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.download.Place;
import java.util.List;

/** Where objects are written: the beginning of their addresses, {@code s3://bucket/prefix/} or {@code file:/folder/}. */
public record StoreAddress(String beginning) {
    /** Leaves room for the longest names of topics and offsets in the 1,024 bytes of a key. */
    private static final int MAX_LENGTH = 512;

    public StoreAddress {
        AllowedPlaces allowed = AllowedPlaces.parseAddresses(beginning);
        if (!allowed.entries().equals(List.of(beginning)) || beginning.startsWith("https:")) {
            throw new IllegalArgumentException("'" + beginning
                    + "' is not one address of a bucket or a folder: s3://bucket/prefix/ or file:/folder/");
        }
        if (beginning.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it has more than " + MAX_LENGTH + " characters");
        }
        Place.address(beginning + "0"); // throws for what is no address
    }

    /** The address of an object. @param path made of letters, digits, '.', '_', '-' and '/' */
    public String of(String path) {
        return beginning + path;
    }

    @Override
    public String toString() {
        return beginning;
    }
}
