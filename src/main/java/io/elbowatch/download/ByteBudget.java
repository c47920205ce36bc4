package io.elbowatch.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How many bytes may still be written; one that is too many ends the copy. Used by one thread. */
public final class ByteBudget {
    private final String what;
    private final long max;
    private final String setting;
    private long left;

    /**
     * @param what begins the message, such as "the archive"
     * @param setting that allows no more
     */
    public ByteBudget(String what, long max, String setting) {
        this.what = what;
        this.max = max;
        this.setting = setting;
        this.left = max;
    }

    /** Refuses a size that is declared before the bytes come; a negative one is unknown. */
    public void require(long declared) throws TooLargeException {
        if (declared > left) {
            throw tooLarge();
        }
    }

    void spend(int bytes) throws TooLargeException {
        left -= bytes;
        if (left < 0) {
            throw tooLarge();
        }
    }

    /** Copies until the end of the input. */
    public void copy(InputStream in, OutputStream out, Deadline deadline) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            spend(read);
            deadline.check();
            out.write(buffer, 0, read);
        }
    }

    /** Copies until the end of the input; an end before the declared one is a failure. @param declared negative for unknown */
    void copy(InputStream in, long declared, OutputStream out, Deadline deadline) throws IOException {
        require(declared);
        long before = left;
        copy(in, out, deadline);
        if (declared >= 0 && before - left != declared) {
            throw new IOException("the answer ends after " + (before - left) + " of " + declared + " bytes");
        }
    }

    private TooLargeException tooLarge() {
        return new TooLargeException(
                what + " has more than " + max + " bytes; the setting " + setting + " allows no more");
    }
}
