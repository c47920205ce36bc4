package io.elbowatch.lab.bench;

import io.elbowatch.lab.rig.Application;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.settings.Settings;
import java.util.Map;
import java.util.function.Function;

/** What {@code run} starts, to be measured: stream, meters and web server. */
final class BenchedService implements Application {
    private final Function<Map<String, String>, Settings> settings;

    /** @param settings all of them, where these are set in any case */
    BenchedService(Function<Map<String, String>, Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Running start(Map<String, String> fixed) {
        Settings loaded = settings.apply(fixed);
        LoadedModel model = LoadedModel.load(loaded);
        try {
            ScoringService service = ScoringService.start(loaded, model);
            return () -> {
                try {
                    service.close();
                } finally {
                    model.close();
                }
            };
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
