package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.Suggestions;
import io.elbowatch.stream.feedback.QualityFollower;
import io.elbowatch.stream.wire.SuggestJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What other α would have given on the labelled images: {@code /api/suggest}, with further ones as
 * {@code ?alpha=0.003,0.004}. The answer has {@code ready} false until the labels have been read and a decision is known.
 */
public final class SuggestApi implements Api {
    private final Supplier<OptionalDouble> inForce;
    private final Supplier<List<LabelledImage>> images;

    public SuggestApi(Supplier<OptionalDouble> inForce, Supplier<List<LabelledImage>> images) {
        this.inForce = inForce;
        this.images = images;
    }

    /** With the labels that a follower keeps. With bundles of another α the latest decision may be one of theirs. */
    public static SuggestApi of(QualityFollower quality, AlphaInForce inForce) {
        return new SuggestApi(
                () -> {
                    OptionalDouble decided =
                            quality.report().map(QualityReport::alpha).orElse(OptionalDouble.empty());
                    return decided.isEmpty() || inForce.others().isEmpty()
                            ? decided
                            : OptionalDouble.of(inForce.alpha());
                },
                quality::labelledImages);
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/suggest", this::suggest);
    }

    private void suggest(Context context) {
        List<Double> further = further(context.queryParam("alpha"));
        OptionalDouble alpha = inForce.get();
        ObjectNode json = JsonAnswer.object().put("ready", alpha.isPresent());
        alpha.ifPresent(now -> json.setAll(SuggestJson.tree(Suggestions.of(images.get(), now, further))));
        JsonAnswer.send(context, json);
    }

    private static List<Double> further(String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        try {
            List<Double> alphas =
                    Arrays.stream(text.split(",")).map(Double::valueOf).toList();
            if (alphas.size() <= Suggestions.MAX && alphas.stream().allMatch(alpha -> alpha > 0 && alpha < 1)) {
                return alphas;
            }
        } catch (NumberFormatException e) {
            throw noAlphas(); // the text is a client's: its refusal needs no cause
        }
        throw noAlphas();
    }

    private static ApiRefusal noAlphas() {
        return new ApiRefusal(
                400,
                "alpha is no list of at most " + Suggestions.MAX + " numbers between 0 and 1",
                "as in ?alpha=0.003,0.004");
    }
}
