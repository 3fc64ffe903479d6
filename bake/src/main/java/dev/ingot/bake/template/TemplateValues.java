package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.SourceName;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates the names of a template. */
public final class TemplateValues {
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "build", "provisioner and post-processor blocks",
          "source", "provisioner and post-processor blocks",
          "data", "templates that declare data sources");

  private static final Version READ = Version.parse(Template.LANGUAGE_VERSION).orElseThrow();

  private TemplateValues() {}

  /** The template with all values; unknown in place of errors. */
  public static Template resolve(
      TemplateBlocks blocks,
      VariableInputs inputs,
      List<Path> automaticFiles,
      StaticValues literals,
      StaticValues defaults,
      Template.Surroundings surroundings,
      Diagnostics diagnostics) {
    checkVersion(blocks, diagnostics);
    String root = root(blocks.folder(), surroundings.workingFolder());
    Path folder = surroundings.workingFolder().resolve(blocks.folder()).normalize();
    TemplateScope scope =
        new TemplateScope(
                Map.of(),
                Set.of(),
                ELSEWHERE,
                new FileFunctions(surroundings.functions(), root, folder),
                surroundings.environment())
            .with(
                "path",
                Map.of(
                    "cwd", Value.of(surroundings.workingFolder().toString()),
                    "root", Value.of(root)))
            .with("packer", Map.of("version", Value.of(Template.LANGUAGE_VERSION)));
    VariableValues variableValues = new VariableValues(blocks, literals, defaults, diagnostics);
    Map<String, Value> variables =
        new LinkedHashMap<>(variableValues.resolve(inputs, automaticFiles));
    TemplateScope withVariables = scope.with("var", variables);
    variableValues.validate(withVariables);
    NamedValues.Resolved named =
        NamedValues.resolve(
            blocks,
            surroundings.data().completed(blocks, surroundings.workingFolder(), diagnostics),
            withVariables,
            diagnostics);
    TemplateScope withLocals = withVariables.with("local", named.locals());
    TemplateScope all =
        blocks.data().isEmpty() ? withLocals : withLocals.with("data", named.data());
    return new Template(
        blocks,
        variables,
        named.locals(),
        all,
        builds(blocks, all, diagnostics),
        surroundings.workingFolder());
  }

  private static List<Build> builds(
      TemplateBlocks blocks, TemplateScope scope, Diagnostics diagnostics) {
    List<String> known = blocks.sources().keySet().stream().map(SourceName::toString).toList();
    List<Build> builds = new ArrayList<>();
    for (Body.Block block : blocks.builds()) {
      Diagnostics own = new Diagnostics();
      Build build = new BuildReader(scope, own).build(block);
      diagnostics.addAll(own);
      builds.add(build);
      for (SourceUse use : build.sources()) {
        if (!blocks.sources().containsKey(use.source())) {
          diagnostics.error(
              "Unknown source",
              "This template has no source \""
                  + use.source()
                  + "\"."
                  + Suggestion.hint(use.source().toString(), known)
                  + (known.isEmpty() ? "" : " Declared sources: " + String.join(", ", known) + "."),
              use.range());
        }
      }
    }
    return builds;
  }

  /**
   * Relative to the working folder if it is below it, so that nothing depends on the folder's
   * location.
   */
  private static String root(Path folder, Path workingFolder) {
    Path absolute = workingFolder.resolve(folder).normalize();
    if (absolute.equals(workingFolder.normalize())) {
      return ".";
    }
    return absolute.startsWith(workingFolder)
        ? workingFolder.normalize().relativize(absolute).toString()
        : absolute.toString();
  }

  static void checkVersion(TemplateBlocks blocks, Diagnostics diagnostics) {
    for (TemplateBlocks.VersionConstraint required : blocks.settings().requiredVersions()) {
      Optional<Boolean> accepted =
          VersionConstraints.parse(required.constraint())
              .map(constraints -> constraints.allow(READ));
      if (accepted.isEmpty()) {
        diagnostics.error(
            "Invalid version constraint",
            "required_version takes constraints such as \">= 1.7.0, < 2.0.0\".",
            required.range());
      } else if (!accepted.get()) {
        diagnostics.error(
            "Unsupported Packer version",
            "This template requires Packer "
                + required.constraint()
                + "; Ingot reads the template language of Packer "
                + Template.LANGUAGE_VERSION
                + ".",
            required.range());
      }
    }
  }
}
