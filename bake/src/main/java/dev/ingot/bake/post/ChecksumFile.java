package dev.ingot.bake.post;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes the checksums of an artifact's files. Rules: the documentation of Packer's checksum
 * post-processor. An image in the registry has no files: its digest is its checksum already.
 */
public final class ChecksumFile implements PostProcessor {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "md5", "MD5",
          "sha1", "SHA-1",
          "sha224", "SHA-224",
          "sha256", "SHA-256",
          "sha384", "SHA-384",
          "sha512", "SHA-512");

  /** One object serves all blocks. */
  public ChecksumFile() {}

  @Override
  public String type() {
    return "checksum";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("checksum_types", SchemaBuilder.TEXTS, "Algorithms (default md5).")
        .optional(
            "output",
            Type.STRING,
            "The file, with {{.BuildName}}, {{.BuilderType}} and {{.ChecksumType}}.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> given = arguments.texts("checksum_types");
    List<String> types = given.isEmpty() ? List.of("md5") : given;
    for (String type : types) {
      if (!ALGORITHMS.containsKey(type)) {
        diagnostics.error(
            "Unsupported checksum type",
            "There is no checksum type \""
                + type
                + "\"; supported types are md5, sha1, sha224, sha256, sha384, sha512.",
            arguments.place("checksum_types"));
      }
    }
    String output =
        arguments.text(
            "output", "packer_{{.BuildName}}_{{.BuilderType}}_{{.ChecksumType}}.checksum");
    return (artifact, context) -> {
      if (artifact.files().isEmpty()) {
        context
            .output()
            .line(
                Communicator.Output.Stream.ERR,
                "checksum: "
                    + artifact.id()
                    + " has no files, so no checksum is written; its digest is its checksum");
      }
      List<Artifact.File> files = new ArrayList<>(artifact.files());
      for (String type : types) {
        StringBuilder lines = new StringBuilder();
        for (Artifact.File file : artifact.files()) {
          lines
              .append(checksum(build.resolve(file.name()), type))
              .append('\t')
              .append(file.name())
              .append('\n');
        }
        if (!lines.isEmpty()) {
          Path target = build.resolve(filled(output, build, type));
          Files.writeString(target, lines);
          files.add(new Artifact.File(target.toString(), Files.size(target)));
        }
      }
      return new Artifact(artifact.build(), artifact.builderId(), artifact.id(), files);
    };
  }

  private static String filled(String output, BuildIdentity build, String type) {
    return output
        .replace("{{ .", "{{.")
        .replace(" }}", "}}")
        .replace("{{.BuildName}}", build.declaredName())
        .replace("{{.BuilderType}}", build.sourceType())
        .replace("{{.ChecksumType}}", type);
  }

  private static String checksum(Path file, String type) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.getOrDefault(type, "SHA-256"));
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java has no " + type, e);
    }
  }
}
