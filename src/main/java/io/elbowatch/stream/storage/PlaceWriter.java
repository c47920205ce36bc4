package io.elbowatch.stream.storage;

import io.elbowatch.download.BucketUpload;
import io.elbowatch.download.Deadline;
import io.elbowatch.download.FileUpload;
import io.elbowatch.download.Place;
import io.elbowatch.download.Unreachable;
import java.io.IOException;
import java.time.Duration;

/** Writes objects to buckets and folders. */
final class PlaceWriter implements ObjectWriter {
    private final StorageSettings settings;
    private final BucketUpload buckets = new BucketUpload();

    PlaceWriter(StorageSettings settings) {
        this.settings = settings;
    }

    @Override
    public void write(String uri, byte[] bytes, String contentType) throws IOException {
        Place place = Place.address(uri);
        try {
            write(place, uri, bytes, contentType, settings.timeout());
        } catch (IOException e) {
            throw new IOException(Unreachable.detail(place, e), e);
        }
    }

    private void write(Place place, String uri, byte[] bytes, String contentType, Duration timeout) throws IOException {
        if (place instanceof Place.Bucket bucket) {
            buckets.write(bucket, bytes, contentType, Deadline.in(timeout));
        } else {
            new FileUpload(folder(uri)).write((Place.Local) place, bytes, contentType, Deadline.in(timeout));
        }
    }

    /** The folder of the setting, which is never created. */
    private java.nio.file.Path folder(String uri) {
        String beginning = settings.addresses().stream()
                .map(StoreAddress::beginning)
                .filter(uri::startsWith)
                .findFirst()
                .orElseThrow();
        return ((Place.Local) Place.address(beginning)).path();
    }

    @Override
    public void close() {
        buckets.close();
    }
}
