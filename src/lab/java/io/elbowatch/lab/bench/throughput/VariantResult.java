package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Spread;
import java.util.List;

/**
 * The figures of one variant, over all rounds.
 *
 * @param variant its label
 * @param ofCeiling ratio of images/s to the model alone at batch 64, in the same round
 * @param ofDecodeThenModel ratio to decode and model in sequence, in the same round
 * @param ofPlainLoop ratio to the plain loop, in the same round
 * @param rounds in their order, at least one
 */
public record VariantResult(
        String variant,
        Spread imagesPerSecond,
        Spread ofCeiling,
        Spread ofDecodeThenModel,
        Spread ofPlainLoop,
        Spread scoringCpuMicros,
        Spread processCpuMicros,
        Spread allocatedBytes,
        Spread imagesPerModelRun,
        List<Run> rounds) {

    /** @param all rounds of all variants */
    static VariantResult of(Variant variant, Rounds all) {
        List<Run> rounds = all.of(variant);
        return new VariantResult(
                variant.label(),
                Spread.of(rounds, Run::imagesPerSecond),
                all.ratio(variant, Variant.MODEL_BATCH),
                all.ratio(variant, Variant.DECODE_THEN_MODEL),
                all.ratio(variant, Variant.PLAIN_LOOP),
                Spread.of(rounds, Run::scoringCpuMicros),
                Spread.of(rounds, Run::processCpuMicros),
                Spread.of(rounds, Run::allocatedBytes),
                Spread.of(rounds, Run::imagesPerModelRun),
                List.copyOf(rounds));
    }
}
