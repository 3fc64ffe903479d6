package dev.ingot.provider.install;

import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints.Operator;
import dev.ingot.lang.version.VersionConstraints.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Version constraints as the lock file has them: each once, ordered, numbers left out written as
 * zero. Rules: files that Terraform 1.11 wrote.
 */
public final class ConstraintText {
  private static final Comparator<Part> ORDER =
      Comparator.comparing((Part part) -> part.version()).thenComparing(Part::operator);

  private ConstraintText() {}

  /** The text of some constraints, all of which must hold. */
  public static String of(List<Part> parts) {
    List<Part> ordered = new ArrayList<>(parts);
    ordered.sort(ORDER);
    Set<String> texts = new LinkedHashSet<>();
    ordered.forEach(part -> texts.add(text(part)));
    return String.join(", ", texts);
  }

  private static String text(Part part) {
    Version version = part.version();
    boolean twoNumbers = part.operator() == Operator.PESSIMISTIC && version.numbers().size() < 3;
    String sign = part.operator() == Operator.EXACTLY ? "" : part.operator().sign() + " ";
    return sign
        + version.number(0)
        + "."
        + version.number(1)
        + (twoNumbers ? "" : "." + version.number(2))
        + (version.isPrerelease() ? "-" + version.prerelease() : "");
  }
}
