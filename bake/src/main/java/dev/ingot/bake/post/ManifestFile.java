package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Appends each build to a JSON file. Rules: the documentation of Packer's manifest post-processor;
 * the form is {@code builds[{name, builder_type, build_time, files, artifact_id, packer_run_uuid,
 * custom_data}], last_run_uuid}.
 */
public final class ManifestFile implements PostProcessor {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Object oneAtATime = new Object();

  /** One object serves all blocks. */
  public ManifestFile() {}

  @Override
  public String type() {
    return "manifest";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("output", Type.STRING, "The file to write (default packer-manifest.json).")
        .optional("strip_path", Type.BOOL, "Whether to strip folders from file names.")
        .optional("strip_time", Type.BOOL, "Whether to set build_time to 0.")
        .optional("custom_data", SchemaBuilder.TEXT_MAP, "Custom values by name.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    Path output = build.resolve(arguments.text("output", "packer-manifest.json"));
    if (Files.isDirectory(output)) {
      diagnostics.error(
          "Not a file", output + " is a folder; output names a file.", arguments.place("output"));
    }
    return new Write(
        output,
        arguments.flag("strip_path", false),
        arguments.flag("strip_time", false),
        arguments.textMap("custom_data"));
  }

  private final class Write implements Prepared {
    private final Path output;
    private final boolean stripPath;
    private final boolean stripTime;
    private final SortedMap<String, String> customData;

    Write(Path output, boolean stripPath, boolean stripTime, SortedMap<String, String> customData) {
      this.output = output;
      this.stripPath = stripPath;
      this.stripTime = stripTime;
      this.customData = customData;
    }

    @Override
    public boolean isDone() {
      return Files.exists(output);
    }

    @Override
    public Artifact process(Artifact artifact, Context context) throws StepException, IOException {
      synchronized (oneAtATime) {
        append(
            output,
            new Entry(
                artifact,
                stripTime ? 0 : context.now().getEpochSecond(),
                context.runId(),
                stripPath,
                customData));
      }
      return artifact;
    }
  }

  private record Entry(
      Artifact artifact,
      long time,
      String runId,
      boolean stripPath,
      SortedMap<String, String> customData) {

    void write(JsonGenerator out) {
      out.writeStartObject();
      out.writeStringProperty("name", artifact.build().sourceName());
      out.writeStringProperty("builder_type", artifact.build().sourceType());
      out.writeNumberProperty("build_time", time);
      out.writeName("files");
      if (artifact.files().isEmpty()) {
        out.writeNull();
      } else {
        out.writeStartArray();
        for (Artifact.File file : artifact.files()) {
          String name = file.name();
          out.writeStartObject();
          out.writeStringProperty(
              "name", stripPath ? name.substring(name.lastIndexOf('/') + 1) : name);
          out.writeNumberProperty("size", file.size());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      out.writeStringProperty("artifact_id", artifact.id());
      out.writeStringProperty("packer_run_uuid", runId);
      out.writeName("custom_data");
      if (customData.isEmpty()) {
        out.writeNull();
      } else {
        out.writeStartObject();
        customData.forEach(out::writeStringProperty);
        out.writeEndObject();
      }
      out.writeEndObject();
    }
  }

  private static void append(Path output, Entry entry) throws StepException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(new Pretty(), bytes)) {
      out.writeStartObject();
      out.writeName("builds");
      out.writeStartArray();
      if (Files.exists(output)) {
        copyBuilds(Files.readAllBytes(output), out);
      }
      entry.write(out);
      out.writeEndArray();
      out.writeStringProperty("last_run_uuid", entry.runId());
      out.writeEndObject();
    } catch (JacksonException e) {
      throw new StepException(
          output
              + " exists, but is not a manifest ("
              + e.getOriginalMessage()
              + "). Move it away, or choose another output.");
    }
    Path parent = output.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    bytes.write('\n');
    AtomicFile.write(output, bytes.toByteArray(), Access.SHARED);
  }

  private static void copyBuilds(byte[] manifest, JsonGenerator out) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), manifest)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals("builds") && value == JsonToken.START_ARRAY) {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            out.copyCurrentStructure(in);
          }
        } else {
          in.skipChildren();
        }
      }
    }
  }

  private static final class Pretty extends ObjectWriteContext.Base {
    @Override
    public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
