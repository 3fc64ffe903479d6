package dev.ingot.deploy.test;

import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  ExpectedFailures(ModuleTree root, List<Traversal> wanted, Diagnostics diagnostics) {
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
    Set<String> checkable = new HashSet<>(module.resources().keySet());
    module.variables().keySet().forEach(name -> checkable.add("var." + name));
    module.outputs().keySet().forEach(name -> checkable.add("output." + name));
    module.checks().keySet().forEach(name -> checkable.add(CHECK + name));
    for (Traversal reference : wanted) {
      String name = named(reference);
      if (checkable.contains(name)) {
        expected.put(name, reference);
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

  /** Takes out what is expected. What a check says unexpectedly is an error in a test. */
  List<Diagnostic> unexpected(List<Diagnostic> diagnostics) {
    List<Diagnostic> left = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      String object = diagnostic.subject().map(places::get).map(String::valueOf).orElse("");
      if (expected.containsKey(object)) {
        met.add(object);
      } else if (checks.contains(object) && !diagnostic.isError()) {
        left.add(
            Diagnostic.error(
                    diagnostic.summary(), diagnostic.detail(), diagnostic.subject().orElseThrow())
                .with(diagnostic.values()));
      } else {
        left.add(diagnostic);
      }
    }
    return left;
  }

  /** Whether something that was expected has failed. */
  boolean anyMet() {
    return !met.isEmpty();
  }

  /** What was expected and has not failed. */
  void missing(Diagnostics diagnostics) {
    expected.forEach(
        (name, reference) -> {
          if (!met.contains(name)) {
            diagnostics.error(
                "Missing expected failure",
                "The checkable object, " + name + ", was expected to report an error but did not.",
                reference.range());
          }
        });
  }
}
