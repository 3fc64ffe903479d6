package dev.ingot.deploy.test;

import dev.ingot.deploy.CheckResult;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the failures of conditions that a run expects from those it doesn't: what is reported at
 * the place of a condition is a failure of the object the condition stands in.
 */
final class ExpectedFailures {
  private static final String CHECK = "check.";

  private final Map<SourceRange, String> places = new HashMap<>();
  private final Map<String, Traversal> expected = new LinkedHashMap<>();
  private final Set<String> checks = new HashSet<>();
  private final Set<String> met = new HashSet<>();
  private final Map<String, Set<String>> instances = new HashMap<>();
  private final Set<String> whole = new HashSet<>();
  private final Map<String, List<String>> others = new HashMap<>();
  private final Map<SourceRange, SourceRange> written;

  /**
   * @param written where the values of variables are written, by the places of their declarations
   */
  ExpectedFailures(
      ModuleTree root,
      List<Traversal> wanted,
      Map<SourceRange, SourceRange> written,
      Diagnostics diagnostics) {
    this.written = Map.copyOf(written);
    ModuleConfiguration module = root.module();
    module
        .variables()
        .forEach((name, variable) -> places.put(variable.declaration(), "var." + name));
    module
        .outputs()
        .forEach((name, output) -> conditions(output.preconditions(), "output." + name));
    checks(root);
    module
        .resources()
        .forEach(
            (key, resource) -> {
              conditions(resource.lifecycle().preconditions(), key);
              conditions(resource.lifecycle().postconditions(), key);
            });
    for (Traversal reference : wanted) {
      String name = named(reference);
      if (isCheckable(reference)) {
        expected.put(name, reference);
        if (reference.steps().getLast() instanceof Traversal.Key) {
          instances.computeIfAbsent(name, missing -> new HashSet<>()).add(reference.text());
        } else {
          whole.add(name);
        }
      } else {
        diagnostics.error(
            "Invalid `expect_failures` reference",
            "You cannot expect failures from "
                + name
                + ". You can only expect failures from checkable objects such as input variables,"
                + " output values, check blocks, managed resources and data sources.",
            reference.range());
      }
    }
  }

  /** Whether it refers to something that can have conditions, be it declared or not. */
  private static boolean isCheckable(Traversal reference) {
    return switch (reference.root()) {
      case "var", "output", "check" -> !reference.steps().isEmpty();
      default ->
          References.parse(reference, new Diagnostics())
              .filter(found -> found instanceof Reference.Resource)
              .isPresent();
    };
  }

  /** Also those of the modules called, from which no failure can be expected. */
  private void checks(ModuleTree tree) {
    tree.module()
        .checks()
        .forEach(
            (name, check) -> {
              String object = tree.prefix() + CHECK + name;
              conditions(check.assertions(), object);
              checks.add(object);
            });
    tree.children().values().forEach(this::checks);
  }

  private void conditions(List<Condition> conditions, String object) {
    conditions.forEach(condition -> places.put(condition.condition().range(), object));
  }

  /** The name without keys and attributes: two names, or three of a data source. */
  private static String named(Traversal traversal) {
    List<String> names = new ArrayList<>(List.of(traversal.root()));
    for (Traversal.Step step : traversal.steps()) {
      if (step instanceof Traversal.Attribute(String name, var _)) {
        names.add(name);
      }
    }
    int length = traversal.root().equals("data") ? 3 : 2;
    return String.join(".", names.subList(0, Math.min(length, names.size())));
  }

  /** Heeds which instances failed, and what is said of those that aren't expected to. */
  void heed(List<CheckResult> results) {
    for (CheckResult result : results) {
      Set<String> keyed = instances.getOrDefault(result.address(), Set.of());
      for (CheckResult.Instance instance : result.objects()) {
        if (instance.status() == CheckResult.Status.FAIL
            && !keyed.isEmpty()
            && !whole.contains(result.address())
            && !keyed.contains(instance.address())) {
          others
              .computeIfAbsent(result.address(), none -> new ArrayList<>())
              .addAll(instance.failures());
        }
      }
    }
  }

  /** Takes out what is expected. What a check says unexpectedly is an error in a test. */
  List<Diagnostic> unexpected(List<Diagnostic> diagnostics) {
    List<Diagnostic> left = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      String object = diagnostic.subject().map(places::get).map(String::valueOf).orElse("");
      if (expected.containsKey(object)) {
        met.add(object);
        if (others.getOrDefault(object, new ArrayList<>()).remove(diagnostic.detail())) {
          left.add(diagnostic);
        }
      } else if (checks.contains(object) && !diagnostic.isError()) {
        left.add(
            Diagnostic.error(
                    diagnostic.summary(), diagnostic.detail(), diagnostic.subject().orElseThrow())
                .with(diagnostic.values()));
      } else {
        left.add(placed(diagnostic));
      }
    }
    return left;
  }

  /** A refused value is shown where it is written, not where its variable is declared. */
  private Diagnostic placed(Diagnostic diagnostic) {
    Optional<SourceRange> place = diagnostic.subject().map(written::get);
    return place.isPresent() && diagnostic.isError()
        ? Diagnostic.error(diagnostic.summary(), diagnostic.detail(), place.get())
            .with(diagnostic.values())
        : diagnostic;
  }

  /**
   * The same where planning failed, so that what should be applied can't be: what was expected is
   * an error, too, and a warning says why.
   */
  List<Diagnostic> whilePlanning(List<Diagnostic> diagnostics) {
    List<Diagnostic> all = new ArrayList<>(unexpected(diagnostics));
    for (Diagnostic diagnostic : new LinkedHashSet<>(diagnostics)) {
      String object = diagnostic.subject().map(places::get).map(String::valueOf).orElse("");
      Traversal reference = expected.get(object);
      if (reference != null && diagnostic.isError()) {
        all.add(
            Diagnostic.warning(
                "Expected failure while planning",
                "A custom condition within "
                    + object
                    + " failed during the planning stage and prevented the requested apply"
                    + " operation. While this was an expected failure, the apply operation could"
                    + " not be executed and so the overall test case will be marked as a failure"
                    + " and the original diagnostic included in the test report.",
                reference.range()));
        all.add(diagnostic);
      }
    }
    return all;
  }

  /** What was expected and has not failed. */
  void missing(Diagnostics diagnostics) {
    expected.forEach(
        (name, reference) -> {
          if (!met.contains(name)) {
            diagnostics.error(
                "Missing expected failure",
                "The checkable object, "
                    + reference.text()
                    + ", was expected to report an error but did not.",
                reference.range());
          }
        });
  }
}
