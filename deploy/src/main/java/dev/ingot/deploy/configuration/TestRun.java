package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public TestRun {
    targets = List.copyOf(targets);
    replace = List.copyOf(replace);
    assertions = List.copyOf(assertions);
    expectedFailures = List.copyOf(expectedFailures);
  }
}
