package io.elbowatch.service;

import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.models.Judging;
import io.elbowatch.models.PooledBundle;
import io.elbowatch.models.PooledModel;
import io.elbowatch.models.StoredModels;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.flow.BundleOpener;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ServedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The bundles of the plans of one process: the one that it was started with, and those of the store. It knows what only a
 * bundle says of the models in force. Opens by one thread at a time; everything else by any.
 */
final class ServedBundles implements BundleOpener, AutoCloseable {
    private final Settings settings;
    private final StoredModels stored;
    private final UnaryOperator<ImageModel> wrapper;
    private final Map<ImageModel, ImageModel> wrappers = new ConcurrentHashMap<>(); // by the models of the pool
    private final Map<ImageModel, Facts> facts = new ConcurrentHashMap<>(); // by the models as the stream knows them

    /**
     * What only a bundle says.
     *
     * @param model below the wrapper
     */
    record Facts(ImageModel model, Manifest manifest) {

        /** The name of the requested provider. */
        String requestedProvider() {
            return runtime()
                    .map(OnnxModel::requestedProvider)
                    .orElseGet(() -> model.identity().provider());
        }

        /** The lost device and the reason, if the CPU runs in its place. */
        Optional<String> lostDevice() {
            return runtime().flatMap(OnnxModel::lostDevice);
        }

        ModelIdentity identity() {
            return model.identity();
        }

        /** Whether it is open; one that is not is opened on demand. */
        boolean isOpen() {
            return !(model instanceof PooledModel pooled) || pooled.isLoaded();
        }

        private Optional<OnnxModel> runtime() {
            Optional<ImageModel> opened = model instanceof PooledModel pooled ? pooled.opened() : Optional.of(model);
            return opened.filter(OnnxModel.class::isInstance).map(OnnxModel.class::cast);
        }
    }

    ServedBundles(Settings settings, UnaryOperator<ImageModel> wrapper) {
        this.settings = settings;
        this.stored = PlanModels.of(settings);
        this.wrapper = wrapper;
    }

    /** A bundle that somebody else has loaded and closes. */
    OpenedBundle opened(String name, LoadedModel loaded) {
        ImageModel wrapped = wrapper.apply(loaded.model());
        Judging judging = Judging.of(loaded.bundle(), PlanModels.opening(settings));
        return verdict -> {
            JudgeGroups judges = judging.judges(verdict);
            facts.put(wrapped, new Facts(loaded.model(), loaded.bundle().manifest()));
            return new ServedModel(name, wrapped, judging.preprocessing(), judges);
        };
    }

    @Override
    public OpenedBundle open(String name, BundleRef ref) throws BundleProblem {
        PooledBundle bundle = stored.open(name, ref);
        ImageModel wrapped = wrappers.computeIfAbsent(bundle.model(), wrapper);
        return verdict -> {
            ServedModel served = bundle.served(verdict);
            facts.put(wrapped, new Facts(bundle.model(), bundle.manifest()));
            return new ServedModel(name, wrapped, served.preprocessing(), served.judges());
        };
    }

    @Override
    public void inForce(Collection<ServedModel> models) {
        List<ServedModel> inForce = new ArrayList<>();
        models.forEach(served -> inForce.add(new ServedModel(
                served.bundle(), facts.get(served.model()).model(), served.preprocessing(), served.judges())));
        stored.inForce(inForce);
        Collection<ImageModel> known = models.stream().map(ServedModel::model).toList();
        facts.keySet().retainAll(known);
        wrappers.values().retainAll(known);
    }

    /** The facts of a model that is in force; those of the model alone once it is not. */
    Optional<Facts> of(ServedModel served) {
        return Optional.ofNullable(facts.get(served.model()));
    }

    StoredModels stored() {
        return stored;
    }

    @Override
    public void close() {
        stored.close();
    }
}
