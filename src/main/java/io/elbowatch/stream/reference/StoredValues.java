package io.elbowatch.stream.reference;

import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.download.Place;
import io.elbowatch.stream.intake.Claim;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.wire.StoredValue;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads values of records of this application that are in its stores, for readers beside the stream. Other places are not asked,
 * whatever a record names; bytes with another hash are not given. Used by many threads.
 */
public final class StoredValues implements AutoCloseable {
    private static final int MAX_BYTES = 64 << 20;

    private final Optional<AllowedPlaces> from;
    private final Optional<? extends ObjectSource> objects;

    StoredValues(Optional<AllowedPlaces> from, Optional<? extends ObjectSource> objects) {
        this.from = from;
        this.objects = objects;
    }

    /** From the stores of these settings. */
    public static StoredValues of(StorageSettings settings) {
        return new StoredValues(
                settings.readable(),
                settings.readable()
                        .map(places -> new StoredObjects(new ReferenceSettings(
                                places, settings.parallel(), settings.timeout(), MAX_BYTES, MAX_BYTES))));
    }

    /** The bytes. @throws IOException when they cannot be read, or are others; the message says why */
    public byte[] get(StoredValue value) throws IOException {
        if (!isOurs(value)) {
            throw new IOException("it is in a store that is neither evidence.store nor rejected.store");
        }
        Outcome outcome =
                objects.orElseThrow().get(new Claim(value.uri(), Optional.of(value.sha256()), Optional.empty()));
        if (outcome instanceof Outcome.Fetched object) {
            return object.bytes();
        }
        throw new IOException(((Outcome.Refused) outcome).rejection().detail());
    }

    private boolean isOurs(StoredValue value) {
        try {
            return from.isPresent() && from.get().contains(Place.address(value.uri()));
        } catch (IllegalArgumentException e) { // anybody may have written the record
            return false;
        }
    }

    @Override
    public void close() {
        objects.ifPresent(ObjectSource::close);
    }
}
