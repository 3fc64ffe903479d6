package dev.ingot.deploy.configuration;

/** The version of the language of configurations. */
public final class LanguageVersion {
  /**
   * The version of Terraform whose language and state format Ingot has; what {@code
   * required_version} is held against, and what documents and states name.
   */
  public static final String TERRAFORM = "1.11.4";

  private LanguageVersion() {}
}
