package dev.ingot.bake.run;

import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine that knows five commands, one a line of a script: {@code put PATH TEXT}, {@code count
 * PATH}, {@code say TEXT}, {@code fail CODE} and {@code hang}.
 */
final class FakeMachine implements Builder.Machine, Communicator {
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> ran;

  FakeMachine(List<String> ran) {
    this.ran = ran;
  }

  @Override
  public Communicator communicator() {
    return this;
  }

  @Override
  public List<TreeEntry> changes() {
    List<TreeEntry> entries = new ArrayList<>();
    files.forEach(
        (path, text) -> {
          if (!path.startsWith("/tmp/")) {
            entries.add(
                new TreeEntry.RegularFile(
                    path.substring(1),
                    TreeEntry.Access.root(0644),
                    new TreeEntry.Content.Text(text)));
          }
        });
    return entries;
  }

  @Override
  public int run(String commandLine, Output output, Cancellation cancellation)
      throws InterruptedException {
    String script = commandLine.substring(commandLine.lastIndexOf(' ') + 1);
    for (String line : files.getOrDefault(script, "").lines().skip(1).toList()) {
      ran.add(line);
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "put" -> files.put(words[1], words[2]);
        case "count" -> files.put(words[1], Integer.toString(ran.size()));
        case "say" -> output.line(Output.Stream.OUT, line.substring(4));
        case "fail" -> {
          return Integer.parseInt(words[1]);
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
  public void upload(String path, byte[] content, boolean executable) {
    files.put(path, new String(content, StandardCharsets.UTF_8));
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    try {
      files.put(path, Files.readString(file));
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
