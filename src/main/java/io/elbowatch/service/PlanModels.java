package io.elbowatch.service;

import io.elbowatch.models.BundleStore;
import io.elbowatch.models.ModelPool;
import io.elbowatch.models.OpeningSettings;
import io.elbowatch.models.StoredModels;
import io.elbowatch.settings.Settings;

/** Opens the bundles of plans as the settings say. */
public final class PlanModels {
    private PlanModels() {}

    /** An opener with its own store and pool. It is closed after the stream that uses its models. */
    public static StoredModels of(Settings settings) {
        return new StoredModels(
                new BundleStore(settings.models()),
                new ModelPool(settings.models().maxLoaded()),
                opening(settings));
    }

    static OpeningSettings opening(Settings settings) {
        return new OpeningSettings(
                settings.provider(),
                bytes -> settings.stream().flow().batch().images(bytes),
                settings.alpha(),
                settings.decider(),
                settings.extrapolateTail());
    }
}
