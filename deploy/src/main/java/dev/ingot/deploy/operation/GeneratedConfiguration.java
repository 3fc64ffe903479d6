package dev.ingot.deploy.operation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ProviderReference;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blocks for the objects that {@code import} blocks ask for and that the root module has none for.
 * The objects are looked up for it; their blocks are then read like a file of the configuration.
 * Rules: recorded behaviour of {@code plan -generate-config-out} of Terraform 1.11.
 *
 * @param configuration the configuration with the generated file
 * @param text the text of the file; empty if nothing had to be generated
 * @param blocks the generated blocks, by the object they are for
 */
public record GeneratedConfiguration(
    Configuration configuration, String text, Map<InstanceAddress, String> blocks) {
  public GeneratedConfiguration {
    blocks = Map.copyOf(blocks);
  }

  /**
   * Generates what is missing.
   *
   * @param file the name of the file, for messages about what is in it
   * @param variables the values of the root module's variables
   */
  public static Result<GeneratedConfiguration> of(
      Configuration configuration,
      String file,
      Map<String, Value> variables,
      State state,
      Providers providers,
      Setting setting,
      Cancellation cancellation) {
    Diagnostics diagnostics = new Diagnostics();
    List<ImportBlock> asked = missing(configuration, diagnostics);
    GeneratedConfiguration unchanged = new GeneratedConfiguration(configuration, "", Map.of());
    if (asked.isEmpty() || diagnostics.hasErrors()) {
      return Result.of(unchanged, diagnostics.list());
    }
    Result<Configuration> extended = extended(configuration, file, stubs(asked));
    if (extended.hasErrors()) {
      return Result.of(unchanged, extended.diagnostics());
    }
    Ids ids = new Ids();
    Planner.Result found =
        new Planner(providers, setting)
            .imports(importing(extended.get(), asked), variables, state, ids, cancellation);
    if (found.hasErrors() || found.plan().isEmpty()) {
      return Result.of(unchanged, found.diagnostics());
    }
    Map<InstanceAddress, String> blocks = new LinkedHashMap<>();
    StringBuilder text =
        new StringBuilder(ModuleConfiguration.GENERATED)
            .append(
                "# Please review these resources and move them into your main configuration"
                    + " files.\n");
    for (ImportBlock block : asked) {
      InstanceAddress address = address(block);
      Optional<Generated> generated = block(block, found.plan().get(), ids);
      if (generated.isPresent()) {
        blocks.put(address, generated.get().text());
        text.append("\n# __generated__ by Terraform");
        if (!generated.get().id().isEmpty()) {
          text.append(" from ").append(Quoting.quoted(generated.get().id()));
        }
        text.append('\n').append(generated.get().text()).append('\n');
      }
    }
    Result<Configuration> complete = extended(configuration, file, text.toString());
    return complete.hasErrors()
        ? Result.of(unchanged, complete.diagnostics())
        : Result.of(new GeneratedConfiguration(complete.get(), text.toString(), blocks), List.of());
  }

  /** A plan that says what was generated. */
  public Plan in(Plan plan) {
    return blocks.isEmpty() ? plan : plan.with(plan.changes().stream().map(this::in).toList());
  }

  private ResourceChange in(ResourceChange change) {
    String block = blocks.get(change.address());
    return block == null ? change : change.generatedAs(block);
  }

  /** The ids the objects are looked up by. */
  private static final class Ids implements Observer {
    private final Map<InstanceAddress, String> found = new ConcurrentHashMap<>();

    @Override
    public void on(Event event) {
      if (event instanceof Event.ImportPrepare(InstanceAddress address, var key)) {
        found.put(address, key.text());
      }
    }
  }

  private record Generated(String id, String text) {}

  private static List<ImportBlock> missing(Configuration configuration, Diagnostics diagnostics) {
    ModuleConfiguration root = configuration.root().module();
    List<ImportBlock> missing = new ArrayList<>();
    for (ImportBlock block : root.imports()) {
      boolean declared = root.resources().containsKey(block.to().block().localText());
      if (declared || !block.to().modules().isEmpty()) {
        continue;
      }
      if (block.isSingle()) {
        missing.add(block);
      } else {
        diagnostics.add(block.notSingle());
      }
    }
    return missing;
  }

  private static InstanceAddress address(ImportBlock block) {
    return ModuleAddress.ROOT
        .resource(ResourceMode.MANAGED, block.to().type(), block.to().name())
        .instance(InstanceKey.none());
  }

  /** Empty blocks to look the objects up for. */
  private static String stubs(List<ImportBlock> blocks) {
    StringBuilder text = new StringBuilder(ModuleConfiguration.GENERATED);
    for (ImportBlock block : blocks) {
      text.append("resource \"")
          .append(block.to().type())
          .append("\" \"")
          .append(block.to().name())
          .append("\" {\n");
      provider(block)
          .ifPresent(provider -> text.append("  provider = ").append(provider).append('\n'));
      text.append("}\n");
    }
    return text.toString();
  }

  private static Optional<String> provider(ImportBlock block) {
    String implied = ModuleConfiguration.impliedProvider(block.to().type());
    return block
        .provider()
        .map(ProviderReference::text)
        .filter(provider -> !provider.equals(implied));
  }

  private static Result<Configuration> extended(
      Configuration configuration, String file, String text) {
    Map<String, String> contents = new TreeMap<>(configuration.contents());
    // It is read as a file of the root module, wherever it will be.
    contents.put(contents.containsKey(file) ? "generated-" + file : file, text);
    return Configuration.load(contents);
  }

  private static Configuration importing(Configuration configuration, List<ImportBlock> blocks) {
    ModuleTree root = configuration.root();
    return new Configuration(
        new ModuleTree(root.path(), root.module().with(blocks), root.children()),
        configuration.contents());
  }

  private static Optional<Generated> block(ImportBlock block, Plan plan, Ids ids) {
    InstanceAddress address = address(block);
    Optional<ResourceState> resource = plan.prior().resource(address.resource());
    Optional<ObjectState> object =
        resource
            .flatMap(found -> Optional.ofNullable(found.instances().get(InstanceKey.none())))
            .flatMap(InstanceState::current);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    ProviderAddress provider = resource.orElseThrow().provider().provider();
    Optional<ResourceType> type =
        Optional.ofNullable(plan.schemas().get(provider))
            .flatMap(schema -> schema.resourceType(block.to().type()))
            .map(schema -> new ResourceType(block.to().type(), schema));
    return type.flatMap(
        found ->
            StoredObjects.value(object.get(), found)
                .map(
                    value ->
                        new Generated(
                            ids.found.getOrDefault(address, ""),
                            ResourceText.of(
                                block.to().type(),
                                block.to().name(),
                                provider(block),
                                found.block(),
                                value))));
  }
}
