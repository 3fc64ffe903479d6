package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the provider configurations that module calls pass with those that the modules declare
 * and require. Rules: the recorded behaviour of Terraform 1.11.
 */
final class PassedProviders {
  private static final String DEFAULT_NAMESPACE = "registry.terraform.io/hashicorp/";
  private static final String DEFAULT_HOST = "registry.terraform.io/";
  private static final String UNDEFINED = "Reference to undefined provider";

  private final Diagnostics diagnostics;

  PassedProviders(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** A module as its callers see it. */
  private record Called(ModuleTree tree, Optional<ModuleTree> parent, Optional<ModuleCall> call) {
    ModuleConfiguration module() {
      return tree.module();
    }

    Map<String, PassedProvider> passed() {
      return call.map(ModuleCall::providers).orElse(Map.of());
    }

    String parentTitle() {
      return parent.map(ModuleTree::title).orElse("the root module");
    }
  }

  /** Checks a whole configuration. */
  void check(ModuleTree root) {
    check(new Called(root, Optional.empty(), Optional.empty()), Optional.empty());
  }

  /**
   * @param unconfigurable the argument of a call that forbids this module to configure providers of
   *     its own
   */
  private void check(Called called, Optional<SourceRange> unconfigurable) {
    for (ModuleTree child : called.tree().children().values()) {
      ModuleCall call = called.module().calls().get(child.path().getLast());
      if (call != null) {
        check(
            new Called(child, Optional.of(called.tree()), Optional.of(call)),
            repetition(call).or(() -> unconfigurable));
      }
    }
    duplicates(called.module());
    new KeyedProviders(called.tree(), diagnostics).check();
    Map<String, SourceRange> configured = new LinkedHashMap<>();
    Map<String, SourceRange> empty = new LinkedHashMap<>();
    called
        .module()
        .providers()
        .forEach(
            (name, provider) ->
                (isEmpty(provider) ? empty : configured).put(name, provider.declaration()));
    calls(called, configured.keySet().stream().toList());
    if (called.call().isEmpty()) {
      return;
    }
    configurations(called, configured, unconfigurable);
    missing(called, configured);
    for (PassedProvider passed : called.passed().values()) {
      passed(called, passed, empty);
    }
    redundant(called, empty);
  }

  private static Optional<SourceRange> repetition(ModuleCall call) {
    return call.count()
        .or(call::forEach)
        .map(Expression::range)
        .or(() -> call.dependsOn().stream().findFirst().map(each -> each.range()));
  }

  private static boolean isEmpty(ProviderConfiguration provider) {
    Diagnostics own = new Diagnostics();
    provider.body().content(new BodySchema(List.of(), List.of()), own);
    return !own.hasErrors();
  }

  /** One provider under two names. */
  private void duplicates(ModuleConfiguration module) {
    Map<String, String> names = new LinkedHashMap<>();
    for (ProviderRequirement requirement : module.requirements().values()) {
      String source = requirement.source();
      String before = names.putIfAbsent(source, requirement.localName());
      String implied = source.substring(source.lastIndexOf('/') + 1);
      if (before != null) {
        duplicate(
            requirement,
            "was previously required as \""
                + before
                + "\". A provider can only be required once within required_providers.");
      } else if (source.startsWith(DEFAULT_NAMESPACE)
          && !requirement.localName().equals(implied)
          && module.providers().values().stream()
              .anyMatch(provider -> provider.localName().equals(implied))) {
        duplicate(
            requirement,
            "was implicitly required via a configuration block as \""
                + implied
                + "\". The provider configuration block name must match the name used in"
                + " required_providers.");
      }
    }
  }

  private void duplicate(ProviderRequirement requirement, String why) {
    diagnostics.add(
        Diagnostic.warning(
            "Duplicate required provider",
            "Provider "
                + shown(requirement.source())
                + " with the local name \""
                + requirement.localName()
                + "\" "
                + why,
            requirement.range()));
  }

  /** The configurations that the module's own calls pass must be declared in it. */
  private void calls(Called called, List<String> configured) {
    for (ModuleCall call : called.module().calls().values()) {
      for (PassedProvider passed : call.providers().values()) {
        ProviderReference outside = passed.outside();
        String name = outside.localName();
        if (!outside.alias().isEmpty()) {
          continue;
        }
        boolean declared = configured.contains(name);
        if (!declared && !called.module().requirements().containsKey(name)) {
          String usual = "hashicorp/" + name;
          diagnostics.add(
              Diagnostic.warning(
                  UNDEFINED,
                  Phrase.of(
                      "There is no explicit declaration for local provider name \"%s\" in %s, so"
                          + " Ingot is assuming you mean to pass a configuration for provider"
                          + " \"%s\".\n\nTo clarify your intent and silence this warning, add to %s"
                          + " a required_providers entry named \"%s\" with source = \"%s\", or a"
                          + " different source address if appropriate.",
                      name, called.tree().title(), usual, called.parentTitle(), name, usual),
                  outside.nameRange()));
        } else if (called.call().isPresent() && !declared && !called.passed().containsKey(name)) {
          diagnostics.add(
              Diagnostic.warning(
                  "Missing required provider configuration",
                  "The configuration for "
                      + called.tree().title()
                      + " expects to inherit a configuration for provider hashicorp/"
                      + name
                      + " with local name \""
                      + name
                      + "\", but "
                      + called.parentTitle()
                      + " doesn't pass a configuration under that name.\n\nTo satisfy this"
                      + " requirement, add an entry for \""
                      + name
                      + "\" to the \"providers\" argument in the module \""
                      + called.call().get().name()
                      + "\" block.",
                  called.call().get().declaration()));
        }
      }
    }
  }

  private void configurations(
      Called called, Map<String, SourceRange> configured, Optional<SourceRange> unconfigurable) {
    if (!configured.isEmpty() && unconfigurable.isPresent()) {
      diagnostics.error(
          "Module is incompatible with count, for_each, and depends_on",
          "The module at "
              + called.tree().address()
              + " is a legacy module which contains its own local provider configurations, and so"
              + " calls to it may not use the count, for_each, or depends_on arguments.\n\nIf you"
              + " also control the module \""
              + called.call().map(ModuleCall::source).orElse("")
              + "\", consider updating this module to instead expect provider configurations to be"
              + " passed by its caller.",
          unconfigurable.get());
    }
    for (String name : configured.keySet()) {
      PassedProvider passed = called.passed().get(name);
      if (passed != null) {
        diagnostics.error(
            "Cannot override provider configuration",
            "The configuration of "
                + called.tree().title()
                + " has its own local configuration for "
                + name
                + ", and so it cannot accept an overridden configuration provided by "
                + called.parentTitle()
                + ".",
            passed.inside().nameRange());
      }
    }
  }

  private void missing(Called called, Map<String, SourceRange> configured) {
    for (ProviderRequirement requirement : called.module().requirements().values()) {
      for (ProviderReference alias : requirement.aliases()) {
        if (!configured.containsKey(alias.text()) && !called.passed().containsKey(alias.text())) {
          diagnostics.error(
              "Missing required provider configuration",
              "The child module requires an additional configuration for provider "
                  + shown(requirement.source())
                  + ", with the local name \""
                  + alias.text()
                  + "\".\n\nRefer to the module's documentation to understand the intended purpose"
                  + " of this additional provider configuration, and then add an entry for "
                  + alias.text()
                  + " in the \"providers\" meta-argument in the module block to choose which"
                  + " provider configuration the module should use for that purpose.",
              called.call().orElseThrow().declaration());
        }
      }
    }
  }

  /** The full address of the provider a name refers to, considering requirements only. */
  private static String source(ModuleConfiguration module, String localName) {
    ProviderRequirement requirement = module.requirements().get(localName);
    return requirement == null ? DEFAULT_NAMESPACE + localName : requirement.source();
  }

  private void passed(Called called, PassedProvider passed, Map<String, SourceRange> empty) {
    ModuleConfiguration module = called.module();
    ModuleConfiguration parent = called.parent().orElseThrow().module();
    ProviderReference inside = passed.inside();
    ProviderReference outside = passed.outside();
    String wanted = source(module, inside.localName());
    boolean required =
        module.requirements().containsKey(inside.text())
            || module.requirements().values().stream()
                .flatMap(requirement -> requirement.aliases().stream())
                .anyMatch(alias -> alias.text().equals(inside.text()));
    if (!required && !empty.containsKey(inside.text())) {
      undeclared(called, inside, wanted);
    }
    ProviderRequirement same = parent.requirements().get(inside.text());
    String given = same == null ? source(parent, outside.localName()) : same.source();
    if (!given.equals(wanted)) {
      mismatch(called, passed, wanted, given);
    }
  }

  private void undeclared(Called called, ProviderReference inside, String wanted) {
    String name = inside.text();
    boolean usual = wanted.startsWith(DEFAULT_NAMESPACE);
    String entry = "entry named \"" + name + "\" with the source address \"" + shown(wanted) + "\"";
    Diagnostic said =
        Diagnostic.error(
            UNDEFINED,
            usual
                ? Phrase.of(
                    "There is no explicit declaration for local provider name \"%s\" in %s, so"
                        + " Ingot is assuming you mean to pass a configuration for \"%s\".\n\n"
                        + "If you also control the child module, add a required_providers %s.",
                    name, called.tree().title(), shown(wanted), entry)
                : Phrase.of(
                    "The child module does not declare any provider requirement with the local name"
                        + " \"%s\".\n\nIf you also control the child module, you can add a"
                        + " required_providers %s to accept this provider configuration.",
                    name, entry),
            inside.nameRange());
    diagnostics.add(usual ? said.asWarning() : said);
  }

  private void mismatch(Called called, PassedProvider passed, String wanted, String given) {
    ProviderReference inside = passed.inside();
    Optional<String> better =
        called.module().requirements().values().stream()
            .filter(requirement -> requirement.source().equals(given))
            .map(ProviderRequirement::localName)
            .findFirst();
    if (better.isPresent()) {
      diagnostics.error(
          "Provider type mismatch",
          "The assigned configuration is for provider \""
              + shown(given)
              + "\", but local name \""
              + inside.localName()
              + "\" in "
              + called.parentTitle()
              + " represents \""
              + shown(wanted)
              + "\".\n\nTo pass this configuration to the child module, use the local name \""
              + better.get()
              + "\" instead.",
          inside.nameRange());
      return;
    }
    diagnostics.error(
        "Provider type mismatch",
        "The local name \""
            + passed.outside().text()
            + "\" in "
            + called.parentTitle()
            + " represents provider \""
            + shown(given)
            + "\", but \""
            + inside.text()
            + "\" in "
            + called.tree().title()
            + " represents \""
            + shown(wanted)
            + "\".\n\n"
            + "Each provider has its own distinct configuration schema and provider types, so this"
            + " module's \""
            + inside.text()
            + "\" can be assigned only a configuration for "
            + shown(wanted)
            + ", which is not required by "
            + called.tree().title()
            + ".",
        passed.outside().nameRange());
  }

  /** Empty blocks that only announce what a caller should pass; one message for each provider. */
  private void redundant(Called called, Map<String, SourceRange> empty) {
    Map<String, List<String>> byProvider = new TreeMap<>();
    Map<String, SourceRange> places = new LinkedHashMap<>();
    empty.forEach(
        (name, place) -> {
          String localName = name.split("\\.")[0];
          byProvider.computeIfAbsent(localName, missing -> new ArrayList<>()).add(name);
          places.putIfAbsent(localName, place);
        });
    byProvider.forEach(
        (localName, names) -> {
          StringBuilder entry =
              new StringBuilder("    " + localName + " = {\n      source = \"")
                  .append(shown(source(called.module(), localName)))
                  .append("\"\n");
          if (names.stream().anyMatch(name -> name.contains("."))) {
            entry.append("      configuration_aliases = [\n");
            names.stream()
                .sorted()
                .forEach(name -> entry.append("        ").append(name).append(",\n"));
            entry.append("      ]\n");
          }
          diagnostics.add(
              Diagnostic.warning(
                  "Redundant empty provider block",
                  "Earlier versions of Terraform used empty provider blocks (\"proxy provider"
                      + " configurations\") for child modules to declare their need to be passed a"
                      + " provider configuration by their callers. That approach was ambiguous and"
                      + " is now deprecated.\n\nIf you control this module, you can migrate to the"
                      + " new declaration syntax by removing all of the empty provider \""
                      + localName
                      + "\" blocks and then adding or updating an entry like the following to the"
                      + " required_providers block of "
                      + called.tree().title()
                      + ":\n"
                      + entry
                      + "    }",
                  places.getOrDefault(localName, called.call().orElseThrow().declaration())));
        });
  }

  /** An address in its short form, without the default host and namespace. */
  private static String shown(String source) {
    return source.startsWith(DEFAULT_HOST) ? source.substring(DEFAULT_HOST.length()) : source;
  }
}
