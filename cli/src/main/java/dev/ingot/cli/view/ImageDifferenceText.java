package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.lang.JsonDocument;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.difference.ImageDifference;
import dev.ingot.registry.difference.ImageDifference.Change;
import dev.ingot.registry.difference.ImageTree.Node;
import dev.ingot.storage.Digest;
import dev.ingot.storage.archive.TarReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** The difference of two images, for people and for programs. */
public final class ImageDifferenceText {
  private static final int MOST_FILES = 40;

  private final Version before;
  private final Version after;
  private final ImageDifference difference;

  public ImageDifferenceText(Version before, Version after, ImageDifference difference) {
    this.before = before;
    this.after = after;
    this.difference = difference;
  }

  /**
   * Lines for people.
   *
   * @param full whether all files are shown
   */
  public String lines(Terminal terminal, boolean full) {
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.styled(Style.BOLD, before.reference() + " -> " + after.reference())
            + "  "
            + layers());
    if (difference.isEmpty()) {
      lines.add("The images have the same packages, files and settings.");
    }
    section(lines, terminal, "Packages", difference.packages(), Integer.MAX_VALUE, value -> value);
    section(lines, terminal, "Settings", difference.settings(), Integer.MAX_VALUE, value -> value);
    section(
        lines,
        terminal,
        "Files",
        difference.files(),
        full ? Integer.MAX_VALUE : MOST_FILES,
        ImageDifferenceText::described);
    return String.join("\n", lines);
  }

  private String layers() {
    int fresh = difference.layers().fresh();
    return fresh
        + (fresh == 1 ? " new layer, " : " new layers, ")
        + difference.layers().same()
        + " the same";
  }

  private static <T> void section(
      List<String> lines,
      Terminal terminal,
      String title,
      List<Change<T>> changes,
      int most,
      Function<T, String> shown) {
    if (changes.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(terminal.styled(Style.BOLD, title + ":") + " " + counts(changes));
    changes.stream().limit(most).forEach(change -> lines.add(line(terminal, change, shown)));
    if (changes.size() > most) {
      lines.add("  … and " + (changes.size() - most) + " more; to see all: -full");
    }
  }

  private static String counts(List<? extends Change<?>> changes) {
    long fresh = changes.stream().filter(change -> change.before().isEmpty()).count();
    long gone = changes.stream().filter(change -> change.after().isEmpty()).count();
    List<String> counts = new ArrayList<>();
    count(counts, fresh, "added");
    count(counts, changes.size() - fresh - gone, "changed");
    count(counts, gone, "removed");
    return String.join(", ", counts);
  }

  private static void count(List<String> counts, long number, String word) {
    if (number > 0) {
      counts.add(number + " " + word);
    }
  }

  private static <T> String line(Terminal terminal, Change<T> change, Function<T, String> shown) {
    String old = printable(change.before().map(shown).orElse(""));
    String now = printable(change.after().map(shown).orElse(""));
    String name = printable(change.name());
    if (change.before().isEmpty()) {
      return "  " + terminal.styled(Style.GREEN, "+") + " " + name + "  " + now;
    }
    if (change.after().isEmpty()) {
      return "  " + terminal.styled(Style.RED, "-") + " " + name + "  " + old;
    }
    return "  "
        + terminal.styled(Style.YELLOW, "~")
        + " "
        + name
        + "  "
        + (old.equals(now) ? old + ", other content" : old + " -> " + now);
  }

  /** Names in an image are chosen by whoever made it; some would write to the terminal. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      printable.append(
          Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
    }
    return printable.toString();
  }

  private static String described(Node node) {
    String owner = node.uid() == 0 && node.gid() == 0 ? "" : " " + node.uid() + ":" + node.gid();
    String mode = String.format(Locale.ROOT, "%04o", node.mode()) + owner;
    return switch (node.kind()) {
      case FILE -> Table.bytes(node.size()) + " " + mode;
      case DIRECTORY -> "folder " + mode;
      case SYMLINK -> "link to " + node.content();
      case HARDLINK -> "link";
      case DEVICE -> "device";
      case FIFO -> "pipe";
    };
  }

  /** A JSON document for programs. */
  public String json() {
    return JsonDocument.text(
        json -> {
          json.writeStartObject();
          version(json, "before", before);
          version(json, "after", after);
          changes(json, "packages", difference.packages(), JsonGenerator::writeString);
          changes(json, "settings", difference.settings(), JsonGenerator::writeString);
          changes(json, "files", difference.files(), ImageDifferenceText::node);
          json.writeObjectPropertyStart("layers");
          json.writeNumberProperty("same", difference.layers().same());
          json.writeNumberProperty("new", difference.layers().fresh());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void version(JsonGenerator json, String name, Version version) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("image", version.reference());
    json.writeStringProperty("digest", version.image().map(Digest::toString).orElse(""));
    json.writeEndObject();
  }

  private interface Writer<T> {
    void write(JsonGenerator json, T value);
  }

  private static <T> void changes(
      JsonGenerator json, String name, List<Change<T>> changes, Writer<T> writer) {
    json.writeArrayPropertyStart(name);
    for (Change<T> change : changes) {
      json.writeStartObject();
      json.writeStringProperty("name", change.name());
      value(json, "before", change.before(), writer);
      value(json, "after", change.after(), writer);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static <T> void value(
      JsonGenerator json, String name, Optional<T> value, Writer<T> writer) {
    json.writeName(name);
    if (value.isPresent()) {
      writer.write(json, value.get());
    } else {
      json.writeNull();
    }
  }

  private static void node(JsonGenerator json, Node node) {
    json.writeStartObject();
    json.writeStringProperty("kind", node.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("mode", String.format(Locale.ROOT, "%04o", node.mode()));
    json.writeNumberProperty("uid", node.uid());
    json.writeNumberProperty("gid", node.gid());
    if (node.kind() == TarReader.Kind.FILE) {
      json.writeNumberProperty("size", node.size());
      json.writeStringProperty("sha256", node.content());
    } else if (node.kind() == TarReader.Kind.SYMLINK) {
      json.writeStringProperty("target", node.content());
    }
    json.writeEndObject();
  }
}
