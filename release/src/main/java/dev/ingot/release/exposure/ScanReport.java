package dev.ingot.release.exposure;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.advisory.InstalledPackage;
import dev.ingot.release.repave.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scanner found in an image: the JSON reports of Grype, Trivy and OSV-Scanner, and CycloneDX
 * documents with vulnerabilities, VEX included; and OpenVEX documents.
 *
 * @param format which of them it is, for messages
 * @param images what the report calls the image it is about: digests and names; empty if it is
 *     about parts, whatever image they are in
 * @param vulnerabilities each once for a component
 */
public record ScanReport(String format, List<String> images, List<Vulnerability> vulnerabilities) {
  public ScanReport {
    images = images.stream().filter(image -> !image.isEmpty()).distinct().toList();
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
   * @param status what the report says of it
   */
  public record Vulnerability(
      String id, Severity severity, String component, String fixed, Status status) {
    /** Names it among those of one image. */
    public String key() {
      return id + " " + component;
    }

    Vulnerability as(Status other) {
      return new Vulnerability(id, severity, component, fixed, other);
    }
  }

  /** What is said of a vulnerability. */
  public enum Status {
    /** A scanner found it. */
    FOUND,
    /** A statement says that it does harm. */
    AFFECTED,
    /** A statement says that it does no harm. */
    NOT_AFFECTED
  }

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
    List<String> images = new ArrayList<>();
    String format;
    if (has(report, "matches")) {
      format = "Grype";
      Value target = member(member(report, "source"), "target");
      images.addAll(texts(target, "repoDigests"));
      images.add(text(target, "manifestDigest"));
      images.add(text(target, "imageID"));
      images.add(text(target, "userInput"));
      list(report, "matches").forEach(match -> grype(match, found));
    } else if (has(report, "Results") || has(report, "ArtifactName")) {
      format = "Trivy";
      images.addAll(texts(member(report, "Metadata"), "RepoDigests"));
      images.add(text(member(report, "Metadata"), "ImageID"));
      images.add(text(report, "ArtifactName"));
      list(report, "Results")
          .forEach(result -> list(result, "Vulnerabilities").forEach(each -> trivy(each, found)));
    } else if (text(report, "bomFormat").equals("CycloneDX")) {
      format = "CycloneDX";
      Value subject = member(member(report, "metadata"), "component");
      images.add(text(subject, "version"));
      images.add(text(subject, "name"));
      Map<String, String> components = new HashMap<>();
      list(report, "components")
          .forEach(
              component ->
                  components.put(
                      text(component, "bom-ref"),
                      named(text(component, "name"), text(component, "version"))));
      list(report, "vulnerabilities").forEach(each -> cycloneDx(each, components, found));
    } else if (text(report, "@context").startsWith("https://openvex.dev/")) {
      format = "OpenVEX";
      list(report, "statements").forEach(each -> openVex(each, found));
    } else if (has(report, "results")) {
      format = "OSV-Scanner";
      list(report, "results")
          .forEach(result -> list(result, "packages").forEach(each -> osv(each, found)));
    } else {
      throw new UnknownReportException(
          "it has none of the members \"matches\" (Grype), \"Results\" (Trivy), \"results\""
              + " (OSV-Scanner), \"bomFormat\" (CycloneDX), \"@context\" (OpenVEX), and no id of an"
              + " advisory (OSV)");
    }
    return new ScanReport(format, images, found.all());
  }

  private static void grype(Value match, Found found) {
    Value vulnerability = member(match, "vulnerability");
    Value artifact = member(match, "artifact");
    found.add(
        text(vulnerability, "id"),
        text(vulnerability, "severity"),
        named(text(artifact, "name"), text(artifact, "version")),
        String.join(", ", texts(member(vulnerability, "fix"), "versions")),
        Status.FOUND);
  }

  private static void trivy(Value each, Found found) {
    found.add(
        text(each, "VulnerabilityID"),
        text(each, "Severity"),
        named(text(each, "PkgName"), text(each, "InstalledVersion")),
        text(each, "FixedVersion"),
        text(each, "Status").equals("not_affected") ? Status.NOT_AFFECTED : Status.FOUND);
  }

  private static void cycloneDx(Value each, Map<String, String> components, Found found) {
    String worst =
        list(each, "ratings").stream()
            .map(rating -> text(rating, "severity"))
            .max((a, b) -> severity(a).compareTo(severity(b)))
            .orElse("");
    Status status =
        switch (text(member(each, "analysis"), "state")) {
          case "not_affected", "false_positive", "resolved", "resolved_with_pedigree" ->
              Status.NOT_AFFECTED;
          case "exploitable" -> Status.AFFECTED;
          default -> Status.FOUND;
        };
    List<Value> affects = list(each, "affects");
    for (Value one : affects) {
      String reference = text(one, "ref");
      found.add(
          text(each, "id"),
          worst,
          components.getOrDefault(reference, packageOf(reference)),
          "",
          status);
    }
    if (affects.isEmpty()) {
      found.add(text(each, "id"), worst, "", "", status);
    }
  }

  private static void openVex(Value each, Found found) {
    Value about = member(each, "vulnerability");
    String id =
        Values.text(about.isNull() ? Values.NULL : about)
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> text(about, "name"));
    Optional<Status> status =
        switch (text(each, "status")) {
          case "not_affected", "fixed" -> Optional.of(Status.NOT_AFFECTED);
          case "affected" -> Optional.of(Status.AFFECTED);
          default -> Optional.empty();
        };
    for (Value product : list(each, "products")) {
      List<Value> parts = list(product, "subcomponents");
      for (Value part : parts.isEmpty() ? List.of(product) : parts) {
        String name = text(part, "@id");
        String purl = name.isEmpty() ? text(member(part, "identifiers"), "purl") : name;
        status.ifPresent(one -> found.add(id, "", packageOf(purl), "", one));
      }
    }
  }

  /** The name and the version in a package URL; what is none stays as it is. */
  private static String packageOf(String reference) {
    int pkg = reference.indexOf("pkg:");
    return pkg < 0 ? reference : InstalledPackage.named(reference.substring(pkg)).orElse(reference);
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
                  Status.FOUND);
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

    void add(String id, String severity, String component, String fixed, Status status) {
      if (!id.isEmpty()) {
        Vulnerability _ =
            byKey.putIfAbsent(
                id + " " + component,
                new Vulnerability(id, severity(severity), component, fixed, status));
      }
    }

    List<Vulnerability> all() {
      return new ArrayList<>(byKey.values());
    }
  }
}
