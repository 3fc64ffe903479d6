package dev.ingot.deploy.configuration;

/** The version of the language of configurations. */
public final class LanguageVersion {
  /**
   * The version of Terraform whose language and state format Ingot implements: compared with {@code
   * required_version}, and named in documents and states.
   */
  public static final String TERRAFORM = "1.11.4";

  /**
   * The version of OpenTofu whose additions to the language Ingot has: compared with {@code
   * required_version} in files that only OpenTofu reads.
   */
  public static final String OPEN_TOFU = "1.12.6";

  private LanguageVersion() {}
}
