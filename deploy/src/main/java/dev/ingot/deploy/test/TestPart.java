package dev.ingot.deploy.test;

/** Where in a test file an expression is that is evaluated before the module is run. */
enum TestPart {
  FILE_VARIABLES(
      "current context",
      "the current context. You can only reference global variables.",
      "You can only reference global variables within the test file variables block."),
  RUN_VARIABLES(
      "current run block",
      "the current run block. You can only reference variables defined at the file or global"
          + " levels.",
      "You can only reference earlier run blocks, file level, and global variables while defining"
          + " variables from inside a run block."),
  PROVIDER(
      "provider is required",
      "the current provider configuration. You can only reference variables defined at the file or"
          + " global levels.",
      "You can only reference earlier run blocks, file level, and global variables within a"
          + " provider configuration of a test file.");

  private final String before;
  private final String variables;
  private final String others;

  TestPart(String before, String variables, String others) {
    this.before = before;
    this.variables = variables;
    this.others = others;
  }

  /** What a run has to be executed before to be referred to, in messages. */
  String before() {
    return before;
  }

  /** What a variable is not available to, and which are. */
  String variables() {
    return variables;
  }

  /** What can be referred to. */
  String others() {
    return others;
  }
}
