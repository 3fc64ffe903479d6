package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies files and folders into the machine or out of it. Rules: the documentation of Packer's file
 * provisioner, with its meaning of slashes at the end of a path. Copies have the permissions of the
 * original; a relative destination is relative to the home folder of the machine's user.
 */
public final class FileCopy implements Provisioner {
  /** One object serves all blocks. */
  public FileCopy() {}

  @Override
  public String type() {
    return "file";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("source", Type.STRING, "A file or folder.")
        .optional("sources", SchemaBuilder.TEXTS, "Files or folders.")
        .optional("content", Type.STRING, "The content of the file to write.")
        .required("destination", Type.STRING, "The destination path.")
        .optional("direction", Type.STRING, "upload or download.")
        .optional("generated", Type.BOOL, "Whether the source may be missing until the step runs.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> sources = new ArrayList<>(arguments.texts("sources"));
    arguments.text("source").ifPresent(sources::add);
    Optional<String> content = arguments.text("content");
    String destination = arguments.text("destination", "");
    String direction = arguments.text("direction", "upload");
    if (sources.isEmpty() == content.isEmpty()) {
      diagnostics.error(
          content.isEmpty() ? "No source to copy" : "Conflicting sources",
          "Give exactly one of source, sources and content.",
          arguments.block());
    }
    if (!direction.equals("upload") && !direction.equals("download")) {
      diagnostics.error(
          "Invalid direction",
          "direction must be \"upload\" or \"download\".",
          arguments.place("direction"));
    }
    if (content.isPresent() && (destination.endsWith("/") || direction.equals("download"))) {
      diagnostics.error(
          "Missing file name",
          "destination must name the file that content is written to.",
          arguments.place("destination"));
    }
    boolean upload = direction.equals("upload");
    if (upload && !arguments.flag("generated", false)) {
      for (String source : sources) {
        if (!Files.exists(build.resolve(source))) {
          diagnostics.error(
              "No such file",
              "There is no file or folder \""
                  + source
                  + "\" (relative paths start at the folder in which ingot runs;"
                  + " \"${path.root}/...\" starts at the template). If an earlier step creates it,"
                  + " set generated = true.",
              arguments.place(arguments.has("source") ? "source" : "sources"));
        }
      }
    }
    return new Copy(build, sources, content, destination, upload);
  }

  private record Copy(
      BuildIdentity build,
      List<String> sources,
      Optional<String> content,
      String destination,
      boolean upload)
      implements Prepared {

    @Override
    public Effect effect() {
      return upload ? Effect.IMAGE : Effect.HOST;
    }

    @Override
    public void addInputs(InputHash hash) throws IOException {
      if (upload) {
        for (String source : sources) {
          hash.content(build.resolve(source));
        }
      }
    }

    @Override
    public void provision(Context context) throws StepException, IOException {
      Communicator machine = context.communicator();
      if (content.isPresent()) {
        machine.upload(destination, content.get().getBytes(StandardCharsets.UTF_8), 0644);
      }
      for (String source : sources) {
        context.output().line(Communicator.Output.Stream.OUT, source + " => " + destination);
        if (upload) {
          uploadOne(source, machine);
        } else {
          downloadOne(source, machine);
        }
      }
    }

    private void uploadOne(String source, Communicator machine) throws StepException, IOException {
      Path path = build.resolve(source);
      if (Files.isDirectory(path)) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        machine.uploadFolder(source.endsWith("/") ? destination : below(destination, name), path);
      } else if (Files.isRegularFile(path)) {
        boolean into = destination.endsWith("/") || machine.isFolder(destination);
        machine.uploadFile(
            into ? below(destination, String.valueOf(path.getFileName())) : destination, path);
      } else {
        throw new StepException("There is no file or folder " + source + " to upload.");
      }
    }

    private void downloadOne(String source, Communicator machine) throws IOException {
      Path target = build.resolve(destination);
      if (source.endsWith("/") || machine.isFolder(source)) {
        Path folder = source.endsWith("/") ? target : target.resolve(lastName(source));
        Files.createDirectories(folder);
        machine.downloadFolder(source, folder);
        return;
      }
      Path file =
          destination.endsWith("/") || Files.isDirectory(target)
              ? target.resolve(lastName(source))
              : target;
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      machine.download(source, file);
    }

    private static String lastName(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String below(String folder, String name) {
      return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
  }
}
