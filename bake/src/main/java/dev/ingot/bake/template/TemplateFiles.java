package dev.ingot.bake.template;

import dev.ingot.bake.IoMessage;
import dev.ingot.bake.template.legacy.LegacyTemplate;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and reads the files of a template. */
public final class TemplateFiles {
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private TemplateFiles() {}

  /** A file and its body. */
  public record Parsed(SourceFile file, Body body) {}

  /**
   * The template files at a path: the file itself, or those of the folder that end in {@code
   * .pkr.hcl} or {@code .pkr.json}, by name.
   */
  public static List<Parsed> read(Path path, Diagnostics diagnostics) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      return template(path, diagnostics).map(List::of).orElse(List.of());
    }
    if (!Files.isDirectory(path)) {
      diagnostics.add(
          Diagnostic.error(
              "Template not found",
              "There is no file or folder "
                  + path
                  + ". Name a *.pkr.hcl file or a folder of them."));
      return List.of();
    }
    List<Parsed> parsed = new ArrayList<>();
    List<Path> files;
    try {
      files = list(path, List.of(".pkr.hcl", ".pkr.json"));
    } catch (IOException e) {
      diagnostics.add(unreadable(path, e));
      return List.of();
    }
    for (Path file : files) {
      template(file, diagnostics).ifPresent(parsed::add);
    }
    if (files.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "No template in the folder",
              path + " has no file that ends in .pkr.hcl or .pkr.json."));
    }
    return parsed;
  }

  /**
   * The variable files that a folder's template loads automatically; none of a folder that can't be
   * listed, which {@link #read} says.
   */
  public static List<Path> automaticVariableFiles(Path path) {
    try {
      return Files.isDirectory(path)
          ? list(path, List.of(".auto.pkrvars.hcl", ".auto.pkrvars.json"))
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Reads and parses one file, in the syntax given by its extension. */
  public static Optional<Parsed> parse(Path path, Diagnostics diagnostics) {
    return text(path, diagnostics)
        .map(
            text -> {
              SourceFile file = new SourceFile(path.toString(), text);
              Body body =
                  path.toString().endsWith(".json")
                      ? Syntax.parseJson(file, diagnostics)
                      : Syntax.parse(file, diagnostics);
              return new Parsed(file, body);
            });
  }

  private static Optional<Parsed> template(Path path, Diagnostics diagnostics) {
    return isLegacy(path.toString())
        ? text(path, diagnostics)
            .map(
                text -> {
                  SourceFile file = new SourceFile(path.toString(), text);
                  return new Parsed(file, LegacyTemplate.read(file, diagnostics));
                })
        : parse(path, diagnostics);
  }

  /** Whether a file of this name is a template in the JSON from before there were blocks. */
  public static boolean isLegacy(String name) {
    return name.endsWith(".json")
        && !name.endsWith(".pkr.json")
        && !name.endsWith(".pkrvars.json")
        && !name.endsWith(".tf.json");
  }

  private static List<Path> list(Path folder, List<String> endings) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (endings.stream().anyMatch(name::endsWith) && !name.startsWith(".")) {
          found.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(java.util.Comparator.comparing(Path::toString));
    return found;
  }

  private static Optional<String> text(Path path, Diagnostics diagnostics) {
    if (isEndless(path)) {
      diagnostics.add(
          Diagnostic.error(
              "Not a file", path + " is a pipe, a device or a socket, not a file; name a file."));
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        diagnostics.add(
            Diagnostic.error(
                "File too large", path + " is larger than 64 MiB, the limit for templates."));
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      diagnostics.add(
          Diagnostic.error("File is not UTF-8", path + " is not UTF-8 text; save it as UTF-8."));
    } catch (NoSuchFileException e) {
      diagnostics.add(Diagnostic.error("File not found", "There is no file " + path + "."));
    } catch (IOException e) {
      diagnostics.add(unreadable(path, e));
    }
    return Optional.empty();
  }

  /** Pipes passed by a shell have an end; others and devices may not. */
  private static boolean isEndless(Path path) {
    return !path.startsWith("/dev/fd")
        && !path.startsWith("/proc/self/fd")
        && Files.exists(path)
        && !Files.isRegularFile(path)
        && !Files.isDirectory(path);
  }

  private static Diagnostic unreadable(Path path, Exception e) {
    return Diagnostic.error(
        "File can't be read", path + " can't be read: " + IoMessage.of(e) + ".");
  }
}
