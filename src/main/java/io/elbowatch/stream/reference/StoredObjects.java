package io.elbowatch.stream.reference;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.Sha256;
import io.elbowatch.download.BucketDownload;
import io.elbowatch.download.ByteBudget;
import io.elbowatch.download.Deadline;
import io.elbowatch.download.Download;
import io.elbowatch.download.FileDownload;
import io.elbowatch.download.NotThereException;
import io.elbowatch.download.Place;
import io.elbowatch.download.RefusedException;
import io.elbowatch.download.TooLargeException;
import io.elbowatch.download.Unreachable;
import io.elbowatch.download.WebDownload;
import io.elbowatch.stream.intake.Claim;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects in folders, behind https and in buckets, from the places that are allowed. A hash is compared before the bytes are
 * used.
 */
public final class StoredObjects implements ObjectSource {
    private static final Pattern SHA256 = Pattern.compile("(?:sha256[:=])?([0-9a-f]{64})");
    private static final String IMAGE = "image/";
    private static final int MAX_SHOWN = 200;

    private final ReferenceSettings settings;
    private final Download<Place.Local> files = new FileDownload();
    private final Download<Place.Web> web;
    private final BucketDownload buckets = new BucketDownload();

    public StoredObjects(ReferenceSettings settings) {
        this(settings, new WebDownload(settings.from(), ReferenceSettings.FROM));
    }

    StoredObjects(ReferenceSettings settings, Download<Place.Web> web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public Outcome get(Claim claim) throws IOException {
        Place place;
        try {
            place = Place.address(claim.uri());
        } catch (IllegalArgumentException e) {
            return refused(claim, e.getMessage());
        }
        if (!settings.from().contains(place)) {
            return refused(claim, "is below no address that " + ReferenceSettings.FROM + " allows");
        }
        Optional<String> wanted = claim.hash().map(hash -> hash.strip().toLowerCase(Locale.ROOT));
        Matcher hash = SHA256.matcher(wanted.orElse(""));
        if (wanted.isPresent() && !hash.matches()) {
            return refused(claim, "has a hash that is no SHA-256: 64 hexadecimal digits");
        }
        return get(claim, place, wanted.map(digits -> hash.group(1)));
    }

    private Outcome get(Claim claim, Place place, Optional<String> sha256) throws IOException {
        Chunks bytes = new Chunks();
        String type;
        try {
            type = download(place, bytes);
        } catch (NotThereException e) {
            return rejected(Reason.REFERENCE_MISSING, "there is nothing at " + shown(claim));
        } catch (RefusedException e) {
            return refused(claim, "is not given: " + e.getMessage());
        } catch (TooLargeException e) {
            return rejected(Reason.TOO_MANY_BYTES, e.getMessage());
        } catch (IOException e) {
            throw new IOException(Unreachable.detail(place, e), e);
        }
        byte[] object = bytes.joined();
        if (sha256.isPresent()) {
            String found = Sha256.hex(object);
            if (!found.equals(sha256.get())) {
                return rejected(
                        Reason.REFERENCE_CHANGED,
                        shown(claim) + " has the SHA-256 " + found + ", the record names " + sha256.get());
            }
        }
        return new Outcome.Fetched(
                object, type != null && type.toLowerCase(Locale.ROOT).startsWith(IMAGE) ? type : null);
    }

    private String download(Place place, OutputStream out) throws IOException {
        ByteBudget budget = new ByteBudget("the object", settings.maxBytes(), ReferenceSettings.MAX_BYTES);
        Deadline deadline = Deadline.in(settings.timeout());
        if (place instanceof Place.Web address) {
            return web.to(out, address, budget, deadline);
        }
        if (place instanceof Place.Bucket bucket) {
            return buckets.to(out, bucket, budget, deadline);
        }
        Place.Local file = (Place.Local) place;
        if (!settings.from().containsReally(file)) {
            throw new RefusedException("it is a link out of the folders that " + ReferenceSettings.FROM + " allows");
        }
        return files.to(out, file, budget, deadline);
    }

    private static Outcome refused(Claim claim, String why) {
        return rejected(Reason.REFERENCE_REFUSED, shown(claim) + " " + why);
    }

    private static Outcome rejected(Reason reason, String detail) {
        return new Outcome.Refused(new Rejection(reason, Printable.line(detail)));
    }

    /** Without the query, which may have a signature. */
    private static String shown(Claim claim) {
        String address = claim.uri().replaceFirst("[?#].*", "");
        return "the reference '" + (address.length() > MAX_SHOWN ? address.substring(0, MAX_SHOWN) + "…" : address)
                + "'";
    }

    @Override
    public void close() {
        buckets.close();
    }
}
