package io.elbowatch.download;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes objects to S3 and to what speaks its protocol. {@link BucketClient} says where region and credentials come from. */
public final class BucketUpload implements Upload<Place.Bucket>, AutoCloseable {
    private final BucketClient client = new BucketClient();

    @Override
    public void write(Place.Bucket place, byte[] bytes, String contentType, Deadline deadline) throws IOException {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .contentType(contentType)
                .overrideConfiguration(override -> override.apiCallTimeout(deadline.left()))
                .build();
        try {
            client.get().putObject(request, RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
