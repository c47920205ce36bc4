package io.elbowatch.page;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A Chromium without a window. Both programs are those of this machine: nothing is downloaded. */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser open() {
        Optional<Path> chromium = Program.find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = Program.find("chromedriver");
        Need.BROWSER.check(
                chromium.isPresent() && chromedriver.isPresent(), () -> "no chromium with chromedriver on the path");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.orElseThrow().toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--disable-gpu");
        return new Browser(new ChromeDriver(service, options));
    }

    public void load(String url) {
        driver.get(url);
    }

    /** Width and height of the page's window, and the colours that its user prefers. */
    void lookAs(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    long count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The text of what a selector finds first, empty where it finds nothing. */
    public String text(String selector) {
        Object text = run("return document.querySelector(arguments[0])?.textContent ?? ''", selector);
        return String.valueOf(text);
    }

    /** An attribute of what a selector finds first, at once, for the page may put another in its place; empty where it finds nothing. */
    String attribute(String selector, String name) {
        Object value =
                run("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''", selector, name);
        return String.valueOf(value);
    }

    /** Presses a key where the focus is. */
    void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** Also shows anomalies without a picture: pictures have a tenth of a core, so that one may be left out. */
    void showPlain() {
        run("const plain = document.getElementById('plain'); if (!plain.checked) plain.click()");
    }

    /** Whether the page is wider than its window. */
    boolean overflows() {
        return (Boolean) run("return document.documentElement.scrollWidth > innerWidth");
    }

    /** What axe-core, of the rules of WCAG 2 at levels A and AA, calls serious or critical. */
    List<?> violations() {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            run(new String(axe.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) runAsync("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
                   .then(found => done(found.violations
                       .filter(violation => ['serious', 'critical'].includes(violation.impact))
                       .map(violation => violation.id + ': ' + violation.nodes.map(node => node.html).join(' | '))));
                """);
    }

    /** From now on requests for these addresses fail. @param patterns with * for any text; none ends it */
    void block(String... patterns) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", patterns.length > 0));
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    /** The process that is the parent of all others of this browser. */
    public long pid() {
        return ((Number) driver.getCapabilities().getCapability("goog:processID")).longValue();
    }

    /** @param bytes of JavaScript @param nodes of the document, also detached ones */
    public record Heap(double bytes, long nodes) {}

    /** What is left of the page's memory after a garbage collection. */
    public Heap heap() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Map<String, Object> heap = driver.executeCdpCommand("Runtime.getHeapUsage", Map.of());
        Map<String, Object> document = driver.executeCdpCommand("Memory.getDOMCounters", Map.of());
        return new Heap(((Number) heap.get("usedSize")).doubleValue(), ((Number) document.get("nodes")).longValue());
    }

    /** Writes what is seen now to target/screenshots. */
    public void picture(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
