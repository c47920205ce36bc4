package io.elbowatch.operate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The native libraries for Linux in a jar, by the machine that their ELF header names, whatever their folder is called. */
final class Natives {
    private static final int ELF = 0x7f454c46;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int HEADER_BYTES = 20;

    private final Map<Integer, Set<String>> byMachine = new TreeMap<>();

    private Natives() {}

    static Natives of(Path jar) throws IOException {
        Natives natives = new Natives();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".so") && name.toLowerCase(Locale.ROOT).contains("linux")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        natives.add(name.substring(name.lastIndexOf('/') + 1), in.readNBytes(HEADER_BYTES));
                    }
                }
            }
        }
        return natives;
    }

    private void add(String name, byte[] header) {
        if (header.length < HEADER_BYTES || ByteBuffer.wrap(header).getInt() != ELF) {
            throw new IllegalArgumentException(name + " is no ELF file");
        }
        ByteOrder order = header[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int machine = ByteBuffer.wrap(header).order(order).getShort(HEADER_BYTES - 2);
        byMachine.computeIfAbsent(machine, first -> new TreeSet<>()).add(name);
    }

    /** Those for amd64. */
    Set<String> amd64() {
        return byMachine.getOrDefault(X86_64, Set.of());
    }

    /** Those for amd64 that arm64 lacks. */
    Set<String> missingOnArm64() {
        Set<String> missing = new TreeSet<>(amd64());
        missing.removeAll(byMachine.getOrDefault(AARCH64, Set.of()));
        return missing;
    }
}
