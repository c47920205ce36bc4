package io.elbowatch.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.verdict.JudgeGroups;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The same for images of several sources: three with a group, one with too few images, and images without a source. */
class BySourceCalibrationWriterTest extends CalibrationWriterTest {
    BySourceCalibrationWriterTest() throws IOException {}

    @Override
    String block() {
        return "/bySource";
    }

    @Test
    void shouldWriteTheGroupsOfPython() {
        JsonNode groups = written.get("groups");
        assertThat(groups).hasSameSizeAs(vectors.get("groups"));
        for (int i = 0; i < groups.size(); i++) {
            JsonNode python = vectors.get("groups").get(i);
            assertThat(groups.get(i).get("images")).isEqualTo(python.get("images"));
            assertThat(groups.get(i).has("scores")).isEqualTo(python.has("scores"));
            if (!python.get("name").asText().isEmpty()) {
                assertThat(groups.get(i).get("name")).isEqualTo(python.get("name"));
            }
            if (python.has("scores")) {
                assertAlike(groups.get(i).get("scores"), python.get("scores"));
            }
        }
    }

    @Test
    void shouldJudgeEverySourceAsPythonDoes() throws IOException {
        JudgeGroups judges = new JudgeGroups(judge());
        assertThat(judges.groups().keySet()).containsExactly("camera-1", "camera-2", "line 4/ä");
        JsonNode bySource = vectors.get("pValuesBySource");
        assertThat(bySource).hasSize(4);
        bySource.fieldNames().forEachRemaining(source -> assertJudgesAlike(judges.of(source), bySource.get(source)));
    }

    @Override
    @Test
    void shouldWriteTheFieldsOfAPythonBundle() {
        assertThat(written.at("/groups/0/scores/default")).hasSize(125);
    }
}
