package io.elbowatch.stream.shadow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.ShadowImage;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import java.util.Arrays;
import java.util.OptionalLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Images of {@link FakeModel}'s shape, each of one grey, as the stream offers them. */
final class Offered {
    private static final Judge JUDGE = Calibrations.judge(199, 0.05);
    static final ServedModel DECIDING = served("camera-7", new FakeModel());

    private Offered() {}

    static ServedModel served(String bundle, ImageModel model) {
        return new ServedModel(
                bundle, model, new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH), new JudgeGroups(JUDGE));
    }

    /** An image of this grey, which {@link FakeModel} finds anomalous from 191 on. */
    static ShadowImage image(int grey, long offset, ServedModel shadow) {
        byte[] value = new byte[FakeModel.SHAPE.bytes()];
        Arrays.fill(value, (byte) grey);
        return image(value, offset, JUDGE.judge(FakeModel.meanPixel(value)), shadow);
    }

    static ShadowImage image(byte[] value, long offset, Verdict verdict, ServedModel shadow) {
        return new ShadowImage(
                new ImageOrigin("camera-7".getBytes(UTF_8), "images", 0, offset),
                1_000,
                value,
                null,
                DECIDING,
                verdict,
                shadow,
                OptionalLong.of(12));
    }
}
