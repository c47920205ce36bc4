package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A tool for each model in use, as a scorer. When a new one is needed, those are closed whose model is in force no longer;
 * a late image of such a model gets another one. Used by one thread.
 */
final class PerModel<T extends AutoCloseable> {
    private final CurrentPlan plan;
    private final Function<ImageModel, T> maker;
    private final Map<ImageModel, T> tools = new IdentityHashMap<>();
    private ImageModel lastModel;
    private T last;

    PerModel(CurrentPlan plan, Function<ImageModel, T> maker) {
        this.plan = plan;
        this.maker = maker;
    }

    T of(ImageModel model) {
        if (model != lastModel) {
            T found = tools.get(model);
            if (found == null) {
                closeUnused(model);
                found = maker.apply(model);
                tools.put(model, found);
            }
            last = found;
            lastModel = model;
        }
        return last;
    }

    private void closeUnused(ImageModel needed) {
        tools.entrySet().removeIf(tool -> {
            boolean unused = tool.getKey() != needed
                    && plan.now().models().values().stream().noneMatch(served -> served.model() == tool.getKey());
            if (unused) {
                close(tool.getValue());
            }
            return unused;
        });
        lastModel = null;
    }

    void close() {
        tools.values().forEach(PerModel::close);
        tools.clear();
        lastModel = null;
    }

    private static void close(AutoCloseable tool) {
        try {
            tool.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a tool of a model did not close", e);
        }
    }
}
