package io.elbowatch.service;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.web.api.ModelsInForce;
import java.util.Optional;
import java.util.function.Supplier;

/** The models of the plan in force, as the page asks for them. */
final class ModelsOfPlan implements ModelsInForce {
    /** A decoded image takes up to 7 bytes a pixel, and this process has scoring to do. */
    private static final long MAX_PIXELS = 32_000_000;

    private final Supplier<ActivePlan> plan;
    private final DecodeLimits limits;

    ModelsOfPlan(Supplier<ActivePlan> plan, DecodeLimits limits) {
        this.plan = plan;
        this.limits = new DecodeLimits(limits.maxBytes(), Math.min(limits.maxPixels(), MAX_PIXELS), limits.strict());
    }

    @Override
    public ImageDecoder decoder(String bundle) {
        ActivePlan now = plan.get();
        ServedModel model = now.models().getOrDefault(bundle, now.main());
        return new ImageDecoder(model.preprocessing(), limits);
    }

    @Override
    public Optional<Judge> judge(DecidedImage image) {
        return Optional.ofNullable(plan.get().models().get(image.bundle()))
                .filter(model -> model.model().identity().version().equals(image.version())
                        && model.model().identity().sha256().equals(image.sha256()))
                .map(model -> image.group().isEmpty()
                        ? model.judges().pooled()
                        : model.judges().of(image.group()));
    }
}
