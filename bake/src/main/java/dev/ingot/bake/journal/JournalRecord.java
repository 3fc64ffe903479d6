package dev.ingot.bake.journal;

import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.registry.json.JsonIn;
import dev.ingot.registry.json.JsonOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry as it is stored: a JSON document in a file of its own.
 *
 * @param mark names the entry in the environment of its program
 * @param owner the process of the bake, as {@link ProcessOwner} writes it
 * @param host the name of its host
 * @param build the name of the build
 * @param template the folder of its template
 * @param began when the entry was made
 * @param program the running program, once it is known
 * @param notes what became known later, oldest first
 */
record JournalRecord(
    String mark,
    String owner,
    String host,
    String build,
    String template,
    Instant began,
    Creation creation,
    Optional<RunningProgram> program,
    List<String> notes) {
  private static final int VERSION = 1;

  /** More lines than a person reads; the first tell what was made, the last how far it came. */
  private static final int NOTES = 200;

  JournalRecord {
    notes = List.copyOf(notes);
  }

  static JournalRecord of(
      String owner, String build, Path template, Instant began, Creation creation) {
    return new JournalRecord(
        UUID.randomUUID().toString(),
        owner,
        HostName.current(),
        build,
        template.toString(),
        began,
        creation,
        Optional.empty(),
        List.of());
  }

  JournalRecord with(RunningProgram running) {
    return new JournalRecord(
        mark, owner, host, build, template, began, creation, Optional.of(running), notes);
  }

  JournalRecord with(String note) {
    List<String> all = new ArrayList<>(notes);
    if (all.size() == NOTES) {
      all.remove(NOTES / 2);
    }
    all.add(note);
    return new JournalRecord(mark, owner, host, build, template, began, creation, program, all);
  }

  /** What it is and whose, for messages. */
  String describe() {
    return creation.summary()
        + " of the build "
        + build
        + " ("
        + ProcessOwner.name(owner)
        + ", "
        + began
        + ")";
  }

  byte[] json() {
    return JsonOut.document(
        out -> {
          out.number("version", VERSION)
              .text("mark", mark)
              .text("owner", owner)
              .text("host", host)
              .text("build", build)
              .text("template", template)
              .text("began", began.toString());
          switch (creation) {
            case Creation.Program(String summary) ->
                out.text("kind", "program").text("summary", summary);
            case Creation.Container(Path socket, String name) ->
                out.text("kind", "container").text("socket", socket.toString()).text("name", name);
            case Creation.Folder(Path path) ->
                out.text("kind", "folder").text("path", path.toString());
            case Creation.File(Path path) -> out.text("kind", "file").text("path", path.toString());
            case Creation.Elsewhere(String summary) ->
                out.text("kind", "elsewhere").text("summary", summary);
          }
          program.ifPresent(
              running ->
                  out.number("pid", running.pid())
                      .number("ticks", running.ticks())
                      .text("space", running.space()));
          out.texts("notes", notes);
        });
  }

  /**
   * Reads an entry.
   *
   * @throws IOException when it is damaged, or a newer version of this program wrote it
   */
  static JournalRecord parse(byte[] json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    List<String> notes = new ArrayList<>();
    try {
      boolean _ =
          JsonIn.document(
              json,
              in -> {
                in.members(
                    name -> {
                      if (in.isText()) {
                        texts.put(name, in.text());
                      } else if (name.equals("notes")) {
                        notes.addAll(in.elements(JsonIn::text));
                      } else {
                        numbers.put(name, in.number());
                      }
                    });
                return true;
              });
      if (numbers.getOrDefault("version", 0L) != VERSION) {
        throw new IOException("a newer version of Ingot wrote it");
      }
      return new JournalRecord(
          text(texts, "mark"),
          text(texts, "owner"),
          text(texts, "host"),
          text(texts, "build"),
          text(texts, "template"),
          Instant.parse(text(texts, "began")),
          creation(texts),
          numbers.containsKey("pid")
              ? Optional.of(
                  new RunningProgram(
                      numbers.get("pid"), numbers.getOrDefault("ticks", 0L), text(texts, "space")))
              : Optional.empty(),
          notes);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("it is damaged", e);
    }
  }

  private static Creation creation(Map<String, String> texts) {
    return switch (text(texts, "kind")) {
      case "program" -> new Creation.Program(text(texts, "summary"));
      case "container" -> new Creation.Container(path(texts, "socket"), text(texts, "name"));
      case "folder" -> new Creation.Folder(path(texts, "path"));
      case "file" -> new Creation.File(path(texts, "path"));
      case "elsewhere" -> new Creation.Elsewhere(text(texts, "summary"));
      default -> throw new IllegalArgumentException("an unknown kind");
    };
  }

  private static Path path(Map<String, String> texts, String name) {
    try {
      return Path.of(text(texts, name));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path", e);
    }
  }

  private static String text(Map<String, String> texts, String name) {
    return Optional.ofNullable(texts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("without " + name));
  }

  @Override
  public String toString() {
    return new String(json(), StandardCharsets.UTF_8);
  }
}
