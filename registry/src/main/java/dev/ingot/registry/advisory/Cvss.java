package dev.ingot.registry.advisory;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Scores of vectors of the Common Vulnerability Scoring System: base scores of versions 2, 3.0 and
 * 3.1, and version 4.0. Rules: the specifications of FIRST.
 */
final class Cvss {
  private Cvss() {}

  /** The word for a vector's score; the zero-length string if there is none. */
  static String word(String vector) {
    Map<String, String> metrics = new TreeMap<>();
    for (String part : vector.split("/")) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        metrics.put(part.substring(0, colon), part.substring(colon + 1));
      }
    }
    OptionalDouble score =
        vector.startsWith("CVSS:3.")
            ? third(metrics)
            : vector.startsWith("CVSS:4.")
                ? Cvss4.score(metrics)
                : vector.startsWith("CVSS:") ? OptionalDouble.empty() : second(metrics);
    return score.isPresent() ? word(score.getAsDouble()) : "";
  }

  /** By the table of version 3.1. */
  private static String word(double score) {
    return score >= 9
        ? "critical"
        : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "negligible";
  }

  private static OptionalDouble third(Map<String, String> metrics) {
    boolean changed = metrics.getOrDefault("S", "").equals("C");
    double impact =
        1 - (1 - harm(metrics, "C")) * (1 - harm(metrics, "I")) * (1 - harm(metrics, "A"));
    double reach =
        8.22
            * weight(metrics, "AV", "N", 0.85, "A", 0.62, "L", 0.55, "P", 0.2)
            * weight(metrics, "AC", "L", 0.77, "H", 0.44)
            * weight(
                metrics, "PR", "N", 0.85, "L", changed ? 0.68 : 0.62, "H", changed ? 0.5 : 0.27)
            * weight(metrics, "UI", "N", 0.85, "R", 0.62);
    if (Double.isNaN(impact) || Double.isNaN(reach)) {
      return OptionalDouble.empty();
    }
    double whole =
        changed ? 7.52 * (impact - 0.029) - 3.25 * Math.pow(impact - 0.02, 15) : 6.42 * impact;
    return OptionalDouble.of(
        whole <= 0 ? 0 : up(Math.min((changed ? 1.08 : 1) * (whole + reach), 10)));
  }

  private static double harm(Map<String, String> metrics, String name) {
    return weight(metrics, name, "H", 0.56, "L", 0.22, "N", 0.0);
  }

  /** To the next tenth, by the integer arithmetic of version 3.1. */
  private static double up(double score) {
    long exact = Math.round(score * 100_000);
    return exact % 10_000 == 0 ? exact / 100_000.0 : (Math.floorDiv(exact, 10_000L) + 1) / 10.0;
  }

  private static OptionalDouble second(Map<String, String> metrics) {
    double impact =
        10.41
            * (1
                - (1 - partial(metrics, "C"))
                    * (1 - partial(metrics, "I"))
                    * (1 - partial(metrics, "A")));
    double reach =
        20
            * weight(metrics, "AV", "L", 0.395, "A", 0.646, "N", 1.0)
            * weight(metrics, "AC", "H", 0.35, "M", 0.61, "L", 0.71)
            * weight(metrics, "Au", "M", 0.45, "S", 0.56, "N", 0.704);
    return Double.isNaN(impact) || Double.isNaN(reach)
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.round((0.6 * impact + 0.4 * reach - 1.5) * (impact == 0 ? 0 : 1.176) * 10) / 10.0);
  }

  private static double partial(Map<String, String> metrics, String name) {
    return weight(metrics, name, "N", 0.0, "P", 0.275, "C", 0.66);
  }

  /** The number after a metric's value; not a number if it has none of these values. */
  private static double weight(Map<String, String> metrics, String name, Object... values) {
    String value = metrics.getOrDefault(name, "");
    for (int i = 0; i < values.length; i += 2) {
      if (values[i].equals(value)) {
        return (double) values[i + 1];
      }
    }
    return Double.NaN;
  }
}
