package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.CheckBlock;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.LocalValue;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;

/**
 * An object of the configuration in the graph of references. Told apart by identity; the text is
 * the name messages about cycles use.
 */
public abstract sealed class Node {
  private final ModuleTree module;
  private final String text;
  private List<Diagnostic> problems = List.of();

  private Node(ModuleTree module, String text) {
    this.module = module;
    this.text = text;
  }

  /** The module it is declared in. */
  public final ModuleTree module() {
    return module;
  }

  /** Problems with its references that don't depend on values. */
  public final List<Diagnostic> problems() {
    return problems;
  }

  final void setProblems(List<Diagnostic> found) {
    problems = found;
  }

  /** The place of its declaration; empty if no block declares it. */
  public final Optional<SourceRange> declared() {
    return switch (this) {
      case Variable node -> Optional.of(node.variable().declaration());
      case Validation node -> Optional.of(node.variable().declaration());
      case Local node -> Optional.of(node.local().range());
      case Output node -> Optional.of(node.output().declaration());
      case Resource node -> Optional.of(node.resource().declaration());
      case Call node -> Optional.of(node.call().declaration());
      case CallEnd _ -> Optional.empty();
      case Provider node -> node.configuration().map(ProviderConfiguration::declaration);
      case Check node -> Optional.of(node.check().declaration());
    };
  }

  @Override
  public final String toString() {
    return text;
  }

  /** An input variable. */
  public static final class Variable extends Node {
    private final InputVariable variable;
    private final boolean validatedApart;

    Variable(ModuleTree module, InputVariable variable, boolean validatedApart) {
      super(
          module,
          module.prefix() + "var." + variable.name() + (module.isRoot() ? "" : " (expand)"));
      this.variable = variable;
      this.validatedApart = validatedApart;
    }

    /** Whether its rules refer to other objects and therefore are a node of their own. */
    public boolean validatedApart() {
      return validatedApart;
    }

    /** Its declaration. */
    public InputVariable variable() {
      return variable;
    }
  }

  /** The validation rules of an input variable. */
  public static final class Validation extends Node {
    private final InputVariable variable;

    Validation(ModuleTree module, InputVariable variable) {
      super(module, module.prefix() + "var." + variable.name() + " (validation)");
      this.variable = variable;
    }

    /** The variable's declaration. */
    public InputVariable variable() {
      return variable;
    }
  }

  /** A local value. */
  public static final class Local extends Node {
    private final LocalValue local;

    Local(ModuleTree module, LocalValue local) {
      super(module, module.prefix() + "local." + local.name() + " (expand)");
      this.local = local;
    }

    /** Its declaration. */
    public LocalValue local() {
      return local;
    }
  }

  /** An output value. */
  public static final class Output extends Node {
    private final OutputValue output;

    Output(ModuleTree module, OutputValue output) {
      super(
          module,
          module.prefix() + "output." + output.name() + (module.isRoot() ? "" : " (expand)"));
      this.output = output;
    }

    /** Its declaration. */
    public OutputValue output() {
      return output;
    }
  }

  /** A resource, data source or ephemeral resource. */
  public static final class Resource extends Node {
    private final ResourceConfiguration resource;
    private final ProviderConfigAddress provider;
    private final Optional<ProviderKey> providerKey;
    private final ConfigResource address;
    private List<Traversal> selfReferences = List.of();

    Resource(
        ModuleTree module, ResourceConfiguration resource, ProviderResolution.Resolved provider) {
      super(module, module.prefix() + resource.key());
      this.resource = resource;
      this.provider = provider.address();
      this.providerKey = provider.key();
      this.address =
          new ConfigResource(module.path(), resource.mode(), resource.type(), resource.name());
    }

    /** Its address in the configuration. */
    public ConfigResource address() {
      return address;
    }

    /** Its declaration. */
    public ResourceConfiguration resource() {
      return resource;
    }

    /** The block of its provider's configuration. */
    public ProviderConfigAddress provider() {
      return provider;
    }

    /** Which of the configurations that the block makes its instances use. */
    public Optional<ProviderKey> providerKey() {
      return providerKey;
    }

    /** The references of its block to itself. */
    public List<Traversal> selfReferences() {
      return selfReferences;
    }

    void setSelfReferences(List<Traversal> found) {
      selfReferences = List.copyOf(found);
    }
  }

  /** The instances of a module call. */
  public static final class Call extends Node {
    private final ModuleCall call;

    Call(ModuleTree module, ModuleCall call) {
      super(module, module.prefix() + "module." + call.name() + " (expand)");
      this.call = call;
    }

    /** Its declaration. */
    public ModuleCall call() {
      return call;
    }
  }

  /** Everything that a module call contains; dependents of the whole module depend on it. */
  public static final class CallEnd extends Node {
    CallEnd(ModuleTree module, ModuleCall call) {
      super(module, module.prefix() + "module." + call.name() + " (close)");
    }
  }

  /** A provider's configuration. */
  public static final class Provider extends Node {
    private final ProviderConfigAddress address;
    private final Optional<ProviderConfiguration> configuration;

    Provider(
        ModuleTree module,
        ProviderConfigAddress address,
        Optional<ProviderConfiguration> configuration) {
      super(module, address.toString());
      this.address = address;
      this.configuration = configuration;
    }

    /** Its address. */
    public ProviderConfigAddress address() {
      return address;
    }

    /** Its block; empty if there is none and the provider needs none. */
    public Optional<ProviderConfiguration> configuration() {
      return configuration;
    }
  }

  /** A check. */
  public static final class Check extends Node {
    private final CheckBlock check;

    Check(ModuleTree module, CheckBlock check) {
      super(module, module.prefix() + "check." + check.name());
      this.check = check;
    }

    /** Its declaration. */
    public CheckBlock check() {
      return check;
    }
  }
}
