package dev.ingot.bake.qemu;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.LastLines;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of this host that work on disk images.
 *
 * @param environment of this process
 */
record HostTools(HostPrograms programs, Map<String, String> environment) {
  private static final int LINES = 30;

  /** Where a program is, by name or path; empty where it isn't installed. */
  Optional<Path> find(String name) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    String folders = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String folder : folders.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Requires a program.
   *
   * @param packages what to install, for the message
   */
  void require(String name, String packages) throws StepException {
    if (find(name).isEmpty()) {
      throw new StepException(
          "The program "
              + name
              + " isn't installed on this host. Install "
              + packages
              + ", or put it in the PATH.");
    }
  }

  /** With the path of the program, where it is found. */
  List<String> found(List<String> words) {
    List<String> all = new ArrayList<>(words);
    find(words.getFirst()).ifPresent(path -> all.set(0, path.toString()));
    return all;
  }

  /**
   * Runs a program that has to succeed.
   *
   * @return the lines it printed
   */
  List<String> run(List<String> words, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    LastLines lines = new LastLines(LINES);
    int code =
        programs.run(
            new HostPrograms.Program(found(words), Map.of(), Optional.empty()),
            (_, line) -> lines.add(line),
            cancellation);
    if (cancellation.isCancelled()) {
      throw new InterruptedException();
    }
    if (code != 0) {
      boolean full = IoMessage.isFullDisk(new IOException(String.join("\n", lines.list())));
      throw new StepException(
          words.getFirst()
              + " failed with exit code "
              + code
              + (full ? ": the disk is full; free some space and try again." : "."),
          List.of(String.join(" ", words)),
          lines.list());
    }
    return lines.list();
  }

  /** Runs a program and gives all it printed on its standard output. */
  String output(List<String> words, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    List<String> out = new ArrayList<>();
    int code =
        programs.run(
            new HostPrograms.Program(found(words), Map.of(), Optional.empty()),
            (stream, line) -> {
              if (stream == Communicator.Output.Stream.OUT) {
                out.add(line);
              }
            },
            cancellation);
    if (cancellation.isCancelled()) {
      throw new InterruptedException();
    }
    if (code != 0) {
      throw new StepException(
          words.getFirst() + " failed with exit code " + code + ".",
          List.of(String.join(" ", words)),
          out);
    }
    return String.join("\n", out);
  }
}
