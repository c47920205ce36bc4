package io.elbowatch.routes;

import io.elbowatch.routes.RoutePattern.Any;
import io.elbowatch.routes.RoutePattern.Key;
import io.elbowatch.routes.RoutePattern.KeyGlob;
import io.elbowatch.routes.RoutePattern.KeyRegex;
import io.elbowatch.routes.RoutePattern.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouteTableTest {
    private static final Set<String> BUNDLES = Set.of("a", "b", "c", "rest");

    @Property
    void shouldTakeAGlobForTheExpressionThatItStandsFor(@ForAll("globs") String glob, @ForAll("keys") String key) {
        String regex = glob.codePoints()
                .mapToObj(c -> c == '*' ? "(?s).*" : c == '?' ? "(?s)." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        assertThat(new KeyGlob(glob).matches(key, "images")).isEqualTo(Pattern.matches(regex, key));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "*", "?", "/", "😀").list().ofMaxSize(7).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of("a", "b", "/", "😀").list().ofMaxSize(8).map(parts -> String.join("", parts));
    }

    @Property
    void shouldGiveTheFirstRouteThatFits(@ForAll("tables") List<Route> routes, @ForAll("keys") String key) {
        RouteTable table = new RouteTable(routes, BUNDLES);
        Optional<String> expected = routes.stream()
                .filter(route -> route.pattern().matches(key, "images"))
                .map(Route::bundle)
                .findFirst();
        assertThat(table.find(key, "images", Optional.empty()).map(RouteTable.Match::bundle))
                .isEqualTo(expected);
        assertThat(table.find(key, "images", Optional.of("c")).map(RouteTable.Match::bundle))
                .contains("c");
        assertThat(table.find(key, "images", Optional.of("gone"))).isEmpty();
    }

    @Provide
    Arbitrary<List<Route>> tables() {
        Arbitrary<RoutePattern> patterns = Arbitraries.oneOf(
                keys().map(Key::new),
                globs().map(KeyGlob::new),
                Arbitraries.of(KeyRegex.of("a+"), new Topic("im*"), new Topic("other"), new Any()));
        return patterns.map(pattern -> new Route(pattern, pattern.readsKey() ? "a" : "b"))
                .list()
                .ofMaxSize(5);
    }

    @Example
    void shouldFindNoKeyPatternForAnImageWithoutAKey() {
        RouteTable table =
                new RouteTable(List.of(new Route(new KeyGlob("*"), "a"), new Route(KeyRegex.of(".*"), "b")), BUNDLES);
        assertThat(table.find(null, "images", Optional.empty())).isEmpty();
        assertThat(table.find("", "images", Optional.empty())).isPresent();
    }

    @Example
    void shouldSayWhy() {
        RouteTable table = new RouteTable(
                List.of(new Route(new Key("x"), "a"), new Route(new KeyGlob("line-2/*"), "b", Optional.of("c"))),
                BUNDLES);
        RouteTable.Match match =
                table.find("line-2/7", "images", Optional.empty()).orElseThrow();
        assertThat(match.why()).isEqualTo("route 2 fits first: keyGlob 'line-2/*'");
        assertThat(match.shadow()).contains("c");
    }

    @Example
    void shouldNameAllProblemsOfAPlanAtOnce() {
        List<Route> routes = List.of(
                new Route(new Key("x"), "gone"),
                new Route(new Any(), "a", Optional.of("a")),
                new Route(new Key("y"), "a"));
        Map<String, BundleRef> bundles =
                Map.of("a", new BundleRef("", Optional.of("12"), OptionalDouble.of(2), Optional.empty()));
        assertThat(PlanSpec.problems(routes.stream().map(RouteDraft::of).toList(), bundles))
                .containsExactly(
                        "bundle 'a': 'at' must name a place, of at most 2048 characters",
                        "bundle 'a': sha256 must have 64 hexadecimal digits",
                        "bundle 'a': alpha must lie between 0 and 1, both excluded",
                        "route 1 (key 'x'): there is no bundle 'gone'",
                        "route 2 (any): the shadow is the bundle itself",
                        "route 3 (key 'y') is beyond reach: a route before it takes all images");
        assertThatThrownBy(() -> new PlanSpec(routes, bundles)).hasMessageContaining("; route 1 (key 'x')");
        assertThat(PlanSpec.problems(List.of(), Map.of())).containsExactly("there is no route");
    }

    @Example
    void shouldTakeAnExpressionForTheWholeKey() {
        assertThat(KeyRegex.of("cam-[0-9]+").matches("cam-12", "images")).isTrue();
        assertThat(KeyRegex.of("cam-[0-9]+").matches("xcam-12y", "images")).isFalse();
        assertThatThrownBy(() -> KeyRegex.of("(")).isInstanceOf(IllegalArgumentException.class);
    }
}
