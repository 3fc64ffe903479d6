package dev.ingot.registry.advisory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Scores of vectors of version 4.0 of the Common Vulnerability Scoring System. Rules: FIRST's
 * specification, section 8. Its metrics fall into six groups of a few levels each; the score of
 * such a combination stands in a table, and is lowered by how far the vector is from the worst one
 * of the same combination.
 */
final class Cvss4 {
  /** A table's row: the levels of three groups, then those of the other three with the score. */
  private static final String TABLE =
      """
      000 000=10 001=9.9 010=9.8 011=9.5 020=9.5 021=9.2 100=10 101=9.6 110=9.3 111=8.7 120=9.1 121=8.1 200=9.3 201=9 210=8.9 211=8 220=8.1 221=6.8
      001 000=9.8 001=9.5 010=9.5 011=9.2 020=9 021=8.4 100=9.3 101=9.2 110=8.9 111=8.1 120=8.1 121=6.5 200=8.8 201=8 210=7.8 211=7 220=6.9 221=4.8
      002 001=9.2 011=8.2 021=7.2 101=7.9 111=6.9 121=5 201=6.9 211=5.5 221=2.7
      010 000=9.9 001=9.7 010=9.5 011=9.2 020=9.2 021=8.5 100=9.5 101=9.1 110=9 111=8.3 120=8.4 121=7.1 200=9.2 201=8.1 210=8.2 211=7.1 220=7.2 221=5.3
      011 000=9.5 001=9.3 010=9.2 011=8.5 020=8.5 021=7.3 100=9.2 101=8.2 110=8 111=7.2 120=7 121=5.9 200=8.4 201=7 210=7.1 211=5.2 220=5 221=3
      012 001=8.6 011=7.5 021=5.2 101=7.1 111=5.2 121=2.9 201=6.3 211=2.9 221=1.7
      100 000=9.8 001=9.5 010=9.4 011=8.7 020=9.1 021=8.1 100=9.4 101=8.9 110=8.6 111=7.4 120=7.7 121=6.4 200=8.7 201=7.5 210=7.4 211=6.3 220=6.3 221=4.9
      101 000=9.4 001=8.9 010=8.8 011=7.7 020=7.6 021=6.7 100=8.6 101=7.6 110=7.4 111=5.8 120=5.9 121=5 200=7.2 201=5.7 210=5.7 211=5.2 220=5.2 221=2.5
      102 001=8.3 011=7 021=5.4 101=6.5 111=5.8 121=2.6 201=5.3 211=2.1 221=1.3
      110 000=9.5 001=9 010=8.8 011=7.6 020=7.6 021=7 100=9 101=7.7 110=7.5 111=6.2 120=6.1 121=5.3 200=7.7 201=6.6 210=6.8 211=5.9 220=5.2 221=3
      111 000=8.9 001=7.8 010=7.6 011=6.7 020=6.2 021=5.8 100=7.4 101=5.9 110=5.7 111=5.7 120=4.7 121=2.3 200=6.1 201=5.2 210=5.7 211=2.9 220=2.4 221=1.6
      112 001=7.1 011=5.9 021=3 101=5.8 111=2.6 121=1.5 201=2.3 211=1.3 221=0.6
      200 000=9.3 001=8.7 010=8.6 011=7.2 020=7.5 021=5.8 100=8.6 101=7.4 110=7.4 111=6.1 120=5.6 121=3.4 200=7 201=5.4 210=5.2 211=4 220=4 221=2.2
      201 000=8.5 001=7.5 010=7.4 011=5.5 020=6.2 021=5.1 100=7.2 101=5.7 110=5.5 111=4.1 120=4.6 121=1.9 200=5.3 201=3.6 210=3.4 211=1.9 220=1.9 221=0.8
      202 001=6.4 011=5.1 021=2 101=4.7 111=2.1 121=1.1 201=2.4 211=0.9 221=0.4
      210 000=8.8 001=7.5 010=7.3 011=5.3 020=6 021=5 100=7.3 101=5.5 110=5.9 111=4 120=4.1 121=2 200=5.4 201=4.3 210=4.5 211=2.2 220=2 221=1.1
      211 000=7.5 001=5.5 010=5.8 011=4.5 020=4 021=2.1 100=6.1 101=5.1 110=4.8 111=1.8 120=2 121=0.9 200=4.6 201=1.8 210=1.7 211=0.7 220=0.8 221=0.2
      212 001=5.3 011=2.4 021=1.4 101=2.4 111=1.2 121=0.5 201=1 211=0.3 221=0.1
      """;

  private static final Map<String, Double> SCORES = scores();

  /** The values of each metric, the worst first. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("AV", "NALP"),
          Map.entry("AC", "LH"),
          Map.entry("AT", "NP"),
          Map.entry("PR", "NLH"),
          Map.entry("UI", "NPA"),
          Map.entry("VC", "HLN"),
          Map.entry("VI", "HLN"),
          Map.entry("VA", "HLN"),
          Map.entry("SC", "SHLN"),
          Map.entry("SI", "SHLN"),
          Map.entry("SA", "SHLN"),
          Map.entry("E", "APU"),
          Map.entry("CR", "HML"),
          Map.entry("IR", "HML"),
          Map.entry("AR", "HML"));

  private static final List<String> BASE =
      List.of("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA");
  private static final List<String> IMPACT = List.of("VC", "VI", "VA", "CR", "IR", "AR");

  /**
   * Metrics that are judged together.
   *
   * @param metrics their names
   * @param worst by level, the worst values of the metrics
   * @param depth by level, the steps from there to the least bad
   */
  private record Group(List<String> metrics, List<List<String>> worst, List<Integer> depth) {}

  private static final Group EXPLOITED =
      new Group(
          List.of("AV", "PR", "UI"),
          List.of(List.of("NNN"), List.of("ANN", "NLN", "NNP"), List.of("PNN", "ALP")),
          List.of(1, 4, 5));
  private static final Group COMPLEX =
      new Group(List.of("AC", "AT"), List.of(List.of("LN"), List.of("HN", "LP")), List.of(1, 2));
  private static final Group SUBSEQUENT =
      new Group(
          List.of("SC", "SI", "SA"),
          List.of(List.of("HSS"), List.of("HHH"), List.of("LLL")),
          List.of(6, 5, 4));

  /** Of the vulnerable system and of its requirements, which are judged together. */
  private static final Map<String, Group> IMPACTS =
      Map.of(
          "00", impact(7, "HHHHHH"),
          "01", impact(6, "HHLMMH", "HHHMMM"),
          "10", impact(8, "LHHHHH", "HLHHHH"),
          "11", impact(8, "LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"),
          "21", impact(10, "LLLHHH"));

  private final Map<String, String> metrics;

  private Cvss4(Map<String, String> metrics) {
    this.metrics = metrics;
  }

  /** The score of a vector; empty if a metric of the base is missing or has another value. */
  static OptionalDouble score(Map<String, String> metrics) {
    Cvss4 vector = new Cvss4(metrics);
    return vector.isValid() ? OptionalDouble.of(vector.score()) : OptionalDouble.empty();
  }

  private static Group impact(int depth, String... worst) {
    return new Group(IMPACT, List.of(List.of(worst)), List.of(depth));
  }

  private static Map<String, Double> scores() {
    Map<String, Double> scores = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                scores.put(words[0] + pair[0], Double.parseDouble(pair[1]));
              }
            });
    return scores;
  }

  /** The value of a metric: as modified for an environment, or the worst where it isn't known. */
  private String value(String name) {
    String modified = metrics.getOrDefault("M" + name, "X");
    if (BASE.contains(name) && !modified.equals("X")) {
      return modified;
    }
    String own = metrics.getOrDefault(name, "X");
    return own.equals("X") && !BASE.contains(name)
        ? VALUES.getOrDefault(name, "").substring(0, 1)
        : own;
  }

  private boolean isValid() {
    return VALUES.entrySet().stream()
        .allMatch(
            metric -> {
              String value = value(metric.getKey());
              return value.length() == 1 && metric.getValue().contains(value);
            });
  }

  private boolean is(String name, String value) {
    return value(name).equals(value);
  }

  private double score() {
    if (BASE.subList(5, BASE.size()).stream().allMatch(name -> is(name, "N"))) {
      return 0;
    }
    int exploited = exploited();
    int complex = is("AC", "L") && is("AT", "N") ? 0 : 1;
    int harmed = is("VC", "H") && is("VI", "H") ? 0 : anyIs("H", "VC", "VI", "VA") ? 1 : 2;
    int subsequent = anyIs("S", "SI", "SA") ? 0 : anyIs("H", "SC", "SI", "SA") ? 1 : 2;
    int threat = VALUES.getOrDefault("E", "").indexOf(value("E"));
    int required =
        (is("CR", "H") && is("VC", "H"))
                || (is("IR", "H") && is("VI", "H"))
                || (is("AR", "H") && is("VA", "H"))
            ? 0
            : 1;
    double own = at(exploited, complex, harmed, subsequent, threat, required);
    double[] lower = {
      at(exploited + 1, complex, harmed, subsequent, threat, required),
      at(exploited, complex + 1, harmed, subsequent, threat, required),
      // Where both can fall, the higher of the two counts.
      Math.max(
          harmed == 0 || required == 1
              ? at(exploited, complex, harmed + 1, subsequent, threat, required)
              : Double.NEGATIVE_INFINITY,
          at(exploited, complex, harmed, subsequent, threat, required + 1)),
      at(exploited, complex, harmed, subsequent + 1, threat, required),
      at(exploited, complex, harmed, subsequent, threat + 1, required)
    };
    Group impacts = IMPACTS.getOrDefault("" + harmed + required, impact(1, "HHHHHH"));
    double[] parts = {
      part(EXPLOITED, exploited),
      part(COMPLEX, complex),
      part(impacts, 0),
      part(SUBSEQUENT, subsequent),
      0
    };
    double sum = 0;
    int count = 0;
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] != Double.NEGATIVE_INFINITY) {
        sum += (own - lower[i]) * parts[i];
        count++;
      }
    }
    double score = own - (count == 0 ? 0 : sum / count);
    return Math.round((Math.clamp(score, 0, 10) + 1e-6) * 10) / 10.0;
  }

  private int exploited() {
    int open = (is("AV", "N") ? 1 : 0) + (is("PR", "N") ? 1 : 0) + (is("UI", "N") ? 1 : 0);
    return open == 3 ? 0 : open > 0 && !is("AV", "P") ? 1 : 2;
  }

  private boolean anyIs(String value, String... names) {
    return List.of(names).stream().anyMatch(name -> is(name, value));
  }

  /** The score of a combination; negative infinity where there is none. */
  private static double at(int... levels) {
    StringBuilder key = new StringBuilder();
    for (int level : levels) {
      key.append(level);
    }
    return SCORES.getOrDefault(key.toString(), Double.NEGATIVE_INFINITY);
  }

  /** How far the vector is from the worst of its level: from 0 to nearly 1. */
  private double part(Group group, int level) {
    for (String worst : group.worst().get(level)) {
      int steps = 0;
      boolean above = true;
      for (int i = 0; i < worst.length() && above; i++) {
        String name = group.metrics().get(i);
        String values = VALUES.getOrDefault(name, "");
        int distance = values.indexOf(value(name)) - values.indexOf(worst.charAt(i));
        above = distance >= 0;
        steps += distance;
      }
      if (above) {
        return (double) steps / group.depth().get(level);
      }
    }
    return 0;
  }
}
