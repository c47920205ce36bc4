package io.elbowatch.lab.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StagedTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAppearWhenPublished() throws IOException {
        Path target = folder.resolve("new/file");

        try (Staged staged = new Staged(target)) {
            Files.writeString(staged.path(), "whole");
            staged.publish();
        }

        assertThat(target).hasContent("whole");
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shouldLeaveNothingWhenNotPublished() throws IOException {
        try (Staged staged = new Staged(folder.resolve("file"))) {
            Files.writeString(staged.path(), "half");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldReplaceAFolderAsAWhole() throws IOException {
        Path target = Files.createDirectory(folder.resolve("set"));
        Files.writeString(target.resolve("old"), "");

        try (Staged staged = new Staged(target)) {
            Files.createDirectory(staged.path());
            Files.writeString(staged.path().resolve("new"), "");
            staged.publish();
        }

        assertThat(target).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/old");
        assertThat(folder.toFile().list()).containsExactly("set");
    }
}
