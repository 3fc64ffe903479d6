package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.Target;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Declarative cases: files in, expected out. A case is a text of sections. {@code == file NAME}
 * holds a file, {@code == set NAME=VALUE} sets a variable; {@code == validate}, {@code == plan},
 * {@code == destroy-plan}, {@code == apply}, {@code == destroy}, {@code == state} and {@code ==
 * checks} do something and hold what is expected of it, line by line. A plan may be followed by its
 * targets.
 */
final class CasesTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(CasesTest.class.getResource("/cases"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      String.valueOf(file.getFileName()), () -> run(Files.readString(file))));
    }
  }

  private static void run(String text) {
    Workbench bench = new Workbench();
    for (String section : text.split("(?m)^== ", -1)) {
      int end = section.indexOf('\n');
      if (end < 0) {
        continue;
      }
      String header = section.substring(0, end).strip();
      String body = section.substring(end + 1);
      int gap = header.indexOf(' ');
      String word = gap < 0 ? header : header.substring(0, gap);
      String rest = gap < 0 ? "" : header.substring(gap + 1);
      switch (word) {
        case "file" -> bench.file(rest, body);
        case "set" -> {
          int equals = rest.indexOf('=');
          bench.set(rest.substring(0, equals), Value.of(rest.substring(equals + 1)));
        }
        case "validate" -> check(header, body, bench.validate());
        case "plan" -> check(header, body, planned(bench, targeted(PlanOptions.NORMAL, rest)));
        case "destroy-plan" ->
            check(header, body, planned(bench, targeted(PlanOptions.DESTROY, rest)));
        case "apply" -> check(header, body, applied(bench, PlanOptions.NORMAL));
        case "destroy" -> check(header, body, applied(bench, PlanOptions.DESTROY));
        case "state" -> check(header, body, bench.stored());
        case "checks" -> check(header, body, bench.storedChecks());
        default -> throw new AssertionError("unknown section " + header);
      }
    }
  }

  private static PlanOptions targeted(PlanOptions options, String targets) {
    return new PlanOptions(
        options.mode(),
        options.refresh(),
        targets.lines().flatMap(line -> Stream.of(line.split(" "))).map(Target::parse).toList(),
        options.replace());
  }

  private static List<String> planned(Workbench bench, PlanOptions options) {
    Planner.Result result = bench.plan(options);
    List<String> lines = new ArrayList<>(Workbench.texts(result.diagnostics()));
    result
        .plan()
        .ifPresent(
            plan -> {
              lines.addAll(Workbench.actions(plan));
              plan.outputs()
                  .values()
                  .forEach(
                      output -> {
                        if (output.action() != ChangeAction.NO_OP) {
                          lines.add("output " + output.name() + " " + output.action());
                        }
                      });
            });
    return lines;
  }

  private static List<String> applied(Workbench bench, PlanOptions options) {
    bench.events.clear();
    ApplyResult result = bench.apply(options);
    List<String> lines = new ArrayList<>(Workbench.texts(result.diagnostics()));
    lines.addAll(bench.events.stream().sorted().toList());
    return lines;
  }

  private static void check(String section, String expected, List<String> lines) {
    String found = String.join("\n", lines).replace("\n\n", "\n");
    assertThat(found.strip()).as(section).isEqualTo(expected.strip());
  }
}
