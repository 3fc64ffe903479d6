package dev.ingot.cli.view;

import dev.ingot.lang.Diagnostic;
import java.util.Collection;

/** The output of {@code init}, for people or for programs. */
public interface InitView {
  /** The steps it reports, with their codes for programs. */
  enum Step {
    COPYING("copying_configuration_message"),
    EMPTY("output_init_empty_message"),
    BACKEND("initializing_backend_message"),
    MODULES("initializing_modules_message"),
    UPGRADING_MODULES("upgrading_modules_message"),
    PROVIDERS("initializing_provider_plugin_message"),
    SIGNING("partner_and_community_providers_message"),
    LOCK("dependencies_lock_changes_info"),
    DONE("output_init_success_message"),
    NEXT("output_init_success_cli_message");

    private final String code;

    Step(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /** Announces a step. */
  void step(Step step, String text);

  /** Reports a module that was found. */
  void module(String text);

  /** Reports a provider that is available. */
  void provider(String text);

  /** Prints the result of configuring the backend, in whole lines. */
  void backend(String text);

  /** Prints diagnostics. */
  void diagnostics(Collection<Diagnostic> diagnostics);
}
