package io.elbowatch.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class StagedPathTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAppearWhenPublished() throws IOException {
        Path target = folder.resolve("new/file");

        try (StagedPath staged = new StagedPath(target)) {
            Files.writeString(staged.path(), "whole");
            staged.publish();
        }

        assertThat(target).hasContent("whole");
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shouldLeaveNothingWhenNotPublished() throws IOException {
        try (StagedPath staged = new StagedPath(folder.resolve("file"))) {
            Files.writeString(staged.path(), "half");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldNotReplaceAFolderUnasked() throws IOException {
        Path target = Files.createDirectory(folder.resolve("set"));
        Files.writeString(target.resolve("old"), "");

        try (StagedPath staged = new StagedPath(target)) {
            Files.writeString(staged.path(), "new");
            assertThatIOException().isThrownBy(staged::publish);
        }

        assertThat(folder.toFile().list()).containsExactly("set");
        assertThat(target).isDirectoryContaining("glob:**/old");
    }

    @Test
    void shouldReplaceAFolderAsAWhole() throws IOException {
        Path target = Files.createDirectory(folder.resolve("set"));
        Files.writeString(target.resolve("old"), "");

        try (StagedPath staged = new StagedPath(target)) {
            Files.createDirectory(staged.path());
            Files.writeString(staged.path().resolve("new"), "");
            staged.publishOver();
        }

        assertThat(target).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/old");
        assertThat(folder.toFile().list()).containsExactly("set");
    }
}
