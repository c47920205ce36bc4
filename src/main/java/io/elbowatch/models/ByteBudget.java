package io.elbowatch.models;

import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How many bytes may still be written; one that is too many ends the copy. Used by one thread. */
final class ByteBudget {
    private final String what;
    private final long max;
    private long left;

    /** @param what begins the message, such as "the archive" */
    ByteBudget(String what, long max) {
        this.what = what;
        this.max = max;
        this.left = max;
    }

    /** Refuses a size that is declared before the bytes come; a negative one is unknown. */
    void require(long declared) throws BundleProblem {
        if (declared > left) {
            throw problem();
        }
    }

    void spend(int bytes) throws BundleProblem {
        left -= bytes;
        if (left < 0) {
            throw problem();
        }
    }

    /** Copies until the end of the input. */
    void copy(InputStream in, OutputStream out, Deadline deadline) throws IOException, BundleProblem {
        byte[] buffer = new byte[64 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            spend(read);
            deadline.check();
            out.write(buffer, 0, read);
        }
    }

    private BundleProblem problem() {
        return new BundleProblem(
                Reason.TOO_LARGE,
                what + " has more than " + max + " bytes; the setting models.max-bytes allows no more");
    }
}
