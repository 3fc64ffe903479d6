package dev.ingot.bake.qemu;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.qemu.QemuSettings.Extra;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the CDs and floppies with the files of a template, such as seeds of cloud-init. */
record ExtraDisk(Extra extra, BuildIdentity build, HostTools tools) {
  private static final List<String> MAKERS = List.of("xorriso", "genisoimage", "mkisofs");

  /** Adds the files to the hash of what a machine begins with. */
  void addInputs(String name, InputHash hash) throws StepException, IOException {
    InputHash _ = hash.text(name).texts(extra.contents()).text(extra.label());
    for (String pattern : extra.files()) {
      for (Path file : expand(name, pattern)) {
        InputHash _ = hash.text(String.valueOf(file.getFileName())).content(file);
      }
    }
    for (String pattern : extra.folders()) {
      for (Path file : expand(name, pattern)) {
        InputHash _ = hash.text(String.valueOf(file.getFileName())).content(file);
      }
    }
  }

  /**
   * Makes the image of a CD.
   *
   * @param work is empty or isn't there
   */
  void makeCd(Path image, Path work, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    stage("cd_files", work, false);
    Optional<String> maker =
        MAKERS.stream().filter(each -> tools.find(each).isPresent()).findFirst();
    if (maker.isEmpty()) {
      throw new StepException(
          "cd_files and cd_content need a program that makes images of CDs: install xorriso,"
              + " genisoimage or mkisofs.");
    }
    List<String> words = new ArrayList<>(List.of(maker.get()));
    if (maker.get().equals("xorriso")) {
      words.addAll(List.of("-as", "mkisofs"));
    }
    words.addAll(
        List.of(
            "-quiet",
            "-joliet",
            "-rational-rock",
            "-volid",
            extra.label(),
            "-output",
            image.toString(),
            work.toString()));
    List<String> _ = tools.run(words, cancellation);
  }

  /** Makes the image of a floppy of 1.44 MB. */
  void makeFloppy(Path image, Path work, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    tools.require("mformat", "mtools");
    stage("floppy_files", work, true);
    for (String pattern : extra.folders()) {
      for (Path folder : expand("floppy_dirs", pattern)) {
        copy(folder, work.resolve(String.valueOf(folder.getFileName())));
      }
    }
    List<String> _ =
        tools.run(
            List.of(
                "mformat", "-C", "-f", "1440", "-v", extra.label(), "-i", image.toString(), "::"),
            cancellation);
    List<String> words = new ArrayList<>(List.of("mcopy", "-s", "-i", image.toString()));
    try (Stream<Path> files = Files.list(work)) {
      files.map(Path::toString).sorted().forEach(words::add);
    }
    words.add("::/");
    List<String> _ = tools.run(words, cancellation);
  }

  private void stage(String name, Path work, boolean flat) throws StepException, IOException {
    Files.createDirectories(work);
    for (String pattern : extra.files()) {
      for (Path file : expand(name, pattern)) {
        if (Files.isDirectory(file) && flat) {
          try (Stream<Path> all = Files.walk(file)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
              copy(each, work.resolve(String.valueOf(each.getFileName())));
            }
          }
        } else {
          copy(file, work.resolve(String.valueOf(file.getFileName())));
        }
      }
    }
    for (Map.Entry<String, String> content : extra.contents().entrySet()) {
      Path target = work.resolve(content.getKey().replaceFirst("^/+", "")).normalize();
      Path parent = target.getParent();
      if (parent == null || !target.startsWith(work) || target.equals(work)) {
        throw new StepException(
            name.replace("files", "content")
                + ": \""
                + content.getKey()
                + "\" is no path of a file.");
      }
      Files.createDirectories(parent);
      Files.writeString(target, content.getValue());
    }
  }

  /** Links are followed: the machine gets what they lead to. */
  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    Files.createDirectories(to);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
      for (Path child : children) {
        copy(child, to.resolve(String.valueOf(child.getFileName())));
      }
    }
  }

  /** The files that a pattern stands for, sorted. */
  private List<Path> expand(String name, String pattern) throws StepException, IOException {
    List<Path> found = new ArrayList<>(List.of(build.resolve("").toAbsolutePath()));
    Path path = Path.of(pattern);
    if (path.isAbsolute()) {
      found = List.of(Path.of("/"));
    }
    for (Path part : path) {
      found = step(found, part.toString());
    }
    if (found.isEmpty()) {
      throw new StepException(name + ": there is no file \"" + pattern + "\".");
    }
    return found;
  }

  private static List<Path> step(List<Path> folders, String part) throws IOException {
    List<Path> found = new ArrayList<>();
    boolean wild = part.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    for (Path folder : folders) {
      if (!wild) {
        Path child = folder.resolve(part).normalize();
        if (Files.exists(child)) {
          found.add(child);
        }
      } else if (Files.isDirectory(folder)) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + part);
        try (Stream<Path> children = Files.list(folder)) {
          children.filter(each -> matcher.matches(each.getFileName())).sorted().forEach(found::add);
        }
      }
    }
    return found;
  }
}
