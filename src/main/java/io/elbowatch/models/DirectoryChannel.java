package io.elbowatch.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A file of which few bytes are read until its directory is: a zip with millions of empty entries would fill the memory
 * before any of them is counted.
 */
final class DirectoryChannel implements SeekableByteChannel {
    private static final long MAX_DIRECTORY_BYTES = 4 << 20;

    private final SeekableByteChannel file;
    private long left = MAX_DIRECTORY_BYTES;

    DirectoryChannel(SeekableByteChannel file) {
        this.file = file;
    }

    /** From now on any number of bytes may be read. */
    void directoryIsRead() {
        left = Long.MAX_VALUE;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = file.read(target);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new IOException("its directory has more than " + MAX_DIRECTORY_BYTES + " bytes");
        }
        return read;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return file.write(source);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
