package dev.ingot.release.exposure;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.release.repave.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scanner found in an image: the JSON reports of Grype, Trivy and OSV-Scanner, and CycloneDX
 * documents with vulnerabilities, VEX included.
 *
 * @param format which of them it is, for messages
 * @param vulnerabilities each once for a component
 */
public record ScanReport(String format, List<Vulnerability> vulnerabilities) {
  public ScanReport {
    vulnerabilities = List.copyOf(vulnerabilities);
  }

  /** A text that is none of these reports; the message says why. */
  public static final class UnknownReportException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownReportException(String message) {
      super(message);
    }
  }

  /**
   * A vulnerability.
   *
   * @param id such as {@code CVE-2026-1234}
   * @param component the part that has it, with its version
   * @param fixed the versions without it; may be empty
   * @param affected false if the report says that it does no harm here
   */
  public record Vulnerability(
      String id, Severity severity, String component, String fixed, boolean affected) {}

  /** Reads a report. */
  public static ScanReport parse(String json) throws UnknownReportException {
    Value report;
    try {
      report = ValueJson.parse(json);
    } catch (RuntimeException e) {
      throw new UnknownReportException("it is not JSON");
    }
    if (Values.entries(report).isEmpty()) {
      throw new UnknownReportException("it is not a JSON object");
    }
    Found found = new Found();
    String format;
    if (has(report, "matches")) {
      format = "Grype";
      list(report, "matches").forEach(match -> grype(match, found));
    } else if (has(report, "Results") || has(report, "ArtifactName")) {
      format = "Trivy";
      list(report, "Results")
          .forEach(result -> list(result, "Vulnerabilities").forEach(each -> trivy(each, found)));
    } else if (text(report, "bomFormat").equals("CycloneDX")) {
      format = "CycloneDX";
      Map<String, String> components = new HashMap<>();
      list(report, "components")
          .forEach(
              component ->
                  components.put(
                      text(component, "bom-ref"),
                      named(text(component, "name"), text(component, "version"))));
      list(report, "vulnerabilities").forEach(each -> cycloneDx(each, components, found));
    } else if (has(report, "results")) {
      format = "OSV-Scanner";
      list(report, "results")
          .forEach(result -> list(result, "packages").forEach(each -> osv(each, found)));
    } else {
      throw new UnknownReportException(
          "it has none of the members \"matches\" (Grype), \"Results\" (Trivy), \"results\""
              + " (OSV-Scanner) and \"bomFormat\" (CycloneDX)");
    }
    return new ScanReport(format, found.all());
  }

  private static void grype(Value match, Found found) {
    Value vulnerability = member(match, "vulnerability");
    Value artifact = member(match, "artifact");
    found.add(
        text(vulnerability, "id"),
        text(vulnerability, "severity"),
        named(text(artifact, "name"), text(artifact, "version")),
        String.join(", ", texts(member(vulnerability, "fix"), "versions")),
        true);
  }

  private static void trivy(Value each, Found found) {
    found.add(
        text(each, "VulnerabilityID"),
        text(each, "Severity"),
        named(text(each, "PkgName"), text(each, "InstalledVersion")),
        text(each, "FixedVersion"),
        !text(each, "Status").equals("not_affected"));
  }

  private static void cycloneDx(Value each, Map<String, String> components, Found found) {
    String worst =
        list(each, "ratings").stream()
            .map(rating -> text(rating, "severity"))
            .max((a, b) -> severity(a).compareTo(severity(b)))
            .orElse("");
    String state = text(member(each, "analysis"), "state");
    boolean affected =
        !state.equals("not_affected")
            && !state.equals("false_positive")
            && !state.equals("resolved")
            && !state.equals("resolved_with_pedigree");
    List<Value> affects = list(each, "affects");
    for (Value one : affects) {
      String reference = text(one, "ref");
      found.add(
          text(each, "id"), worst, components.getOrDefault(reference, reference), "", affected);
    }
    if (affects.isEmpty()) {
      found.add(text(each, "id"), worst, "", "", affected);
    }
  }

  private static void osv(Value each, Found found) {
    Value about = member(each, "package");
    String component = named(text(about, "name"), text(about, "version"));
    Map<String, String> scores = new LinkedHashMap<>();
    list(each, "groups")
        .forEach(
            group ->
                texts(group, "ids").forEach(id -> scores.put(id, text(group, "max_severity"))));
    list(each, "vulnerabilities")
        .forEach(
            vulnerability -> {
              String id = text(vulnerability, "id");
              String word = text(member(vulnerability, "database_specific"), "severity");
              found.add(
                  id,
                  word.isEmpty() ? rated(scores.getOrDefault(id, "")) : word,
                  component,
                  "",
                  true);
            });
  }

  /** The word for a CVSS score, by the table of CVSS 3.1. */
  private static String rated(String score) {
    try {
      double number = score.isEmpty() ? -1 : Double.parseDouble(score);
      return number >= 9
          ? "critical"
          : number >= 7 ? "high" : number >= 4 ? "medium" : number > 0 ? "low" : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }

  private static Severity severity(String word) {
    return Severity.of(word).orElse(Severity.UNKNOWN);
  }

  private static String named(String name, String version) {
    return version.isEmpty() ? name : name + " " + version;
  }

  private static boolean has(Value value, String name) {
    return Values.attribute(value, name).isPresent();
  }

  private static Value member(Value value, String name) {
    return value.isNull() || Values.entries(value).isEmpty()
        ? Values.NULL
        : Values.attribute(value, name).orElse(Values.NULL);
  }

  private static String text(Value value, String name) {
    Value found = member(value, name);
    return found.isNull() ? "" : Values.text(found).orElse("");
  }

  private static List<Value> list(Value value, String name) {
    Value found = member(value, name);
    return found.isNull() ? List.of() : Values.elements(found).orElse(List.of());
  }

  private static List<String> texts(Value value, String name) {
    return list(value, name).stream()
        .map(each -> each.isNull() ? Optional.<String>empty() : Values.text(each))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The findings, each once. */
  private static final class Found {
    private final Map<String, Vulnerability> byKey = new LinkedHashMap<>();

    void add(String id, String severity, String component, String fixed, boolean affected) {
      if (!id.isEmpty()) {
        Vulnerability _ =
            byKey.putIfAbsent(
                id + " " + component,
                new Vulnerability(id, severity(severity), component, fixed, affected));
      }
    }

    List<Vulnerability> all() {
      return new ArrayList<>(byKey.values());
    }
  }
}
