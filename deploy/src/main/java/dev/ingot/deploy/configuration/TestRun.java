package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code run} block of a test file.
 *
 * @param applies whether the plan is applied as well
 * @param refreshOnly whether existing objects are only refreshed
 * @param refresh whether existing objects are refreshed first
 * @param targets the objects the plan is limited to
 * @param replace the objects to replace
 * @param variables by name
 * @param providers by their names in the module that is run; the others of the file aren't used
 *     then. Where there are none all of the file are used
 * @param overrides which precede those of the file
 * @param stateKey names the state that is shared by runs with the same key
 * @param parallel whether it may run at the same time as others that may, unless they share a state
 *     or one refers to the other
 * @param expectedFailures the objects whose conditions must fail
 * @param moduleSource the module to run instead of the one under test
 * @param declaration the block's header
 */
public record TestRun(
    String name,
    boolean applies,
    boolean refreshOnly,
    boolean refresh,
    List<Traversal> targets,
    List<Traversal> replace,
    Map<String, Attribute> variables,
    Map<String, PassedProvider> providers,
    TestOverrides overrides,
    Optional<String> stateKey,
    boolean parallel,
    List<Condition> assertions,
    List<Traversal> expectedFailures,
    Optional<String> moduleSource,
    SourceRange declaration) {
  private static final Set<String> NEVER_CHECKED =
      Set.of("local", "path", "terraform", "count", "each", "self");

  public TestRun {
    targets = List.copyOf(targets);
    replace = List.copyOf(replace);
    assertions = List.copyOf(assertions);
    expectedFailures = List.copyOf(expectedFailures);
  }

  /** Only objects with conditions can be expected to fail. */
  void checkExpectations(Diagnostics diagnostics) {
    for (Traversal each : expectedFailures) {
      if (NEVER_CHECKED.contains(each.root())) {
        diagnostics.error(
            "Invalid `expect_failures` reference",
            "You cannot expect failures from "
                + ResourceConfiguration.keyOf(each)
                + ". You can only expect failures from checkable objects such as input variables,"
                + " output values, check blocks, managed resources and data sources.",
            each.range());
      }
    }
  }
}
