package dev.ingot.release;

import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.StaticSources;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.stack.StackFiles;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.release.stack.StackVariables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
   * The images that a folder describes.
   *
   * @param templates the values for the templates; empty if there are no templates
   * @param configuration what uses them, without values; empty if there is no configuration
   */
  record Images(
      Optional<VariableInputs> templates,
      StackSettings settings,
      Optional<Configuration> configuration) {}

  /**
   * What a folder describes.
   *
   * @param content what to deploy; empty if there is no configuration
   */
  record Description(Images images, Optional<ReleaseContent> content) {}

  /** What has been read of a folder before the configuration's variables have values. */
  private record Read(
      Configuration configuration,
      StackVariables variables,
      List<VariableInput> recordable,
      Map<String, String> texts,
      Images images) {}

  /**
   * Reads everything; empty if the folder has errors, which have been reported.
   *
   * @throws RequestException if there is nothing to release, or a variable isn't declared
   */
  Optional<Description> describe(ReleaseRequest.Up request) throws RequestException, IOException {
    Optional<Read> read = read(List.of(), request.variables());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Read found = read.get();
    Images images = found.images();
    if (images.configuration().isEmpty()) {
      return Optional.of(new Description(images, Optional.empty()));
    }
    Configuration configuration = found.configuration();
    return values(configuration, found.variables().configuration())
        .map(
            values ->
                new Description(
                    images,
                    Optional.of(
                        new ReleaseContent(
                            configuration,
                            values,
                            images.settings(),
                            new ReleaseArchive(
                                configuration.contents(),
                                found.texts(),
                                PlanMode.NORMAL,
                                found.recordable()),
                            Map.of(),
                            PlanOptions.NORMAL,
                            Optional.empty(),
                            Optional.empty(),
                            request.message()))));
  }

  /**
   * Reads what is needed to bake; empty as above.
   *
   * @param recorded values that an earlier release was given; of variables that are gone, too
   * @param given values that are given now
   * @throws RequestException as above
   */
  Optional<Images> images(List<VariableInput> recorded, List<VariableInput> given)
      throws RequestException, IOException {
    return read(recorded, given).map(Read::images);
  }

  private Optional<Read> read(List<VariableInput> recorded, List<VariableInput> given)
      throws RequestException, IOException {
    StackFiles files = StackFiles.in(folder);
    if (!files.templates() && !files.configuration()) {
      throw new RequestException(
          "there is no template (*.pkr.hcl) and no configuration (*.tf) in " + folder);
    }
    Map<String, TemplateBlocks.Variable> ofTemplates =
        files.templates() ? templateVariables() : Map.of();
    Optional<Configuration> loaded =
        configuration(Stream.concat(recorded.stream(), given.stream()).toList());
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    Configuration configuration = loaded.get();
    Map<String, InputVariable> ofConfiguration = configuration.root().module().variables();
    List<VariableInput> all =
        Stream.concat(
                recorded.stream()
                    .filter(
                        one ->
                            !(one instanceof VariableInput.Assignment assignment)
                                || ofTemplates.containsKey(assignment.name())
                                || ofConfiguration.containsKey(assignment.name())),
                given.stream())
            .toList();
    StackVariables variables =
        StackVariables.divide(
            all, folder, ofTemplates.keySet(), ofConfiguration.keySet(), parts.environment());
    if (variables.problem().isPresent()) {
      throw new RequestException(variables.problem().get());
    }
    Map<String, String> texts = texts(files);
    StackSettings stack = settings.read(texts);
    if (files.configuration() && !fits(stack, configuration)) {
      return Optional.empty();
    }
    return Optional.of(
        new Read(
            configuration,
            variables,
            recordable(all, ofTemplates, ofConfiguration),
            texts,
            new Images(
                files.templates() ? Optional.of(variables.template()) : Optional.empty(),
                stack,
                files.configuration() ? loaded : Optional.empty())));
  }

  /** The bake reports what is wrong with the templates. */
  private Map<String, TemplateBlocks.Variable> templateVariables() {
    return parts
        .bakery()
        .parse(Bakery.Request.all(folder, VariableInputs.NONE), new Diagnostics())
        .variables();
  }

  private static List<VariableInput> recordable(
      List<VariableInput> all,
      Map<String, TemplateBlocks.Variable> ofTemplates,
      Map<String, InputVariable> ofConfiguration) {
    Set<String> secret = new HashSet<>();
    ofTemplates.values().stream()
        .filter(TemplateBlocks.Variable::sensitive)
        .forEach(variable -> secret.add(variable.name()));
    ofConfiguration.values().stream()
        .filter(variable -> variable.sensitive() || variable.ephemeral())
        .forEach(variable -> secret.add(variable.name()));
    return all.stream()
        .filter(
            one ->
                !(one instanceof VariableInput.Assignment assignment)
                    || !secret.contains(assignment.name()))
        .toList();
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
                    new ReleaseArchive(
                        configuration.contents(), Map.of(), PlanMode.DESTROY, List.of()),
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
