package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SmallDiskTest {
    @TempDir
    private Path run;

    @Test
    void shouldFillUpWhileItIsWrittenToAndHaveRoomAgain() throws Exception {
        try (Guard guard = Guard.of(run);
                SmallDisk disk = mounted(guard)) {
            Path folder = disk.folder();
            CountDownLatch writes = new CountDownLatch(100);
            AtomicBoolean full = new AtomicBoolean();
            Thread writer = new Thread(() -> writeUntilFull(folder, writes, full));
            writer.start();
            assertThat(writes.await(30, TimeUnit.SECONDS)).isTrue();

            disk.fill();

            writer.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(full).isTrue();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Files.write(folder.resolve("more"), new byte[1 << 20]));
            disk.empty();
            Files.write(folder.resolve("more"), new byte[1 << 20]);
        }
    }

    private SmallDisk mounted(Guard guard) throws IOException {
        try {
            return SmallDisk.mount(guard, Files.createDirectory(run.resolve("disk")));
        } catch (IllegalStateException e) {
            assumeTrue(false, "nothing can be mounted here: " + e.getMessage());
            throw e;
        }
    }

    private void writeUntilFull(Path folder, CountDownLatch writes, AtomicBoolean full) {
        byte[] block = new byte[64];
        try (OutputStream out = Files.newOutputStream(folder.resolve("written"))) {
            while (true) {
                out.write(block);
                writes.countDown();
            }
        } catch (IOException e) {
            full.set(true);
        }
    }
}
