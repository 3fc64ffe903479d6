package dev.ingot.bake.plugin;

/** What a component of a plugin is. */
public enum ComponentKind {
  /** Makes machines and images of them. */
  BUILDER("builder", "Builder"),
  /** Changes machines. */
  PROVISIONER("provisioner", "Provisioner"),
  /** Works on finished images. */
  POST_PROCESSOR("post-processor", "PostProcessor"),
  /** Gives templates values. */
  DATA_SOURCE("datasource", "Datasource");

  private final String command;
  private final String endpoint;

  ComponentKind(String command, String endpoint) {
    this.command = command;
    this.endpoint = endpoint;
  }

  /** Its name on the command line of a plugin. */
  String command() {
    return command;
  }

  /** A method of it. */
  String method(String name) {
    return endpoint + "." + name;
  }
}
