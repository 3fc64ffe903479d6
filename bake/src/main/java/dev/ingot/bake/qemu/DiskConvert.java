package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Converts an artifact's disk images to another format by {@code qemu-img}.
 *
 * @param environment of this process
 */
public record DiskConvert(Map<String, String> environment) implements PostProcessor {
  private static final Set<String> FORMATS = Set.of("qcow2", "raw", "vdi", "vhdx", "vmdk", "vpc");
  private static final Set<String> COMPRESSIBLE = Set.of("qcow2", "vmdk");
  private static final String VARIABLES = "efivars.fd";

  public DiskConvert {
    environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "disk-convert";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("format", Type.STRING, "qcow2, raw, vdi, vhdx, vmdk or vpc (VHD).")
        .optional(
            "output",
            Type.STRING,
            "The file, with {{.BuildName}} and {{.BuilderType}}; by default beside the image, with"
                + " the format as its ending.")
        .optional("compress", Type.BOOL, "Whether it is compressed (qcow2 and vmdk).")
        .optional("options", SchemaBuilder.TEXTS, "Options of the format, such as subformat=….")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String format = arguments.text("format", "");
    if (!FORMATS.contains(format)) {
      diagnostics.error(
          "Unsupported format",
          "format must be one of: " + String.join(", ", FORMATS.stream().sorted().toList()) + ".",
          arguments.place("format"));
    }
    boolean compress = arguments.flag("compress", false);
    if (compress && !COMPRESSIBLE.contains(format)) {
      diagnostics.error(
          "Conflicting arguments",
          "Only qcow2 and vmdk can be compressed.",
          arguments.place("compress"));
    }
    return new Conversion(
        build,
        format,
        arguments
            .text("output", "")
            .replace("{{ .", "{{.")
            .replace(" }}", "}}")
            .replace("{{.BuildName}}", build.declaredName())
            .replace("{{.BuilderType}}", build.sourceType()),
        compress,
        arguments.texts("options"),
        environment);
  }

  private record Conversion(
      BuildIdentity build,
      String format,
      String output,
      boolean compress,
      List<String> options,
      Map<String, String> environment)
      implements Prepared {
    @Override
    public boolean isDone() {
      return output.isEmpty() || Files.isRegularFile(build.resolve(output));
    }

    @Override
    public Artifact process(Artifact artifact, Context context)
        throws StepException, IOException, InterruptedException {
      List<Artifact.File> disks =
          artifact.files().stream().filter(file -> !file.name().endsWith(VARIABLES)).toList();
      if (disks.isEmpty()) {
        throw new StepException(
            "disk-convert: the artifact has no files. It takes the images of a qemu source.");
      }
      if (disks.size() > 1 && !output.isEmpty()) {
        throw new StepException(
            "disk-convert: the artifact has "
                + disks.size()
                + " disks, which can't all become "
                + output
                + ". Remove output.");
      }
      HostTools tools = new HostTools(context.programs(), environment);
      tools.require("qemu-img", DiskImage.TOOL_PACKAGES);
      List<Artifact.File> files = new ArrayList<>();
      for (Artifact.File disk : disks) {
        String name = output.isEmpty() ? beside(disk.name()) : output;
        convert(build.resolve(disk.name()), build.resolve(name).toAbsolutePath(), tools, context);
        files.add(new Artifact.File(name, Files.size(build.resolve(name))));
      }
      return new Artifact(artifact.build(), artifact.builderId(), artifact.id(), files);
    }

    private String beside(String name) {
      String ending = "." + format;
      int dot = name.lastIndexOf('.');
      boolean known = dot > name.lastIndexOf('/') && FORMATS.contains(name.substring(dot + 1));
      String converted = (known ? name.substring(0, dot) : name) + ending;
      // Never over the image itself.
      return converted.equals(name) ? name + ending : converted;
    }

    private void convert(Path from, Path to, HostTools tools, Context context)
        throws StepException, IOException, InterruptedException {
      Path folder = to.getParent();
      if (folder == null || from.toAbsolutePath().equals(to)) {
        throw new StepException("disk-convert: output must be another file than the image.");
      }
      Files.createDirectories(folder);
      DiskImage image = DiskImage.of(from, tools, context.cancellation());
      Path beside = to.resolveSibling("." + UUID.randomUUID() + ".new");
      try {
        List<String> words =
            new ArrayList<>(List.of("qemu-img", "convert", "-f", image.format(), "-O", format));
        if (compress) {
          words.add("-c");
        }
        if (!options.isEmpty()) {
          words.addAll(List.of("-o", String.join(",", options)));
        }
        words.addAll(List.of(from.toString(), beside.toString()));
        List<String> _ = tools.run(words, context.cancellation());
        Path _ =
            Files.move(
                beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    }
  }
}
