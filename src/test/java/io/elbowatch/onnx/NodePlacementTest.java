package io.elbowatch.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines of ONNX Runtime 1.29.0, shortened on the left. */
class NodePlacementTest {
    private static final String PLACE = "[V:onnxruntime:, session_state.cc:1378 VerifyEachNodeIsAssignedToAnEp] ";

    @Test
    void shouldCountTheNodesOfEveryProviderAndNameThoseOnTheCpu() {
        NodePlacement placement = NodePlacement.read(Stream.of(
                PLACE + "Node placements",
                PLACE + " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 3",
                PLACE + "  ConstantOfShape (/ConstantOfShape)",
                PLACE + "  Gather (/Gather)",
                PLACE + "  Gather (/Gather_1)",
                PLACE + " Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1",
                PLACE + "  Conv (/encoder/0/Conv)",
                "[I:onnxruntime:, allocator.cc:1 Other] Conv (x)"));
        assertThat(placement)
                .hasToString("3 on CPUExecutionProvider (ConstantOfShape, Gather), 1 on WebGpuExecutionProvider");
    }

    /** The log lists no nodes then. */
    @Test
    void shouldCountTheNodesOfAProviderThatHasThemAll() {
        assertThat(NodePlacement.read(
                        Stream.of(PLACE + " All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 137")))
                .hasToString("137 on WebGpuExecutionProvider");
    }

    @Test
    void shouldFindNothingInALogWithoutNodes() {
        assertThat(NodePlacement.read(Stream.of("Warning: vkCreateInstance failed"))
                        .nodes())
                .isEmpty();
    }
}
