package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces an artifact's files by others, which a step before it made. Rules: the documentation of
 * Packer's artifice post-processor.
 */
public final class Artifice implements PostProcessor {
  private static final String BUILDER = "packer.post-processor.artifice";

  /** One object serves all blocks. */
  public Artifice() {}

  @Override
  public String type() {
    return "artifice";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("files", SchemaBuilder.TEXTS, "The files of the artifact.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> names = arguments.texts("files");
    if (names.isEmpty()) {
      diagnostics.error(
          "Missing files",
          "files must name at least one file: the artifact consists of them.",
          arguments.place("files"));
    }
    return new Prepared() {
      @Override
      public boolean isDone() {
        return names.stream().map(build::resolve).allMatch(Files::isRegularFile);
      }

      @Override
      public Artifact process(Artifact artifact, Context context)
          throws StepException, IOException {
        List<Artifact.File> files = new ArrayList<>();
        for (String name : names) {
          Path file = build.resolve(name);
          if (!Files.isRegularFile(file)) {
            throw new StepException("artifice: there is no file " + file + ".");
          }
          files.add(new Artifact.File(name, Files.size(file)));
        }
        return new Artifact(artifact.build(), BUILDER, artifact.id(), files);
      }
    };
  }
}
