package dev.ingot.cli.terminal;

import dev.ingot.lang.Diagnostic;
import java.util.Map;

/**
 * The names the program uses for itself in its output.
 *
 * @param product in sentences, such as {@code Ingot}
 * @param program in commands to type, such as {@code ingot}
 * @param version of the product, as messages name it
 * @param own whether it is Ingot's own; otherwise the layout is that of the other program, too
 */
public record Wording(String product, String program, String version, boolean own) {
  /** Ingot's own wording. */
  public static final Wording OWN = new Wording("Ingot", "ingot", Version.INGOT, true);

  /** Terraform's wording, for scripts that read the text of its output. */
  public static final Wording TERRAFORM =
      new Wording("Terraform", "terraform", Version.TERRAFORM_LANGUAGE, false);

  /** The variable that chooses the wording: {@code INGOT_WORDING=terraform}. */
  public static final String VARIABLE = "INGOT_WORDING";

  /** The wording selected by an environment. */
  public static Wording of(Map<String, String> environment) {
    return "terraform".equals(environment.get(VARIABLE)) ? TERRAFORM : OWN;
  }

  /** A diagnostic in these words. What a user wrote, and what it quotes, stays as it is. */
  public Diagnostic told(Diagnostic diagnostic) {
    return equals(OWN) ? diagnostic : diagnostic.named(product, program);
  }

  /** Whether diagnostics point at the place with carets. */
  public boolean carets() {
    return own;
  }

  /** Whether output is coloured without a terminal, too. */
  public boolean colored() {
    return !own;
  }

  /** Whether texts of several lines are shown without the white space around them. */
  public boolean trims() {
    return !own;
  }

  /** Name and version. */
  public String titled() {
    return product + " " + version;
  }
}
