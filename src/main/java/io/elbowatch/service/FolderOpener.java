package io.elbowatch.service;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.flow.BundleOpener;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ServedModel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Opens bundles in folders: a path, or a name below {@code model/bundles}. Models stay open until it is closed, except for
 * the one that it was given. Used by one thread at a time; {@link #loaded} by any.
 */
final class FolderOpener implements BundleOpener, AutoCloseable {
    private final Settings settings;
    private final UnaryOperator<ImageModel> wrapper;
    private final List<LoadedModel> opened = new ArrayList<>();
    private final Map<ImageModel, LoadedModel> byModel = new ConcurrentHashMap<>(); // as the stream knows them

    FolderOpener(Settings settings, UnaryOperator<ImageModel> wrapper) {
        this.settings = settings;
        this.wrapper = wrapper;
    }

    /** A bundle that somebody else has loaded and closes. */
    OpenedBundle opened(String name, LoadedModel loaded) {
        return served(name, loaded, wrapped(loaded));
    }

    /** The bundle of a model of the plan. */
    LoadedModel loaded(ServedModel served) {
        return byModel.get(served.model());
    }

    @Override
    public OpenedBundle open(String name, BundleRef ref) throws BundleProblem {
        Path folder = folder(ref.at());
        Bundle bundle;
        try {
            bundle = Bundle.load(folder);
        } catch (Refusal e) {
            throw new BundleProblem(Reason.INVALID, e.getMessage(), e);
        }
        String sha256 = bundle.manifest().model().sha256();
        if (ref.sha256().filter(hash -> !hash.equalsIgnoreCase(sha256)).isPresent()) {
            throw new BundleProblem(Reason.WRONG_HASH, "the graph has sha256 " + sha256);
        }
        for (LoadedModel model : opened) {
            if (isSame(model.bundle(), bundle)) {
                return served(name, model, wrapped(model));
            }
        }
        LoadedModel loaded = load(bundle);
        opened.add(loaded);
        return served(name, loaded, wrapped(loaded));
    }

    private LoadedModel load(Bundle bundle) throws BundleProblem {
        try {
            return LoadedModel.open(settings, bundle);
        } catch (Refusal e) {
            throw new BundleProblem(Reason.GOLDEN_IMAGES, e.getMessage(), e);
        }
    }

    private static Path folder(String at) throws BundleProblem {
        try {
            Path folder = new BundleName(System.getenv()).resolve(at);
            if (!Files.isDirectory(folder)) {
                throw new BundleProblem(Reason.UNREACHABLE, "there is no folder " + folder);
            }
            return folder;
        } catch (InvalidPathException e) {
            throw new BundleProblem(Reason.INVALID, "no path: " + e.getReason(), e);
        }
    }

    private static boolean isSame(Bundle one, Bundle other) {
        return one.manifest().model().sha256().equals(other.manifest().model().sha256())
                && one.manifest().version().equals(other.manifest().version())
                && one.calibration().fingerprint() == other.calibration().fingerprint();
    }

    private ImageModel wrapped(LoadedModel loaded) {
        for (var known : byModel.entrySet()) {
            if (known.getValue() == loaded) {
                return known.getKey();
            }
        }
        ImageModel model = wrapper.apply(loaded.model());
        byModel.put(model, loaded);
        return model;
    }

    private OpenedBundle served(String name, LoadedModel loaded, ImageModel model) {
        return verdict -> new ServedModel(
                name, model, loaded.bundle().manifest().toPreprocessing(), judges(loaded.bundle(), verdict));
    }

    private JudgeGroups judges(Bundle bundle, VerdictSettings verdict) throws BundleProblem {
        double start = settings.alpha().orElse(bundle.defaultAlpha());
        try {
            return new JudgeGroups(bundle.judge(
                    verdict.decider().orElse(settings.decider()),
                    verdict.alpha().orElse(start),
                    settings.extrapolateTail()));
        } catch (Refusal e) {
            throw new BundleProblem(Reason.ALPHA_OUT_OF_REACH, e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        opened.forEach(LoadedModel::close);
    }
}
