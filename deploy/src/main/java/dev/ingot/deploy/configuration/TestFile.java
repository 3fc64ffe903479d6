package dev.ingot.deploy.configuration;

import dev.ingot.lang.syntax.Body.Attribute;
import java.util.List;
import java.util.Map;

/**
 * A file of tests, {@code *.tftest.hcl}.
 *
 * @param path relative to the root module
 * @param variables for all runs, by name
 * @param runs in order
 */
public record TestFile(String path, Map<String, Attribute> variables, List<TestRun> runs) {
  public TestFile {
    runs = List.copyOf(runs);
  }
}
