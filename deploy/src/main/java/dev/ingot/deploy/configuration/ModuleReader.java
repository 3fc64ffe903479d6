package dev.ingot.deploy.configuration;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of one module. */
final class ModuleReader {
  private static final List<String> ENDINGS = List.of(".tf", ".tf.json", ".tofu", ".tofu.json");

  private final Diagnostics diagnostics;
  private final String folder;
  private final TerraformBlockReader terraform;
  private final ComputedSources sources;
  private List<Block> all = List.of();
  private final Map<String, InputVariable> variables = new LinkedHashMap<>();
  private final Map<String, LocalValue> locals = new LinkedHashMap<>();
  private final Map<String, OutputValue> outputs = new LinkedHashMap<>();
  private final Map<String, ResourceConfiguration> resources = new LinkedHashMap<>();
  private final Map<String, ModuleCall> calls = new LinkedHashMap<>();
  private final Map<String, SourceRange> called = new LinkedHashMap<>();
  private final Map<String, ProviderConfiguration> providers = new LinkedHashMap<>();
  private final List<MovedBlock> moved = new ArrayList<>();
  private final List<RemovedBlock> removed = new ArrayList<>();
  private final List<ImportBlock> imports = new ArrayList<>();
  private final Map<String, CheckBlock> checks = new LinkedHashMap<>();
  private final List<ResourceConfiguration> scoped = new ArrayList<>();

  /**
   * @param folder relative to the root module's
   * @param moduleText how messages name the module; empty for the root module
   * @param sources give the sources of calls that aren't constant
   */
  ModuleReader(Diagnostics diagnostics, String folder, String moduleText, ComputedSources sources) {
    this.sources = sources;
    this.diagnostics = diagnostics;
    this.folder = folder;
    this.terraform = new TerraformBlockReader(diagnostics, moduleText);
  }

  /** Whether a file of this name belongs to a module. */
  static boolean isConfiguration(String name) {
    boolean ignored =
        name.startsWith(".") || name.endsWith("~") || (name.startsWith("#") && name.endsWith("#"));
    return !ignored && !base(name).equals(name);
  }

  private static boolean isOverride(String name) {
    String base = base(name);
    return base.equals("override") || base.endsWith("_override");
  }

  /** The name of a file of a configuration without its ending; of others the whole name. */
  private static String base(String name) {
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  static Body parse(SourceFile file, Diagnostics diagnostics) {
    return file.name().endsWith(".json")
        ? Syntax.parseJson(file, diagnostics)
        : Syntax.parse(file, diagnostics);
  }

  /**
   * Reads the module.
   *
   * @param files by name, in order of names
   */
  ModuleConfiguration read(Map<String, SourceFile> files) {
    ModuleBlocks blocks = new ModuleBlocks(diagnostics);
    List<Body> overrides = new ArrayList<>();
    for (Map.Entry<String, SourceFile> file : files.entrySet()) {
      Body body = parse(file.getValue(), diagnostics);
      if (isOverride(file.getKey())) {
        overrides.add(body);
      } else {
        blocks.add(body);
      }
    }
    overrides.forEach(blocks::override);
    for (Block block : blocks.blocks()) {
      if (block.type().equals("terraform")) {
        terraform.read(block);
      }
    }
    blocks.terraformOverrides().forEach(terraform::override);
    for (Attribute local : blocks.locals().values()) {
      Names.check("local value", local.name(), local.nameRange(), diagnostics);
      locals.put(
          local.name(),
          new LocalValue(local.name(), local.expression(), local.nameRange(), local.range()));
    }
    all = blocks.blocks();
    all.forEach(this::read);
    scoped.forEach(this::scoped);
    uniqueImports();
    if (!diagnostics.hasErrors()) {
      imports.forEach(this::checkProvider);
    }
    return new ModuleConfiguration(
        folder,
        variables,
        locals,
        outputs,
        resources,
        calls,
        providers,
        terraform.requirements(),
        terraform.metadata(),
        List.copyOf(moved),
        List.copyOf(removed),
        List.copyOf(imports),
        checks,
        terraform.backend(),
        terraform.encryption(),
        files.size());
  }

  /** Checks whether the module, once read, may be used with this version of the language. */
  void checkVersions(Diagnostics into) {
    terraform.checkVersions(into);
  }

  /** Variables may stand behind the calls that use them, so they are read ahead. */
  private Optional<Value> computed(String call, Attribute argument, Diagnostics problems) {
    Map<String, InputVariable> declared = new LinkedHashMap<>();
    for (Block block : all) {
      if (block.type().equals("variable")) {
        InputVariable variable = new VariableReader(new Diagnostics()).read(block);
        declared.putIfAbsent(variable.name(), variable);
      }
    }
    return sources.value(
        ModuleConfiguration.ofValues(folder, declared, locals), call, argument, problems);
  }

  private void read(Block block) {
    switch (block.type()) {
      case "variable" -> {
        InputVariable variable = new VariableReader(diagnostics).read(block);
        InputVariable first = variables.putIfAbsent(variable.name(), variable);
        if (first != null) {
          duplicate(
              "Duplicate variable declaration",
              "A variable named \"" + variable.name() + "\" was already declared at ",
              first.declaration(),
              "Variable names must be unique within a module.",
              block);
        }
      }
      case "output" ->
          new OutputReader(diagnostics).read(block).ifPresent(output -> output(output, block));
      case "module" -> {
        duplicate(block);
        new ModuleCallReader(diagnostics, this::computed, !sources.installedOnly())
            .read(block)
            .ifPresent(call -> calls.putIfAbsent(call.name(), call));
      }
      case "provider" ->
          new ProviderBlockReader(diagnostics)
              .read(block)
              .ifPresent(provider -> provider(provider, block));
      case "resource" ->
          resource(
              new ResourceReader(diagnostics, !sources.installedOnly())
                  .read(block, ResourceMode.MANAGED, Optional.empty()),
              block);
      case "data" ->
          resource(
              new ResourceReader(diagnostics, !sources.installedOnly())
                  .read(block, ResourceMode.DATA, Optional.empty()),
              block);
      case "ephemeral" ->
          resource(
              new ResourceReader(diagnostics, !sources.installedOnly())
                  .read(block, ResourceMode.EPHEMERAL, Optional.empty()),
              block);
      case "moved" -> new StatementReader(diagnostics).moved(block).ifPresent(moved::add);
      case "removed" -> new StatementReader(diagnostics).removed(block).ifPresent(removed::add);
      case "import" -> new StatementReader(diagnostics).imported(block).ifPresent(imports::add);
      case "check" -> check(block);
      default -> {
        // "terraform" blocks have been read already.
      }
    }
  }

  /** Of targets whose keys are not static nothing is known yet. */
  private void uniqueImports() {
    Map<String, SourceRange> declared = new HashMap<>();
    for (ImportBlock block : imports) {
      Optional<String> target = block.to().constant();
      SourceRange first =
          target.isEmpty() ? null : declared.putIfAbsent(target.get(), block.declaration());
      if (first != null) {
        diagnostics.error(
            "Duplicate import configuration for \"" + block.to().block() + "\"",
            "An import block for the resource \""
                + block.to().block()
                + "\" was already declared at "
                + first
                + ". A resource can have only one import block.",
            block.to().range());
      }
    }
  }

  /** An import may only name a provider for resources that no block declares yet. */
  private void checkProvider(ImportBlock block) {
    boolean inModule = !block.to().modules().isEmpty();
    ResourceConfiguration declared = resources.get(block.to().block().localText());
    boolean written =
        declared != null
            && !declared.declaration().file().text().startsWith(ModuleConfiguration.GENERATED);
    if (block.provider().isPresent() && (inModule || written)) {
      diagnostics.error(
          "Invalid import provider argument",
          "The provider argument can only be specified in import blocks that will generate"
              + " configuration.\n\n"
              + (inModule
                  ? "Use the providers argument within the module block to configure providers for"
                      + " all resources within a module, including imported resources."
                  : "Use the provider argument in the target resource block to configure the"
                      + " provider for a resource with explicit provider configuration."),
          block.providerArgument().orElse(block.declaration()));
    }
  }

  private void duplicate(String summary, String what, SourceRange first, String rule, Block block) {
    diagnostics.error(summary, what + first + ". " + rule, block.headerRange());
  }

  private void output(OutputValue output, Block block) {
    OutputValue first = outputs.putIfAbsent(output.name(), output);
    if (first != null) {
      duplicate(
          "Duplicate output definition",
          "An output named \"" + output.name() + "\" was already defined at ",
          first.declaration(),
          "Output names must be unique within a module.",
          block);
    }
  }

  /** Reports a module call whose name another one has, be that valid or not. */
  private void duplicate(Block block) {
    String name = block.labels().getFirst();
    SourceRange first = called.putIfAbsent(name, block.headerRange());
    if (first != null) {
      duplicate(
          "Duplicate module call",
          "A module call named \"" + name + "\" was already defined at ",
          first,
          "Module calls must have unique names within a module.",
          block);
    }
  }

  private void provider(ProviderConfiguration provider, Block block) {
    String name = provider.localName();
    String aliasName = provider.alias();
    String key = aliasName.isEmpty() ? name : name + "." + aliasName;
    ProviderConfiguration first = providers.putIfAbsent(key, provider);
    if (first == null) {
      return;
    }
    if (aliasName.isEmpty()) {
      duplicate(
          "Duplicate provider configuration",
          "A default (non-aliased) provider configuration for \""
              + name
              + "\" was already given at ",
          first.declaration(),
          "If multiple configurations are required, set the \"alias\" argument for alternative"
              + " configurations.",
          block);
    } else {
      duplicate(
          "Duplicate provider configuration",
          "A provider configuration for \""
              + name
              + "\" with alias \""
              + aliasName
              + "\" was already given at ",
          first.declaration(),
          "Each configuration for the same provider must have a distinct alias.",
          block);
    }
  }

  private void resource(ResourceConfiguration resource, Block block) {
    ResourceConfiguration first = resources.putIfAbsent(resource.key(), resource);
    if (first != null) {
      String kind =
          switch (resource.mode()) {
            case MANAGED -> "resource";
            case DATA -> "data";
            case EPHEMERAL -> "ephemeral";
          };
      duplicate(
          "Duplicate " + kind + " \"" + resource.type() + "\" configuration",
          "A "
              + resource.type()
              + (resource.isManaged() ? " resource" : " " + kind + " resource")
              + " named \""
              + resource.name()
              + "\" was already declared at ",
          first.declaration(),
          "Resource names must be unique per type in each module.",
          block);
    }
  }

  /** A data block within a check. */
  private void scoped(ResourceConfiguration data) {
    ResourceConfiguration first = resources.putIfAbsent(data.key(), data);
    if (first != null) {
      diagnostics.error(
          "Duplicate data \"" + data.type() + "\" configuration",
          "A "
              + data.type()
              + " data resource named \""
              + data.name()
              + "\" was already declared at "
              + first.declaration()
              + ". Resource names must be unique per type in each module, including within check"
              + " blocks.",
          data.declaration());
    }
  }

  private void check(Block block) {
    CheckBlock check = new StatementReader(diagnostics).check(block);
    CheckBlock first = checks.putIfAbsent(check.name(), check);
    if (first != null) {
      duplicate(
          "Duplicate check \"" + check.name() + "\" configuration",
          "A check block named \"" + check.name() + "\" was already declared at ",
          first.declaration(),
          "Check blocks must be unique within each module.",
          block);
    }
    check.data().ifPresent(scoped::add);
  }
}
