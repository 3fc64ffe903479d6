package dev.ingot.bake.template;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.Source;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The selected builds of a template.
 *
 * @param only globs of names; empty for all
 * @param except globs of names to leave out
 */
public record BuildSelection(List<String> only, List<String> except) {
  /** Every build. */
  public static final BuildSelection ALL = new BuildSelection(List.of(), List.of());

  public BuildSelection {
    only = List.copyOf(only);
    except = List.copyOf(except);
  }

  /** The names of a template's builds in {@code only}, {@code except} and {@code override}. */
  public static Set<String> names(Template template) {
    Set<String> names = new TreeSet<>();
    for (BuildUnit unit : all(template, new Diagnostics())) {
      names.add(unit.identity().source());
      names.add(unit.identity().name());
      names.add(unit.identity().sourceName());
    }
    return names;
  }

  private static List<BuildUnit> all(Template template, Diagnostics diagnostics) {
    List<BuildUnit> all = new ArrayList<>();
    for (Build build : template.builds()) {
      Optional<String> buildName =
          build.name().flatMap(name -> text(name, template.scope(), diagnostics));
      for (SourceUse use : build.sources()) {
        Source source = template.blocks().sources().get(use.source());
        if (source != null) {
          all.add(unit(template, build, buildName, source, use, diagnostics));
        }
      }
    }
    return all;
  }

  /** The selected builds, in source order. */
  public List<BuildUnit> of(Template template, Diagnostics diagnostics) {
    List<BuildUnit> all = all(template, diagnostics);
    reportDuplicates(all, diagnostics);
    List<BuildUnit> wanted = all.stream().filter(this::accepts).toList();
    if (template.builds().isEmpty() && !diagnostics.hasErrors()) {
      diagnostics.add(
          Diagnostic.error(
              "Nothing to build",
              "The template in "
                  + template.blocks().folder()
                  + " has no build block. Add one: build { sources = [\"source.TYPE.NAME\"] }."));
    } else if (wanted.isEmpty() && !all.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "No build selected",
              "-only and -except exclude every build. The builds are: "
                  + String.join(", ", all.stream().map(unit -> unit.identity().name()).toList())
                  + "."));
    }
    return wanted;
  }

  private boolean accepts(BuildUnit unit) {
    String name = unit.identity().name();
    return (only.isEmpty() || matches(only, name)) && !matches(except, name);
  }

  private static boolean matches(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> NamePattern.of(glob).matches(name));
  }

  private static BuildUnit unit(
      Template template,
      Build build,
      Optional<String> buildName,
      Source source,
      SourceUse use,
      Diagnostics diagnostics) {
    String type = source.name().type();
    String name =
        use.localName()
            .flatMap(local -> text(local, use.iterators().in(template.scope()), diagnostics))
            .orElse(source.name().name());
    String full = buildName.map(prefix -> prefix + ".").orElse("") + type + "." + name;
    BuildIdentity identity =
        new BuildIdentity(
            full,
            buildName.orElse(""),
            type,
            name,
            source.name().name(),
            template.blocks().folder(),
            template.workingFolder());
    TemplateScope scope =
        template.scope().with("source", Map.of("type", Value.of(type), "name", Value.of(name)));
    return new BuildUnit(identity, build, source, use, template.blocks().bucket(), scope);
  }

  private static void reportDuplicates(List<BuildUnit> units, Diagnostics diagnostics) {
    Map<String, BuildUnit> byName = new TreeMap<>();
    for (BuildUnit unit : units) {
      if (byName.putIfAbsent(unit.identity().name(), unit) != null) {
        diagnostics.error(
            "Duplicate build name",
            "Another build is called \""
                + unit.identity().name()
                + "\" as well. Give one of them a name: source \"source."
                + unit.source().name()
                + "\" { name = \"...\" }.",
            unit.use().range());
      }
    }
  }

  private static Optional<String> text(
      Expression expression, Scope scope, Diagnostics diagnostics) {
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    if (value.unmarked() instanceof Value.StringValue(String text) && !text.isEmpty()) {
      return Optional.of(text);
    }
    if (value.isKnown()) {
      diagnostics.error(
          "Name expected", "A name must be a string that is not empty.", expression.range());
    }
    return Optional.empty();
  }
}
