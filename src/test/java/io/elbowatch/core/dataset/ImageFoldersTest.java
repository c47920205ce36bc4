package io.elbowatch.core.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The folders of {@code reference/image-folders.json}, which model/tests/test_image_folders.py lists too. */
class ImageFoldersTest {
    @TempDir
    private Path parent;

    /**
     * One folder.
     *
     * @param rule what it shows
     * @param files its files
     * @param links its links, and the targets below the parent
     * @param elsewhere files in the folder "elsewhere" next to it
     * @param images the images to be found, in order
     * @param others the files in other formats, in order
     */
    record Folder(
            @JsonProperty("rule") String rule,
            @JsonProperty("files") List<String> files,
            @JsonProperty("links") Map<String, String> links,
            @JsonProperty("elsewhere") List<String> elsewhere,
            @JsonProperty("images") List<String> images,
            @JsonProperty("others") List<String> others) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static List<Folder> folders() throws IOException {
        try (InputStream in = ImageFoldersTest.class.getResourceAsStream("/reference/image-folders.json")) {
            return List.of(new ObjectMapper().readValue(in, Folder[].class));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldListAFolderAsPythonDoes(Folder folder) throws IOException {
        assumeTrue(folder.files().stream().allMatch(FileNames::canWrite), "the locale cannot write the names");
        write("set", folder.files());
        write("elsewhere", folder.elsewhere() == null ? List.of() : folder.elsewhere());
        for (Map.Entry<String, String> link :
                (folder.links() == null ? Map.<String, String>of() : folder.links()).entrySet()) {
            Files.createSymbolicLink(parent.resolve("set").resolve(link.getKey()), parent.resolve(link.getValue()));
        }

        ImageSet set = ImageSet.open(parent.resolve("set"));
        try (Stream<SetImage> images = set.images()) {
            assertThat(images.map(SetImage::name)).containsExactlyElementsOf(folder.images());
        }
        List<String> others = folder.others() == null ? List.of() : folder.others();
        assertThat(set.otherFormats()).isEqualTo(OtherFormats.among(others.iterator()));
    }

    private void write(String root, List<String> files) throws IOException {
        for (String file : files) {
            Path path = parent.resolve(root).resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, new byte[] {1});
        }
    }
}
