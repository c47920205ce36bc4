package io.elbowatch;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Holds the classes to the drawing in {@code package-info} of the root package. */
class ArchitectureTest {
    private static final String ROOT = "io.elbowatch.";
    private static final ArchitectureDrawing DRAWING = ArchitectureDrawing.read();
    private static final JavaClasses ELBOWATCH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.elbowatch");

    static Stream<ArchitectureDrawing.Arrow> packages() {
        return DRAWING.packages().stream();
    }

    static Stream<ArchitectureDrawing.Arrow> libraries() {
        return DRAWING.libraries().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldUseNoPackageWithoutAnArrow(ArchitectureDrawing.Arrow arrow) {
        String[] allowed = Stream.concat(arrow.from().stream(), arrow.to().stream())
                .map(name -> ROOT + name)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(ROOT + arrow.from().get(0))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("io.elbowatch..")).or(resideInAnyPackage(allowed)))
                .check(ELBOWATCH);
    }

    /** An arrow that nothing needs invites a use that nobody has thought about. */
    @ParameterizedTest
    @MethodSource("packages")
    void shouldDrawNoArrowThatIsNotNeeded(ArchitectureDrawing.Arrow arrow) {
        String from = arrow.from().get(0);
        Set<String> used =
                new TreeSet<>(SourceImports.of(from)); // the compiler copies constants: classes do not name them
        for (JavaClass type : ELBOWATCH) {
            if (type.getPackageName().equals(ROOT + from)) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    used.add(dependency.getTargetClass().getBaseComponentType().getPackageName());
                }
            }
        }
        assertThat(arrow.to())
                .as("packages that %s uses", from)
                .allMatch(to -> to.endsWith("..")
                        ? used.stream().anyMatch(name -> (name + ".").startsWith(ROOT + to.replace("..", ".")))
                        : used.contains(ROOT + to));
    }

    @Test
    void shouldDrawEveryPackage() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : ELBOWATCH) {
            if (!type.getSimpleName().equals("package-info")) {
                packages.add(type.getPackageName().substring(ROOT.length()));
            }
        }
        assertThat(packages()).extracting(arrow -> arrow.from().get(0)).containsExactlyInAnyOrderElementsOf(packages);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void shouldKeepEachLibraryInItsPlace(ArchitectureDrawing.Arrow arrow) {
        noClasses()
                .that()
                .resideOutsideOfPackages(names(arrow.to(), ROOT, ""))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(names(arrow.from(), "", ".."))
                .check(ELBOWATCH);
    }

    @Test
    void shouldLetTheCoreUseTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.elbowatch.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.elbowatch.core..", "java..", "javax.imageio..")
                .check(ELBOWATCH);
    }

    @Test
    void shouldKeepTheProductFreeOfTheLab() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.elbowatch.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.elbowatch.lab..")
                .check(ELBOWATCH);
    }

    @Test
    void shouldUseInternalClassesOfKafkaInThreeClassesOnly() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        "io\\.elbowatch\\.stream\\.(batch\\.PreCommitHook|flow\\.SourceStore|monitor\\.TrackedConsumer)(\\$.*)?")
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

    /** A wait that is measured by a clock that jumps ends at once, or hours later. */
    @Test
    void shouldMeasureTimeInTheWebServerAndTheLogByNoClockThatJumps() {
        noClasses()
                .that()
                .resideInAnyPackage("io.elbowatch.web..", "io.elbowatch.log..")
                .should()
                .accessTargetWhere(target(owner(type(System.class))).and(target(name("currentTimeMillis"))))
                .check(ELBOWATCH);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.elbowatch.(**)").should().beFreeOfCycles().check(ELBOWATCH);
    }

    private static String[] names(Iterable<String> names, String before, String after) {
        return Arrays.stream(String.join(" ", names).split(" "))
                .map(name -> before + name + after)
                .toArray(String[]::new);
    }
}
