package dev.ingot.deploy.configuration;

import dev.ingot.lang.syntax.Body.Attribute;
import java.util.List;
import java.util.Map;

/**
 * A file of tests, {@code *.tftest.hcl}.
 *
 * @param path relative to the root module
 * @param variables for all runs, by name
 * @param providers for all runs, by name with the alias
 * @param overrides for all runs
 * @param runs in order
 */
public record TestFile(
    String path,
    Map<String, Attribute> variables,
    Map<String, TestProvider> providers,
    TestOverrides overrides,
    List<TestRun> runs) {
  public TestFile {
    runs = List.copyOf(runs);
  }
}
