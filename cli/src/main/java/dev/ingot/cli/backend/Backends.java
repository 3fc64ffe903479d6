package dev.ingot.cli.backend;

import dev.ingot.deploy.configuration.BackendConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which backend a command works with: the one that was made ready by {@code init}, as long as the
 * configuration still says the same. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Backends {
  private Backends() {}

  /**
   * The settings to work with.
   *
   * @param data the folder {@code .terraform}
   * @throws BackendException if {@code init} has to be run first
   */
  public static LocalBackend current(Path data, Optional<BackendConfiguration> configured) {
    Optional<InitializedBackend> initialized = InitializedBackend.read(data);
    if (configured.isEmpty()) {
      initialized.ifPresent(
          before -> {
            throw needed(
                "required, please",
                "Unsetting the previously set backend \"" + before.type() + "\"");
          });
      return LocalBackend.DEFAULT;
    }
    BackendConfiguration block = configured.get();
    if (initialized.isEmpty()) {
      throw needed(
          "required, please",
          "Initial configuration of the requested backend \"" + block.type() + "\"");
    }
    InitializedBackend before = initialized.get();
    if (!before.type().equals(block.type())) {
      throw needed(
          "required: please",
          "Backend type changed from \"" + before.type() + "\" to \"" + block.type() + "\"");
    }
    unsupported(block)
        .ifPresent(
            problem -> {
              throw new BackendException(problem);
            });
    LocalBackend settings = LocalBackend.read(block.body(), new Diagnostics());
    if (settings.hash() != before.hash() && !settings.equals(before.settings())) {
      throw needed("required: please", "Backend configuration block has changed");
    }
    return before.settings();
  }

  static Optional<Diagnostic> unsupported(BackendConfiguration block) {
    return block.type().equals(LocalBackend.TYPE)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "Unsupported backend type",
                "There is no backend type named \"" + block.type() + "\".",
                block.declaration()));
  }

  private static BackendException needed(String demand, String reason) {
    return new BackendException(
        Diagnostic.error(
            "Backend initialization " + demand + " run \"ingot init\"",
            "Reason: "
                + reason
                + "\n\n"
                + "The \"backend\" is the interface that Ingot uses to store state,\n"
                + "perform operations, etc. If this message is showing up, it means that the\n"
                + "Ingot configuration you're using is using a custom configuration for\n"
                + "the Ingot backend.\n\n"
                + "Changes to backend configurations require reinitialization. This allows\n"
                + "Ingot to set up the new configuration, copy existing state, etc. Please run\n"
                + "\"ingot init\" with either the \"-reconfigure\" or \"-migrate-state\" flags to\n"
                + "use the current configuration.\n\n"
                + "If the change reason above is incorrect, please verify your configuration\n"
                + "hasn't changed and try again. At this point, no changes to your existing\n"
                + "configuration or state have been made."));
  }
}
