package io.elbowatch.lab.process;

import java.nio.file.Path;

/**
 * A disk in memory that can be filled up: it becomes as small as what is on it. The guard unmounts it.
 *
 * @param folder where it is mounted
 */
public record SmallDisk(Path folder) implements AutoCloseable {
    private static final String SIZE = "2g";

    /** Mounts it on an empty folder. @throws IllegalStateException when that is not possible */
    public static SmallDisk mount(Guard guard, Path folder) {
        guard.undo("grep -qF ' " + folder + " ' /proc/mounts && umount -l '" + folder + "'");
        String name = Namespaces.PREFIX + ProcessHandle.current().pid();
        Shell.require("mount", "-t", "tmpfs", "-o", "size=" + SIZE, name, folder.toString());
        return new SmallDisk(folder);
    }

    /** From now on nothing can be added. */
    public void fill() {
        String used = Shell.require("sh", "-c", "df -k --output=used '" + folder + "' | tail -n 1");
        Shell.require(
                "mount", "-o", "remount,size=" + Math.max(4, Long.parseLong(used.strip())) + "k", folder.toString());
    }

    /** Ends {@link #fill}. */
    public void empty() {
        Shell.require("mount", "-o", "remount,size=" + SIZE, folder.toString());
    }

    @Override
    public void close() {
        Shell.require("umount", "-l", folder.toString());
    }
}
