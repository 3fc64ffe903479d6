package dev.ingot.release;

import dev.ingot.bake.template.VariableInputs;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.variable.StaticSources;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.stack.StackFiles;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.release.stack.StackVariables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what the folder of a stack describes, and reports its diagnostics. */
final class StackReader {
  private final ReleaseParts parts;
  private final Path folder;
  private final Path shownFrom;
  private final SettingsReader settings;

  /**
   * @param shownFrom the folder that files are named from in messages
   */
  StackReader(ReleaseParts parts, Path folder, Path shownFrom, SettingsReader settings) {
    this.parts = parts;
    this.folder = folder;
    this.shownFrom = shownFrom;
    this.settings = settings;
  }

  /**
   * What a folder describes.
   *
   * @param templates the values for the templates; empty if there are no templates
   * @param content what to deploy; empty if there is no configuration
   */
  record Description(
      Optional<VariableInputs> templates,
      StackSettings settings,
      Optional<ReleaseContent> content) {}

  /**
   * Reads everything; empty if the folder has errors, which have been reported.
   *
   * @throws RequestException if there is nothing to release, or a variable isn't declared
   */
  Optional<Description> describe(ReleaseRequest.Up request) throws RequestException, IOException {
    StackFiles files = StackFiles.in(folder);
    if (!files.templates() && !files.configuration()) {
      throw new RequestException(
          "there is no template (*.pkr.hcl) and no configuration (*.tf) in " + folder);
    }
    Optional<Configuration> loaded = configuration(request.variables());
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    Configuration configuration = loaded.get();
    StackVariables variables =
        StackVariables.divide(
            request.variables(),
            folder,
            files.templates() ? parts.bakery().variables(folder) : Set.of(),
            configuration.root().module().variables().keySet(),
            parts.environment());
    if (variables.problem().isPresent()) {
      throw new RequestException(variables.problem().get());
    }
    Map<String, String> texts = texts(files);
    StackSettings read = settings.read(texts);
    if (files.configuration() && !fits(read, configuration)) {
      return Optional.empty();
    }
    Optional<VariableInputs> templates =
        files.templates() ? Optional.of(variables.template()) : Optional.empty();
    if (!files.configuration()) {
      return Optional.of(new Description(templates, read, Optional.empty()));
    }
    return values(configuration, variables.configuration())
        .map(
            values ->
                new Description(
                    templates,
                    read,
                    Optional.of(
                        new ReleaseContent(
                            configuration,
                            values,
                            read,
                            new ReleaseArchive(configuration.contents(), texts, PlanMode.NORMAL),
                            Map.of(),
                            PlanOptions.NORMAL,
                            Optional.empty(),
                            Optional.empty(),
                            request.message()))));
  }

  private boolean fits(StackSettings read, Configuration configuration) {
    Diagnostics diagnostics = new Diagnostics();
    new SettingsCheck(read).names(configuration, diagnostics);
    settings.diagnosed(diagnostics.list());
    return !diagnostics.hasErrors();
  }

  /**
   * What destroys everything; empty if the folder has errors, which have been reported.
   *
   * @param images what the running release resolved its channels to
   */
  Optional<ReleaseContent> removal(ReleaseRequest.Down request, Map<String, ResolvedImage> images)
      throws IOException {
    Optional<Configuration> loaded = configuration(request.variables());
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    Configuration configuration = loaded.get();
    return values(configuration, request.variables())
        .map(
            values ->
                new ReleaseContent(
                    configuration,
                    values,
                    StackSettings.NONE,
                    new ReleaseArchive(configuration.contents(), Map.of(), PlanMode.DESTROY),
                    ImagesInUse.held(images),
                    PlanOptions.DESTROY.withRefresh(false),
                    Optional.empty(),
                    Optional.empty(),
                    "down"));
  }

  private Optional<Configuration> configuration(List<VariableInput> given) {
    Result<Configuration> loaded =
        Configuration.load(
            folder,
            folder.resolve(parts.environment().getOrDefault("TF_DATA_DIR", ".terraform")),
            StaticSources.of(
                new VariableSources(folder, parts.environment(), given), parts::setting));
    if (loaded.hasErrors()) {
      settings.diagnosed(loaded.diagnostics());
      return Optional.empty();
    }
    return loaded.value();
  }

  private Optional<Map<String, Value>> values(
      Configuration configuration, List<VariableInput> given) throws IOException {
    Variables.Collected values =
        Variables.collect(
            configuration.root().module().variables(),
            new VariableSources(folder, parts.environment(), given),
            parts.prompt());
    settings.diagnosed(values.diagnostics());
    return values.hasErrors() ? Optional.empty() : Optional.of(values.values());
  }

  private Map<String, String> texts(StackFiles files) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files.settings()) {
      texts.put(
          shownFrom.relativize(file.toAbsolutePath()).toString(),
          Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
