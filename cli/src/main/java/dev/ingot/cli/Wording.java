package dev.ingot.cli;

import java.util.Map;

/**
 * What the program calls itself in what it prints.
 *
 * @param product in sentences, such as {@code Ingot}
 * @param program in commands to type, such as {@code ingot}
 * @param version of the product, as messages name it
 * @param carets whether diagnostics point at the place with carets
 */
public record Wording(String product, String program, String version, boolean carets) {
  /** Its own words. */
  public static final Wording OWN = new Wording("Ingot", "ingot", Version.INGOT, true);

  /** The words of Terraform, for scripts that read the text of its output. */
  public static final Wording TERRAFORM =
      new Wording("Terraform", "terraform", Version.TERRAFORM_LANGUAGE, false);

  /** The variable that chooses the words: {@code INGOT_WORDING=terraform}. */
  public static final String VARIABLE = "INGOT_WORDING";

  /** The words an environment asks for. */
  public static Wording of(Map<String, String> environment) {
    return "terraform".equals(environment.get(VARIABLE)) ? TERRAFORM : OWN;
  }

  /** Name and version. */
  public String titled() {
    return product + " " + version;
  }
}
