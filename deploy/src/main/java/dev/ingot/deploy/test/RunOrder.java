package dev.ingot.deploy.test;

import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestProvider;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which runs of a file a run has to wait for: every one before it, unless both may run in parallel,
 * share no state, and neither refers to the other. Rules: those of Terraform 1.12.
 */
final class RunOrder {
  private RunOrder() {}

  /** For each run the numbers of those before it that must have ended. */
  static List<List<Integer>> of(TestFile file) {
    Set<String> ofAll = new HashSet<>();
    boolean unclear = false;
    for (TestProvider provider : file.providers().values()) {
      Diagnostics own = new Diagnostics();
      provider
          .configuration()
          .body()
          .attributes(own)
          .values()
          .forEach(attribute -> note(attribute.expression(), ofAll));
      // What stands in blocks isn't seen here.
      unclear |= own.hasErrors();
    }
    List<List<Integer>> order = new ArrayList<>();
    for (int i = 0; i < file.runs().size(); i++) {
      TestRun run = file.runs().get(i);
      Set<String> named = new HashSet<>(ofAll);
      run.variables().values().stream().map(Attribute::expression).forEach(it -> note(it, named));
      for (Condition assertion : run.assertions()) {
        note(assertion.condition(), named);
        note(assertion.errorMessage(), named);
      }
      List<Integer> before = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        TestRun earlier = file.runs().get(j);
        boolean together =
            run.parallel()
                && earlier.parallel()
                && !unclear
                && !named.contains(earlier.name())
                && !key(run).equals(key(earlier));
        if (!together) {
          before.add(j);
        }
      }
      order.add(before);
    }
    return order;
  }

  /** The state that a run works on. */
  static String key(TestRun run) {
    return run.stateKey()
        .map(name -> "key " + name)
        .orElse("module " + run.moduleSource().orElse(""));
  }

  private static void note(Expression expression, Set<String> named) {
    for (Traversal traversal : Evaluator.references(expression)) {
      if (traversal.root().equals("run")
          && !traversal.steps().isEmpty()
          && traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _)) {
        named.add(name);
      }
    }
  }
}
