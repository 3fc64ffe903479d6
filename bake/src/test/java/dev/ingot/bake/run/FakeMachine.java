package dev.ingot.bake.run;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A machine that knows some commands, one a line of a script: {@code put PATH TEXT}, {@code move
 * FROM TO}, {@code count PATH}, {@code say TEXT}, {@code show VARIABLE}, {@code fail CODE}, {@code
 * once PATH} (fails the first time) and {@code hang}.
 */
final class FakeMachine implements Machine, Communicator {
  private final Map<String, String> files = new TreeMap<>();
  private final Set<String> changed = new TreeSet<>();
  private final List<String> ran;
  private final Runnable action;
  private final Saving saving;

  /** Saves what it is like. */
  interface Saving {
    Snapshot save(FakeMachine machine) throws IOException;
  }

  FakeMachine(List<String> ran, Map<String, String> files, Runnable action, Saving saving) {
    this.action = action;
    this.ran = ran;
    this.files.putAll(files);
    this.saving = saving;
  }

  @Override
  public Communicator communicator() {
    return this;
  }

  Map<String, String> files() {
    return Map.copyOf(files);
  }

  @Override
  public Snapshot snapshot(LayerKey key) throws IOException {
    return saving.save(this);
  }

  /** Files that changed as a layer, those below /tmp as scratch. */
  Snapshot layers(LayerArchive archive, Map<Layer, Map<String, String>> scratches)
      throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    List<TreeEntry> left = new ArrayList<>();
    Map<String, String> temporary = new TreeMap<>();
    files.forEach(
        (path, text) -> {
          TreeEntry entry =
              new TreeEntry.RegularFile(
                  path.substring(1), TreeEntry.Access.root(0644), new TreeEntry.Content.Text(text));
          if (path.startsWith("/tmp/")) {
            left.add(entry);
            temporary.put(path, text);
          } else if (changed.contains(path)) {
            entries.add(entry);
          }
        });
    changed.clear();
    Optional<Layer> scratch = Optional.empty();
    if (!left.isEmpty()) {
      scratch = Optional.of(archive.write(left));
      scratches.put(scratch.get(), temporary);
    }
    return new Snapshot.Layers(
        entries.isEmpty() ? Optional.empty() : Optional.of(archive.write(entries)), scratch);
  }

  private void put(String path, String text) {
    files.put(path, text);
    changed.add(path);
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws InterruptedException {
    ran.add("$ " + command.line());
    action.run();
    String script = command.line().substring(command.line().lastIndexOf(' ') + 1);
    for (String line : files.getOrDefault(script, "").lines().skip(1).toList()) {
      ran.add(line);
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "put" -> put(words[1], words[2]);
        case "move" -> put(words[2], String.valueOf(files.remove(words[1])));
        case "count" -> put(words[1], Integer.toString(ran.size()));
        case "say" -> output.line(Output.Stream.OUT, line.substring(4));
        case "show" ->
            output.line(Output.Stream.OUT, command.environment().getOrDefault(words[1], ""));
        case "fail" -> {
          return Integer.parseInt(words[1]);
        }
        case "once" -> {
          if (!files.containsKey(words[1])) {
            put(words[1], "tried");
            return 1;
          }
        }
        case "hang" -> {
          if (cancellation.await(Duration.ofSeconds(60))) {
            throw new InterruptedException();
          }
        }
        default -> {
          return 127;
        }
      }
    }
    return 0;
  }

  @Override
  public void upload(String path, byte[] content, int mode) {
    put(path, new String(content, StandardCharsets.UTF_8));
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    try {
      put(path, Files.readString(file));
    } catch (IOException e) {
      throw new CommunicationException("unreadable", e);
    }
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    throw new CommunicationException("no folders here");
  }

  @Override
  public boolean isFolder(String path) {
    return false;
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    try {
      Files.writeString(file, files.getOrDefault(path, ""));
    } catch (IOException e) {
      throw new CommunicationException("can't be written", e);
    }
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    throw new CommunicationException("no folders here");
  }

  @Override
  public void remove(String path) {
    files.remove(path);
  }

  @Override
  public void close() {}
}
