package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.operation.GeneratedConfiguration;
import dev.ingot.deploy.operation.Preparation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.state.State;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The file of {@code -generate-config-out}, which never replaces another. */
public final class GeneratedFile {
  private final Invocation invocation;
  private final String name;
  private final Path path;

  private GeneratedFile(Invocation invocation, String name) {
    this.invocation = invocation;
    this.name = name;
    this.path = invocation.folder().resolve(name);
  }

  /** The file that is asked for. */
  public static Optional<GeneratedFile> of(Invocation invocation, PlanMode mode)
      throws UsageException {
    Optional<String> name = invocation.given().text("generate-config-out");
    if (name.isPresent() && mode != PlanMode.NORMAL) {
      throw new UsageException(
          "Invalid generate-config-out flag",
          "Config can only be generated during a normal plan operation, and not during a"
              + " refresh-only or destroy plan.");
    }
    return name.map(file -> new GeneratedFile(invocation, file));
  }

  /** Generates what is missing in a configuration, and writes it unless it is nothing. */
  public Result<GeneratedConfiguration> generate(
      Preparation.Ready prepared, State state, Interruption interruption) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Result.failed(List.of(exists()));
    }
    Result<GeneratedConfiguration> generated =
        GeneratedConfiguration.of(
            prepared.configuration(),
            String.valueOf(path.getFileName()),
            prepared.variables().values(),
            state,
            invocation.project().providers(),
            invocation.project().setting(),
            interruption.cancellation());
    if (generated.hasErrors() || generated.get().text().isEmpty()) {
      return generated;
    }
    Diagnostics problems = new Diagnostics();
    write(generated.get().text()).ifPresent(problems::add);
    return problems.hasErrors() ? Result.failed(problems.list()) : generated;
  }

  private Optional<Diagnostic> write(String text) {
    try {
      Files.writeString(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      return Optional.of(exists());
    } catch (IOException e) {
      return Optional.of(
          Diagnostic.error(
              "Failed to create target generated file",
              Phrase.of(
                  "Ingot could not create the generated file (%s) in the target directory: open"
                      + " %s: %s. Depending on the error message, this may be a bug in Ingot"
                      + " itself. If so, please report it!",
                  name,
                  name,
                  e instanceof NoSuchFileException
                      ? "no such file or directory"
                      : String.valueOf(e.getMessage()))));
    }
  }

  /** What there is to say of generated blocks. */
  public List<Diagnostic> warnings(GeneratedConfiguration generated) {
    return generated.text().isEmpty()
        ? List.of()
        : List.of(
            Diagnostic.warning(
                "Config generation is experimental",
                "Generating configuration during import is currently experimental, and the"
                    + " generated configuration format may change in future versions."));
  }

  private static Diagnostic exists() {
    return Diagnostic.error(
        "Target generated file already exists",
        Phrase.of(
            "Ingot can only write generated config into a new file. Either choose a different"
                + " target location or move all existing configuration out of the target file,"
                + " delete it and try again."));
  }
}
