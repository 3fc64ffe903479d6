package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ProviderRequirement;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.FunctionSignature;
import dev.ingot.provider.ProviderSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of the language, and those of the providers a module requires: {@code
 * provider::LOCAL_NAME::FUNCTION}, where the local name stands in {@code required_providers}. They
 * are called on a provider that isn't configured. Rules: the recorded behaviour of Terraform 1.11.
 */
final class ProviderFunctions implements Scope.Functions {
  private static final String NAMESPACE = "provider::";

  private final Scope.Functions language;
  private final Map<String, ProviderRequirement> requirements;
  private final ProviderPool pool;
  private final Map<String, Scope.Function> found = new ConcurrentHashMap<>();

  ProviderFunctions(Scope.Functions language, ModuleConfiguration module, ProviderPool pool) {
    this.language = language;
    this.requirements = module.requirements();
    this.pool = pool;
  }

  @Override
  public List<String> names() {
    return language.names();
  }

  @Override
  public Optional<Scope.Function> find(String name) {
    if (!name.startsWith(NAMESPACE)) {
      return language.find(name);
    }
    Scope.Function known = found.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Scope.Function> made = address(name).flatMap(address -> function(address, own(name)));
    made.ifPresent(function -> found.put(name, function));
    return made;
  }

  @Override
  public Optional<String> whyMissing(String name) {
    return name.startsWith(NAMESPACE) && address(name).flatMap(pool::find).isPresent()
        ? Optional.of(
            "The function "
                + Quoting.quoted(own(name))
                + " is not available from the provider "
                + Quoting.quoted(local(name))
                + ".")
        : Optional.empty();
  }

  private Optional<ProviderAddress> address(String name) {
    return Optional.ofNullable(requirements.get(local(name)))
        .map(requirement -> ProviderAddress.parse(requirement.source()));
  }

  /** The name of the provider; empty where the name has too few parts. */
  private static String local(String name) {
    int end = name.indexOf("::", NAMESPACE.length());
    return end < 0 ? "" : name.substring(NAMESPACE.length(), end);
  }

  private static String own(String name) {
    return name.substring(name.indexOf("::", NAMESPACE.length()) + 2);
  }

  private Optional<Scope.Function> function(ProviderAddress address, String name) {
    return pool.find(address)
        .map(ProviderSchema::functions)
        .flatMap(functions -> Optional.ofNullable(functions.get(name)))
        .map(signature -> function(address, name, signature));
  }

  private Scope.Function function(
      ProviderAddress address, String name, FunctionSignature signature) {
    FunctionSpec spec = FunctionSpec.named(name);
    signature
        .parameters()
        .forEach(
            parameter -> spec.parameter(parameter.name(), parameter.type(), allowed(parameter)));
    signature
        .variadic()
        .ifPresent(
            parameter -> spec.variadic(parameter.name(), parameter.type(), allowed(parameter)));
    return spec.returns(signature.returnType())
        .nullable()
        .body((arguments, result) -> call(address, name, signature.returnType(), arguments.all()));
  }

  private static FunctionSpec.Allow[] allowed(FunctionSignature.Parameter parameter) {
    List<FunctionSpec.Allow> allowed = new ArrayList<>(List.of(FunctionSpec.Allow.DYNAMIC));
    if (parameter.allowNull()) {
      allowed.add(FunctionSpec.Allow.NULL);
    }
    if (parameter.allowUnknown()) {
      allowed.add(FunctionSpec.Allow.UNKNOWN);
    }
    return allowed.toArray(FunctionSpec.Allow[]::new);
  }

  private Value call(ProviderAddress address, String name, Type returns, List<Value> values)
      throws FunctionFailure {
    Optional<GuardedProvider> provider = pool.unconfigured(address);
    if (provider.isEmpty()) {
      throw new FunctionFailure("the provider " + address + " could not be started");
    }
    return switch (provider.get().function(new CallFunction.Request(name, values), returns)) {
      case CallFunction.Result(Value value) -> value;
      case CallFunction.Failure(String text, var argument) ->
          throw argument.isPresent()
              ? new FunctionFailure(argument.getAsInt(), text)
              : new FunctionFailure(text);
    };
  }
}
