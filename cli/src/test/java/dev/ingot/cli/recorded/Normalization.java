package dev.ingot.cli.recorded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces what differs from run to run (ids, times, folders) and sorts what has no order, as was
 * done when the sessions were recorded.
 */
final class Normalization {
  private static final Pattern ID =
      Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");
  private static final Pattern TIME =
      Pattern.compile(
          "\\b(\\d{4}-\\d\\d-\\d\\d)[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
              + "(?:Z| \\+0000 UTC|[+-]\\d\\d:\\d\\d)");
  private static final Pattern PROGRESS =
      Pattern.compile(
          "^[A-Za-z_][^ ]*(?: \\(deposed object [^)]*\\))?(?:\\[[^\\]]*\\])*: (?:Creating|Creation"
              + " complete|Destroying|Destruction complete|Modifying|Modifications"
              + " complete|Reading|Read complete|Refreshing state|Provisioning with|Still"
              + " |Opening|Closing|Importing|Import |Preparing import|Opening complete|Closing"
              + " complete)|^[A-Za-z_][^ ]*(?: \\(deposed object [^)]*\\))?"
              + " \\((?:local-exec|remote-exec|file)\\): ");
  private static final Pattern REFRESH =
      Pattern.compile("^[A-Za-z_]\\S*: (?:Refreshing state|Reading|Read complete)");
  private static final Pattern BULLET = Pattern.compile("^ *- [A-Za-z_]\\S*( in \\S+)?$");
  private static final Set<String> UNORDERED =
      Set.of(
          "relevant_attributes",
          "diagnostics",
          "check_results",
          "objects",
          "checks",
          "instances",
          "modules");
  private static final Pattern CYCLE = Pattern.compile("(?m)(Cycle: )([^\"\n]+)$");
  private static final Set<String> EVENTS =
      Set.of(
          "planned_change",
          "resource_drift",
          "diagnostic",
          "apply_start",
          "apply_complete",
          "apply_errored",
          "provision_start",
          "provision_progress",
          "provision_complete",
          "provision_errored",
          "refresh_start",
          "refresh_complete",
          "ephemeral_op_start",
          "ephemeral_op_complete");

  private final Path work;
  private final Map<String, String> ids = new HashMap<>();
  private final Set<String> days;
  private boolean serial;

  Normalization(Path work) {
    this.work = work;
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    this.days =
        Set.of(today.minusDays(1).toString(), today.toString(), today.plusDays(1).toString());
  }

  /** Whether serials are compared in the next documents. */
  void compareSerials(boolean compared) {
    serial = compared;
  }

  /** Numbers the ids that are in state files now, in the order of addresses. */
  void learn() {
    try (Stream<Path> files = Files.walk(work)) {
      List<Path> states =
          files
              .filter(file -> file.toString().endsWith(".tfstate"))
              .filter(file -> !file.toString().contains("/.terraform/"))
              .sorted(
                  Comparator.comparingInt((Path file) -> file.getNameCount())
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
      for (Path state : states) {
        Json.parse(Files.readString(state)).ifPresent(this::learn);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(Json state) {
    List<Json> resources =
        new ArrayList<>(state.field("resources").map(Json::elements).orElse(List.of()));
    resources.sort(
        Comparator.comparing((Json resource) -> text(resource, "module"))
            .thenComparing(resource -> text(resource, "mode"))
            .thenComparing(resource -> text(resource, "type"))
            .thenComparing(resource -> text(resource, "name")));
    for (Json resource : resources) {
      List<Json> instances =
          new ArrayList<>(resource.field("instances").map(Json::elements).orElse(List.of()));
      instances.sort(
          Comparator.comparing((Json instance) -> kind(instance))
              .thenComparing(instance -> key(instance))
              .thenComparing(instance -> instance.field("deposed").isPresent()));
      for (Json instance : instances) {
        String id = instance.field("attributes").map(all -> text(all, "id")).orElse("");
        if (ID.matcher(id).matches() && !id.startsWith("00000000-")) {
          ids.computeIfAbsent(id, unknown -> "<UUID-" + (ids.size() + 1) + ">");
        }
      }
    }
  }

  private static String kind(Json instance) {
    return instance
        .field("index_key")
        .map(key -> key instanceof Json.Numeral ? "int" : "str")
        .orElse("NoneType");
  }

  private static String key(Json instance) {
    return instance
        .field("index_key")
        .map(key -> key instanceof Json.Numeral(var number) ? number.toPlainString() : key.string())
        .orElse("");
  }

  private static String text(Json json, String name) {
    return json.field(name).map(Json::string).orElse("");
  }

  /** A text with what differs from run to run replaced. */
  String text(String given) {
    String text = given.replace(work.toString(), "<DIR>");
    text =
        ID.matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group().startsWith("00000000-")
                            ? match.group()
                            : ids.getOrDefault(match.group(), "<UUID>")));
    text =
        TIME.matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        days.contains(match.group(1)) ? "<TIME>" : match.group()));
    text =
        CYCLE
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group(1)
                            + Stream.of(match.group(2).split(", "))
                                .sorted()
                                .collect(Collectors.joining(", "))));
    return text.replaceAll("(?<![\\d.])1\\.11\\.4(?![\\d])", "<TFVERSION>")
        .replaceAll("\\bafter (\\d+h)?(\\d+m)?\\d+s\\b", "after <D>")
        .replaceAll("\\[(\\d+m)?\\d+s elapsed\\]", "[<D> elapsed]")
        .replaceAll("(deposed object |deposed: )[0-9a-f]{8}\\b", "$1<DEPOSED>")
        .replaceAll("(?m)^([ │]*Who: +).*$", "$1<WHO>")
        .replaceAll("tfstate\\.\\d{9,}\\.backup", "tfstate.<N>.backup")
        .replaceAll("\\b(linux|darwin|windows|freebsd)_(amd64|arm64|386|arm)\\b", "<PLATFORM>");
  }

  /** The lines of a text, neighbouring lines of progress sorted. */
  List<String> lines(String given, boolean ordered, List<String[]> masks, boolean blocks) {
    String text = text(given);
    for (String[] mask : masks) {
      text = text.replaceAll(mask[0], mask[1]);
    }
    List<String> lines =
        new ArrayList<>(Stream.of(text.split("\n", -1)).map(line -> line.stripTrailing()).toList());
    trim(lines);
    if (blocks) {
      lines = blocks(lines);
    }
    lines = sorted(lines, ordered ? REFRESH : PROGRESS);
    return sorted(lines, BULLET);
  }

  private static void trim(List<String> lines) {
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
  }

  private static List<String> blocks(List<String> lines) {
    List<String> head = new ArrayList<>();
    List<List<String>> blocks = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("Error: ") || line.startsWith("Warning: ")) {
        blocks.add(new ArrayList<>(List.of(line)));
      } else if (blocks.isEmpty()) {
        head.add(line);
      } else {
        blocks.getLast().add(line);
      }
    }
    blocks.forEach(Normalization::trim);
    blocks.forEach(block -> block.add(""));
    blocks.sort(Comparator.comparing(block -> String.join("\n", block)));
    List<String> all = new ArrayList<>(head);
    blocks.forEach(all::addAll);
    trim(all);
    return all;
  }

  private static List<String> sorted(List<String> lines, Pattern pattern) {
    List<String> out = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (String line : lines) {
      if (pattern.matcher(line).find()) {
        run.add(line);
      } else {
        run.sort(null);
        out.addAll(run);
        run.clear();
        out.add(line);
      }
    }
    run.sort(null);
    out.addAll(run);
    return out;
  }

  /** A document with what differs from run to run replaced, and lists without order sorted. */
  Json document(Json json) {
    return document(json, "");
  }

  private Json document(Json json, String key) {
    return switch (json) {
      case Json.Fields(Map<String, Json> fields) -> {
        Map<String, Json> out = new LinkedHashMap<>();
        fields.forEach((name, value) -> field(name, value, fields, out));
        yield new Json.Fields(out);
      }
      case Json.Array(List<Json> elements) -> {
        List<Json> out =
            elements.stream()
                .map(element -> document(element, ""))
                .collect(Collectors.toCollection(ArrayList::new));
        if (UNORDERED.contains(key)) {
          out.sort(Comparator.comparing(Json::toString));
        } else if (key.equals("child_modules")) {
          out.sort(Comparator.comparing(child -> text(child, "address")));
        }
        yield new Json.Array(out);
      }
      case Json.Text(String text) -> new Json.Text(text(text));
      case Json.Numeral number -> number;
      case Json.Word word -> word;
    };
  }

  private void field(String name, Json value, Map<String, Json> all, Map<String, Json> out) {
    switch (name) {
      case "terraform_version", "@timestamp" -> {}
      case "lineage" ->
          out.put(
              name,
              ID.matcher(value.string()).matches() && !value.string().startsWith("00000000-")
                  ? new Json.Text("<LINEAGE>")
                  : value);
      case "deposed", "deposed_key" ->
          out.put(name, value instanceof Json.Text ? new Json.Text("<DEPOSED>") : value);
      case "elapsed_seconds" -> out.put(name, new Json.Numeral(java.math.BigDecimal.ZERO));
      case "serial" ->
          out.put(name, all.containsKey("lineage") && !serial ? new Json.Text("<SERIAL>") : value);
      default -> out.put(text(name), document(value, name));
    }
  }

  /** The events of a stream, neighbouring ones of the kinds that have no order sorted. */
  Json events(String text, boolean ordered) {
    List<Json> events = new ArrayList<>();
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      Json event = Json.parse(line).map(this::document).orElse(new Json.Text(text(line)));
      if (!text(event, "type").equals("apply_progress")) {
        events.add(withoutVersion(event));
      }
    }
    if (ordered) {
      return new Json.Array(events);
    }
    List<Json> out = new ArrayList<>();
    List<Json> run = new ArrayList<>();
    Comparator<Json> order = Comparator.comparing(Json::toString);
    for (Json event : events) {
      if (EVENTS.contains(text(event, "type"))) {
        run.add(event);
      } else {
        run.sort(order);
        out.addAll(run);
        run.clear();
        out.add(event);
      }
    }
    run.sort(order);
    out.addAll(run);
    return new Json.Array(out);
  }

  private static Json withoutVersion(Json event) {
    if (text(event, "type").equals("version") && event instanceof Json.Fields(var fields)) {
      Map<String, Json> fewer = new LinkedHashMap<>(fields);
      fewer.remove("terraform");
      return new Json.Fields(fewer);
    }
    return event;
  }

  /** A recorded document with its lists without order sorted the way this class sorts them. */
  Json sortedAgain(Json recorded) {
    Json document = document(recorded, "");
    if (!(recorded instanceof Json.Array(List<Json> elements))
        || elements.stream().noneMatch(each -> each.field("@level").isPresent())) {
      return document;
    }
    List<Json> out = new ArrayList<>();
    List<Json> run = new ArrayList<>();
    Comparator<Json> order = Comparator.comparing(Json::toString);
    for (Json event : document.elements()) {
      if (EVENTS.contains(text(event, "type"))) {
        run.add(event);
      } else {
        run.sort(order);
        out.addAll(run);
        run.clear();
        out.add(event);
      }
    }
    run.sort(order);
    out.addAll(run);
    return new Json.Array(out);
  }
}
