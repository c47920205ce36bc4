package io.elbowatch.operate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NativesTest {
    private static final byte X86_64 = 62;
    private static final byte AARCH64 = (byte) 183;

    @TempDir
    private Path folder;

    @Test
    void shouldNameWhatArm64Lacks() throws IOException {
        Path jar = jar(Map.of(
                "natives/linux/a/libone.so", elf(X86_64),
                "natives/linux/b/libone.so", elf(AARCH64),
                "natives/linux/a/libtwo.so", elf(X86_64),
                "natives/freebsd/a/libthree.so", elf(X86_64)));

        assertThat(Natives.of(jar).amd64()).containsExactly("libone.so", "libtwo.so");
        assertThat(Natives.of(jar).missingOnArm64()).containsExactly("libtwo.so");
    }

    @Test
    void shouldNotBelieveTheNameOfAFolder() throws IOException {
        Path jar = jar(Map.of("linux-x64/lib.so", elf(X86_64), "linux-aarch64/lib.so", elf(X86_64)));

        assertThat(Natives.of(jar).missingOnArm64()).containsExactly("lib.so");
    }

    @Test
    void shouldRefuseWhatIsNoLibrary() throws IOException {
        Path jar = jar(Map.of("linux/lib.so", new byte[] {1, 2, 3}));

        assertThatThrownBy(() -> Natives.of(jar)).hasMessageContaining("lib.so is no ELF file");
    }

    private static byte[] elf(byte machine) {
        byte[] header = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, header, 0, 6);
        header[18] = machine;
        return header;
    }

    private Path jar(Map<String, byte[]> entries) throws IOException {
        Path jar = folder.resolve("natives.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }
}
