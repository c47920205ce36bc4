package io.elbowatch.lab.process;

import java.nio.file.Path;

/**
 * A disk in memory that can be filled up: it becomes as small as what is on it. The guard unmounts it.
 *
 * @param folder where it is mounted
 */
public record SmallDisk(Path folder) implements AutoCloseable {
    private static final String SIZE = "2g";
    private static final long MOST_ROOM_KB = 256 << 10;

    /** Mounts it on an empty folder. @throws IllegalStateException when that is not possible */
    public static SmallDisk mount(Guard guard, Path folder) {
        guard.undo("grep -qF ' " + folder + " ' /proc/mounts && umount -l '" + folder + "'");
        String name = Namespaces.PREFIX + ProcessHandle.current().pid();
        Shell.require("mount", "-t", "tmpfs", "-o", "size=" + SIZE, name, folder.toString());
        return new SmallDisk(folder);
    }

    /** Leaves no room, or as little as a writer that is at work fills at once. */
    public void fill() {
        // What is written between both commands makes the new size too small, which the kernel refuses.
        for (long room = 0; room < MOST_ROOM_KB; room = Math.max(64, 2 * room)) {
            if (Shell.run(remount(usedKb() + room + "k")).worked()) {
                return;
            }
        }
        Shell.require(remount(usedKb() + MOST_ROOM_KB + "k"));
    }

    private long usedKb() {
        String used = Shell.require("sh", "-c", "df -k --output=used '" + folder + "' | tail -n 1");
        return Math.max(4, Long.parseLong(used.strip()));
    }

    private String[] remount(String size) {
        return new String[] {"mount", "-o", "remount,size=" + size, folder.toString()};
    }

    /** Ends {@link #fill}. */
    public void empty() {
        Shell.require(remount(SIZE));
    }

    @Override
    public void close() {
        Shell.require("umount", "-l", folder.toString());
    }
}
