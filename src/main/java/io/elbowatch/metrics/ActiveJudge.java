package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.flow.ActivePlan;
import java.util.OptionalLong;

/** The judge of the main model at one moment, and the record of the settings topic that was the last one taken. */
record ActiveJudge(Judge judge, OptionalLong settingsOffset) {

    static ActiveJudge of(ActivePlan plan) {
        return new ActiveJudge(plan.main().judges().pooled(), plan.settingsOffset());
    }
}
