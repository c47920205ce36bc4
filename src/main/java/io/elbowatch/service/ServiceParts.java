package io.elbowatch.service;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.stream.flow.ScoringObserver;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a {@link ScoringService} is made of where it differs from the product. A benchmark or a test starts from
 * {@link #PRODUCT} and changes what it measures or breaks:
 *
 * <pre>
 * ServiceParts parts = ServiceParts.PRODUCT.withModel(CountedModel::new).withoutWeb();
 * try (ScoringService service = ScoringService.start(settings, loaded, parts)) { … }
 * </pre>
 *
 * @param model wraps the model that scores; {@link ScoringService} does not close what it returns
 * @param observer wraps the observer of the metrics; what it returns is the only observer of the stream
 * @param web whether metrics, health and page are served
 * @param notice a line on top of the live page; asked often, by many threads
 */
public record ServiceParts(
        UnaryOperator<ImageModel> model,
        UnaryOperator<ScoringObserver> observer,
        boolean web,
        Supplier<Optional<String>> notice) {
    /** The product as {@code elbowatch run} starts it. */
    public static final ServiceParts PRODUCT =
            new ServiceParts(UnaryOperator.identity(), UnaryOperator.identity(), true, Optional::empty);

    public ServiceParts withModel(UnaryOperator<ImageModel> wrapper) {
        return new ServiceParts(wrapper, observer, web, notice);
    }

    public ServiceParts withObserver(UnaryOperator<ScoringObserver> wrapper) {
        return new ServiceParts(model, wrapper, web, notice);
    }

    public ServiceParts withoutWeb() {
        return new ServiceParts(model, observer, false, notice);
    }

    public ServiceParts withNotice(Supplier<Optional<String>> line) {
        return new ServiceParts(model, observer, web, line);
    }
}
