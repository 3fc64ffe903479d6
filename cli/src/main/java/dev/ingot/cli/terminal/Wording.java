package dev.ingot.cli.terminal;

import dev.ingot.lang.Diagnostic;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names the program uses for itself in its output.
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

  private static final String CYCLE = "Cycle: ";

  /** The wording selected by an environment. */
  public static Wording of(Map<String, String> environment) {
    return "terraform".equals(environment.get(VARIABLE)) ? TERRAFORM : OWN;
  }

  /**
   * A diagnostic of the invocation in these words: the invocation speaks of Ingot and its commands.
   * What a user's own message says of Ingot changes with it. A cycle is named there without its
   * places.
   */
  public Diagnostic told(Diagnostic diagnostic) {
    if (equals(OWN)) {
      return diagnostic;
    }
    if (diagnostic.summary().startsWith(CYCLE)) {
      return Diagnostic.error(diagnostic.summary(), "");
    }
    return new Diagnostic(
        diagnostic.severity(),
        in(diagnostic.summary()),
        in(diagnostic.detail()),
        diagnostic.subject(),
        diagnostic.context(),
        diagnostic.values(),
        diagnostic.address(),
        diagnostic.function());
  }

  private String in(String text) {
    return OwnWords.COMMAND
        .matcher(OwnWords.NAME.matcher(text).replaceAll(product))
        .replaceAll(program);
  }

  /** Apart, since nearly no command needs the patterns. */
  private static final class OwnWords {
    static final Pattern NAME = Pattern.compile("\\bIngot\\b");
    static final Pattern COMMAND = Pattern.compile("\\bingot(?= [a-z])");
  }

  /** Name and version. */
  public String titled() {
    return product + " " + version;
  }
}
