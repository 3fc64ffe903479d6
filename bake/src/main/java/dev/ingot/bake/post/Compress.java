package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TarWriter;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs an artifact's files into one archive. Rules: the documentation of Packer's compress
 * post-processor, of whose formats those that need no other library are supported.
 */
public final class Compress implements PostProcessor {
  private static final String BUILDER = "packer.post-processor.compress";
  private static final String DEFAULT_OUTPUT = "packer_{{.BuildName}}_{{.BuilderType}}.tar.gz";

  private enum Format {
    ZIP(".zip"),
    TAR_GZ(".tar.gz"),
    TAR(".tar"),
    GZ(".gz");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }
  }

  /** One object serves all blocks. */
  public Compress() {}

  @Override
  public String type() {
    return "compress";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional(
            "output",
            Type.STRING,
            "The archive, .zip, .tar.gz, .tar or .gz, with {{.BuildName}} and {{.BuilderType}}.")
        .optional("format", Type.STRING, "The format, if the name doesn't tell it.")
        .optional("compression_level", Type.NUMBER, "1 (fast) to 9 (small).")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String output =
        arguments
            .text("output", DEFAULT_OUTPUT)
            .replace("{{ .", "{{.")
            .replace(" }}", "}}")
            .replace("{{.BuildName}}", build.declaredName())
            .replace("{{.BuilderType}}", build.sourceType());
    String wanted = arguments.text("format").map(format -> "." + format).orElse(output);
    long level = arguments.number("compression_level").orElse(Deflater.DEFAULT_COMPRESSION);
    if (level < Deflater.DEFAULT_COMPRESSION || level > Deflater.BEST_COMPRESSION) {
      diagnostics.error(
          "Invalid compression level",
          "compression_level must be between 1 and 9.",
          arguments.place("compression_level"));
    }
    for (Format format : Format.values()) {
      if (wanted.endsWith(format.ending)) {
        return new Packed(build, output, format, (int) level);
      }
    }
    diagnostics.error(
        "Unsupported format",
        "The archive must be a .zip, .tar.gz, .tar or .gz, as output or format say.",
        arguments.place(arguments.has("format") ? "format" : "output"));
    return new Packed(build, output, Format.TAR_GZ, Deflater.DEFAULT_COMPRESSION);
  }

  private record Packed(BuildIdentity build, String output, Format format, int level)
      implements Prepared {
    @Override
    public boolean isDone() {
      return Files.isRegularFile(build.resolve(output));
    }

    @Override
    public Artifact process(Artifact artifact, Context context) throws StepException, IOException {
      List<String> names = artifact.files().stream().map(Artifact.File::name).toList();
      if (names.isEmpty() || (format == Format.GZ && names.size() > 1)) {
        throw new StepException(
            "compress: the artifact has "
                + (names.isEmpty()
                    ? "no files to pack."
                    : names.size() + " files, but a .gz holds one. Use .tar.gz."));
      }
      Path target = build.resolve(output).toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null) {
        throw new StepException("compress: " + target + " is not a file.");
      }
      Files.createDirectories(folder);
      Path beside = target.resolveSibling("." + UUID.randomUUID() + ".new");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
          write(names, out);
        }
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
      return new Artifact(
          artifact.build(),
          BUILDER,
          artifact.id(),
          List.of(new Artifact.File(output, Files.size(target))));
    }

    private void write(List<String> names, OutputStream out) throws IOException {
      switch (format) {
        case ZIP -> zip(names, out);
        case TAR -> tar(names, out);
        case TAR_GZ -> {
          try (OutputStream packed = new LevelledGzip(out, level)) {
            tar(names, packed);
          }
        }
        case GZ -> {
          try (OutputStream packed = new LevelledGzip(out, level)) {
            long _ = Files.copy(build.resolve(names.getFirst()), packed);
          }
        }
      }
    }

    private void zip(List<String> names, OutputStream out) throws IOException {
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setLevel(level);
        for (String name : names) {
          zip.putNextEntry(new ZipEntry(inside(name)));
          long _ = Files.copy(build.resolve(name), zip);
          zip.closeEntry();
        }
      }
    }

    private void tar(List<String> names, OutputStream out) throws IOException {
      TarWriter tar = new TarWriter(out, 0);
      for (String name : names) {
        Path file = build.resolve(name);
        int mode = Files.isExecutable(file) ? 0755 : 0644;
        tar.add(
            new TreeEntry.RegularFile(
                inside(name), TreeEntry.Access.root(mode), new TreeEntry.Content.OnDisk(file)));
      }
      tar.finish();
    }

    /** Never one that leads out of the folder where it is unpacked. */
    private static String inside(String name) {
      Path path = Path.of(name).normalize();
      return path.isAbsolute() || path.startsWith("..")
          ? String.valueOf(path.getFileName())
          : path.toString();
    }
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(OutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level);
    }
  }
}
