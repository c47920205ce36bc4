package io.elbowatch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The arrows that {@code package-info} of the root package draws. */
class ArchitectureTest {
    private static final JavaClasses ELBOWATCH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.elbowatch");

    @ParameterizedTest
    @CsvSource({
        "core,         ''",
        "core.image,   core",
        "core.elbo,    core core.image",
        "core.statistics, ''",
        "core.source,  ''",
        "core.density, core.elbo",
        "core.verdict, core.elbo core.density core.statistics",
        "core.drift,   core.elbo core.verdict core.statistics",
        "core.parity,  core.elbo core.image",
        "core.evidence, core.elbo core.image core.verdict",
        "core.dataset, core core.image",
        "core.evaluation, core core.image core.elbo core.density core.verdict core.dataset core.statistics",
        "onnx,         core..",
        "stream,       core.. stream.batch stream.wire",
        "stream.batch, ''",
        "stream.wire,  core..",
        "stream.feed,  core.. stream.wire",
        "stream.live,  core.. stream stream.wire",
        "report,       core.. stream.wire",
        "metrics,      core.. stream stream.batch",
        "web,          core.. stream.live",
        "settings,     core.. onnx stream stream.batch web",
        "bench.throughput, bench.rig core.. onnx stream stream.batch stream.wire metrics demo.board demo.broker",
        "bench.rig,    core.. onnx demo.broker",
        "bench.latency, bench.rig",
        "bench.scaling, bench.rig",
        "demo,         demo.camera",
        "demo.camera,  core.. demo.board",
        "demo.board,   ''",
        "demo.broker,  ''",
        "soak,         core.. onnx stream stream.batch stream.wire settings demo.broker",
    })
    void shouldPointInwards(String from, String to) {
        String[] allowed = packages((from + " " + to).strip());
        classes()
                .that()
                .resideInAPackage("io.elbowatch." + from)
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("io.elbowatch..")).or(resideInAnyPackage(allowed)))
                .check(ELBOWATCH);
    }

    /** A package that is not listed above would have no rule. */
    @Test
    void shouldHaveNoPackageWithoutAnArrow() {
        classes()
                .should()
                .resideInAnyPackage(packages(
                        "core core.image core.elbo core.parity core.drift core.density core.verdict core.dataset core.statistics"
                                + " core.evaluation core.evidence core.source onnx report stream stream.batch"
                                + " stream.wire stream.feed stream.live metrics web settings demo demo.camera demo.board demo.broker"
                                + " bench.rig bench.throughput bench.latency bench.scaling soak cli"))
                .orShould()
                .haveFullyQualifiedName("io.elbowatch.package-info")
                .check(ELBOWATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "ai.onnxruntime..,                                      onnx",
        "org.apache.kafka.. kafka..,                            stream.. demo demo.broker bench.. soak",
        "kafka.. org.apache.kafka.metadata.. org.apache.kafka.server.., demo.broker",
        "io.micrometer..,                                       metrics",
        "ch.qos.logback..,                                      cli",
        "io.prometheus..,                                       metrics",
        "io.javalin.. org.eclipse.jetty.. jakarta..,            web",
        "io.smallrye.. org.eclipse.microprofile..,              settings",
        "picocli.. me.tongfei..,                                cli",
        "com.fasterxml.jackson..,                               onnx report stream.wire stream.live web demo bench.rig bench.throughput soak cli",
    })
    void shouldKeepEachTechnologyAtItsEdge(String technology, String edge) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(edge))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology.split(" "))
                .check(ELBOWATCH);
    }

    /** No list of what it must not know can be complete. */
    @Test
    void shouldLetTheCoreKnowTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.elbowatch.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.elbowatch.core..", "java..", "javax.imageio..")
                .check(ELBOWATCH);
    }

    @Test
    void shouldTouchKafkasInternalsInOnePlace() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.elbowatch\\.stream\\.(batch\\.PreCommitHook|SourceStore)(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..internals..")
                        .and(not(nameMatching("org\\.apache\\.kafka\\.common\\.header\\.internals\\.RecordHeaders?"))))
                .check(ELBOWATCH);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.elbowatch.stream.wire")
                .should()
                .dependOnClassesThat(
                        nameMatching("org\\.apache\\.kafka\\.common\\.header\\.internals\\.RecordHeaders?"))
                .check(ELBOWATCH);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.elbowatch.(**)").should().beFreeOfCycles().check(ELBOWATCH);
    }

    /** Names relative to {@code io.elbowatch}, with spaces between them. */
    private static String[] packages(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> "io.elbowatch." + name)
                .toArray(String[]::new);
    }
}
