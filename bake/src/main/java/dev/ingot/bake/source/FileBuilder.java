package dev.ingot.bake.source;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.NoCommunicator;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes an artifact of a file or a text, mostly to try post-processors. Rules: the documentation of
 * Packer's builder {@code file}.
 */
public record FileBuilder() implements Builder {
  private static final String NO_MACHINE = "the builder file has no machine";

  @Override
  public String type() {
    return "file";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("target", Type.STRING, "The file to write.")
        .optional("source", Type.STRING, "The file to copy.")
        .optional("content", Type.STRING, "The content of the file.")
        .build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    Optional<Path> source = arguments.text("source").filter(s -> !s.isEmpty()).map(build::resolve);
    String content = arguments.text("content", "");
    if (source.isPresent() && !content.isEmpty()) {
      diagnostics.error(
          "Conflicting arguments",
          "Either source or content makes the file, not both.",
          arguments.place("content"));
    }
    if (source.isEmpty() && content.isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Empty file",
              "Neither source nor content is set, so the file is empty.",
              arguments.block()));
    }
    return new Made(build, source, content, build.resolve(arguments.text("target", "")));
  }

  private record Made(BuildIdentity build, Optional<Path> source, String content, Path target)
      implements MachineSource {
    @Override
    public String bucket() {
      return build.sourceName();
    }

    @Override
    public Map<String, Value> generated() {
      return Map.of();
    }

    @Override
    public List<Component> components() {
      return List.of();
    }

    @Override
    public boolean runsProvisioners() {
      return false;
    }

    @Override
    public List<Path> outputs() {
      return List.of(target);
    }

    @Override
    public Origin origin(Progress progress, Cancellation cancellation)
        throws StepException, IOException {
      InputHash hash = new InputHash("file").text(content);
      if (source.isPresent()) {
        if (!Files.isRegularFile(source.get())) {
          throw new StepException("source: there is no file " + source.get() + ".");
        }
        InputHash _ = hash.content(source.get());
      }
      return new Origin(hash.key(), new Platform("any", "any"), Lineage.unknown());
    }

    @Override
    public boolean isKept(Snapshot.Disk disk) {
      return false;
    }

    @Override
    public Machine start(
        Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation) {
      return new ReachedMachine(new NoCommunicator(NO_MACHINE), Map.of(), () -> {});
    }

    @Override
    public Product capture(Machine machine, Progress progress, Cancellation cancellation)
        throws IOException {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path beside = target.resolveSibling("." + UUID.randomUUID() + ".new");
      try {
        if (source.isPresent()) {
          Path _ = Files.copy(source.get(), beside);
        } else {
          Path _ = Files.writeString(beside, content);
        }
        Path _ =
            Files.move(
                beside,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
      return new Product.Outputs();
    }
  }
}
