package io.elbowatch.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AllowedPlacesTest {
    private static final AllowedPlaces ALLOWED =
            AllowedPlaces.parseAddresses("https://store.example.com/images/,s3://plant/line-1/,file:/data/images/");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://store.example.com/images/a.png",
                "https://STORE.example.com:443/images/2026/a.png?signature=x",
                "https://store.example.com/x/../images/a.png",
                "s3://plant/line-1/a.png",
                "file:/data/images/a.png",
                "file:///data/images/2026/a.png"
            })
    void shouldAllowWhatBeginsAsAnEntry(String address) {
        assertThat(ALLOWED.contains(Place.address(address))).isTrue();
    }

    /** Entries may be written in every form in which places may. */
    @ParameterizedTest
    @CsvSource({
        "file:///bundles/, file:/bundles/a.zip",
        "https://Store.Example.com/Images/, https://store.example.com/Images/a.png",
        "https://store.example.com:443/, https://store.example.com/a.png",
        "https://store.example.com:8443/, https://STORE.example.com:8443/a.png"
    })
    void shouldCompareEntriesAsPlaces(String entry, String place) {
        assertThat(AllowedPlaces.parse(entry).contains(Place.address(place))).isTrue();
        assertThat(AllowedPlaces.parseAddresses(entry).contains(Place.address(place)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://store.example.com/other/a.png",
                "https://store.example.com/images/../other/a.png",
                "https://store.example.com/images/%2e%2e/other/a.png",
                "https://store.example.com/images/..%2fother/a.png",
                "https://store.example.com/images/%5C..%5Cother",
                "https://store.example.com/../../images/../other",
                "https://store.example.com.attacker.net/images/a.png",
                "https://store.example.com:8443/images/a.png",
                "s3://plant-2/line-1/a.png",
                "s3://plant/line-2/a.png",
                "file:/data/images/../secret",
                "file:/data/images2/a.png",
                "file:/etc/passwd"
            })
    void shouldRefuseWhatLeadsElsewhere(String address) {
        assertThat(ALLOWED.contains(Place.address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://store.example.com/images/a.png",
                "ftp://store.example.com/a",
                "images/a.png",
                "https:/a.png",
                "https://user@store.example.com/images/a.png",
                "s3://plant",
                "s3://plant/line-1/a.png?versionId=1",
                "file:a.png",
                "file://server/data/images/a.png",
                "\u0000",
                "https://store.example.com/images/a b.png",
                "jar:file:/data/images/a.zip!/a.png"
            })
    void shouldReadNothingElseAsAnAddress(String text) {
        assertThatThrownBy(() -> Place.address(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "folder",
                "https:",
                "s3:",
                "file:",
                "file:/",
                "https://",
                "https://host",
                "s3://",
                "http://host/",
                ""
            })
    void shouldNotAllowAllPlacesOfAKind(String entry) {
        assertThatThrownBy(() -> AllowedPlaces.parseAddresses(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFollowLinksOnlyWithinTheFolder() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        Path inside = Files.createFile(images.resolve("a.png"));
        Path outside = Files.createFile(folder.resolve("secret"));
        Files.createSymbolicLink(images.resolve("in"), inside);
        Files.createSymbolicLink(images.resolve("out"), outside);
        Path another = Files.createSymbolicLink(folder.resolve("mounted"), images);
        AllowedPlaces allowed = AllowedPlaces.parseAddresses("file:" + another + "/");

        assertThat(allowed.containsReally(new Place.Local(another.resolve("a.png"), false)))
                .isTrue();
        assertThat(allowed.containsReally(new Place.Local(another.resolve("in"), false)))
                .isTrue();
        assertThat(allowed.containsReally(new Place.Local(another.resolve("out"), false)))
                .isFalse();
        assertThatThrownBy(() -> allowed.containsReally(new Place.Local(another.resolve("none"), false)))
                .isInstanceOf(NotThereException.class);
    }

    @Test
    void shouldTellAFolderThatIsAwayFromAFileThatIsMissing() {
        AllowedPlaces allowed = AllowedPlaces.parseAddresses("file:" + folder.resolve("unmounted") + "/");

        assertThatThrownBy(() -> allowed.containsReally(
                        new Place.Local(folder.resolve("unmounted").resolve("a.png"), false)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotThereException.class);
    }
}
