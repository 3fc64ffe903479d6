package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.syntax.EnclosingBlocks;
import dev.ingot.state.State;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of tests as JUnit's XML, which CI systems read. Rules: the recorded reports of
 * Terraform 1.11.
 */
public final class JunitReport implements TestView {
  private static final int WIDTH = 80;

  private final Wording wording;
  private final Clock clock;
  private final StringBuilder suites = new StringBuilder();
  private final StringBuilder cases = new StringBuilder();
  private final Map<TestStatus, Integer> counts = new EnumMap<>(TestStatus.class);
  private Instant started = Instant.EPOCH;
  private Optional<String> broken = Optional.empty();

  /** An empty report. */
  public JunitReport(Wording wording, Clock clock) {
    this.wording = wording;
    this.clock = clock;
  }

  /** The report of everything that has ended. */
  public String text() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites>\n" + suites + "</testsuites>";
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {}

  @Override
  public void found(List<TestFile> files) {}

  @Override
  public void begins(TestFile file) {
    cases.setLength(0);
    counts.clear();
    broken = Optional.empty();
  }

  @Override
  public void begins(TestFile file, TestRun run) {
    started = clock.instant();
  }

  @Override
  public void ended(TestFile file, TestRun run, TestStatus status, Outcome outcome) {
    counts.merge(status, 1, Integer::sum);
    String time =
        outcome
            .elapsed()
            .map(
                elapsed ->
                    " time=\""
                        + seconds(elapsed)
                        + "\" timestamp=\""
                        + started.truncatedTo(ChronoUnit.SECONDS)
                        + "\"")
            .orElse("");
    cases
        .append("    <testcase name=\"")
        .append(quoted(run.name()))
        .append("\" classname=\"")
        .append(quoted(file.path()))
        .append('"')
        .append(time)
        .append('>');
    List<Diagnostic> errors = outcome.diagnostics().stream().filter(Diagnostic::isError).toList();
    List<Diagnostic> warnings =
        outcome.diagnostics().stream().filter(each -> !each.isError()).toList();
    List<String> parts = new ArrayList<>();
    switch (status) {
      case SKIP -> parts.add(skipped());
      case FAIL ->
          parts.add(element("failure", Optional.of(failures(run, outcome, errors)), shown(errors)));
      case ERROR -> {
        parts.add(element("error", Optional.of("Encountered an error"), shown(errors)));
        broken = broken.or(() -> Optional.of(run.name()));
      }
      case PENDING, PASS -> {}
    }
    if (!warnings.isEmpty()) {
      parts.add(element("system-err", Optional.empty(), shown(warnings)));
    }
    parts.forEach(part -> cases.append("\n      ").append(part));
    cases.append(parts.isEmpty() ? "" : "\n    ").append("</testcase>\n");
  }

  private static String seconds(Duration elapsed) {
    return BigDecimal.valueOf(elapsed.toNanos(), 9).stripTrailingZeros().toPlainString();
  }

  private String skipped() {
    return broken
        .map(
            name ->
                element(
                    "skipped",
                    Optional.of("Testcase skipped due to a previous testcase error"),
                    "Previous testcase \""
                        + name
                        + "\" ended in error, which caused the remaining tests in the file to be"
                        + " skipped"))
        .orElse("<skipped></skipped>");
  }

  private static String failures(TestRun run, Outcome outcome, List<Diagnostic> errors) {
    return outcome.failed()
        + " of "
        + run.assertions().size()
        + " assertions failed"
        + (errors.isEmpty()
            ? ""
            : (outcome.failed() == 1 ? ": " : ", including: ") + errors.getFirst().detail());
  }

  private static String element(String name, Optional<String> message, String content) {
    return "<"
        + name
        + message.map(text -> " message=\"" + quoted(text) + "\"").orElse("")
        + "><![CDATA["
        + content.replace("]]>", "]]]]><![CDATA[>")
        + "]]></"
        + name
        + ">";
  }

  private String shown(List<Diagnostic> diagnostics) {
    DiagnosticFormat format =
        new DiagnosticFormat(
            new DiagnosticFormat.Style(false, wording.carets(), WIDTH), new EnclosingBlocks());
    StringBuilder text = new StringBuilder();
    for (Diagnostic each : DiagnosticView.sorted(diagnostics)) {
      text.append(format.text(wording.told(each)));
    }
    return text.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> quoted.append("&amp;");
                case '<' -> quoted.append("&lt;");
                case '>' -> quoted.append("&gt;");
                case '"' -> quoted.append("&#34;");
                case '\'' -> quoted.append("&#39;");
                case '\n' -> quoted.append("&#xA;");
                case '\t' -> quoted.append("&#x9;");
                case '\r' -> quoted.append("&#xD;");
                default -> {
                  // Others can't be in a document of XML, however they are written.
                  quoted.appendCodePoint(
                      character < ' ' || character == 0xFFFE || character == 0xFFFF
                          ? 0xFFFD
                          : character);
                }
              }
            });
    return quoted.toString();
  }

  @Override
  public void tearingDown(TestFile file) {}

  @Override
  public void tearingDown(TestFile file, TestRun run) {}

  @Override
  public void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left) {}

  @Override
  public void ended(TestFile file, TestStatus status, List<Diagnostic> diagnostics) {
    suites
        .append("  <testsuite name=\"")
        .append(quoted(file.path()))
        .append("\" tests=\"")
        .append(file.runs().size())
        .append("\" skipped=\"")
        .append(counts.getOrDefault(TestStatus.SKIP, 0))
        .append("\" failures=\"")
        .append(counts.getOrDefault(TestStatus.FAIL, 0))
        .append("\" errors=\"")
        .append(counts.getOrDefault(TestStatus.ERROR, 0))
        .append("\">")
        .append(cases.isEmpty() ? "" : "\n" + cases + "  ")
        .append("</testsuite>\n");
  }

  @Override
  public void concluded(TestSuite.Summary summary) {}
}
