package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.reference.Schemas;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.Providers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The providers of one run: one started for each configuration, all ended together. Safe for use by
 * several threads.
 */
public final class ProviderPool implements Schemas, AutoCloseable {
  /** The version of the language that providers are told. */
  public static final String CLIENT_VERSION = "1.11.4";

  /** What this engine understands. */
  public static final ClientCapabilities CAPABILITIES = new ClientCapabilities(false, true);

  private final Providers providers;
  private final Map<ProviderAddress, ProviderSchema> schemas = new HashMap<>();
  private final Map<ProviderAddress, Deque<Provider>> idle = new HashMap<>();
  private final Map<ProviderConfigAddress, Provider> configured = new HashMap<>();
  private final List<Provider> all = new ArrayList<>();

  /** Nothing is started before it is needed. */
  public ProviderPool(Providers providers) {
    this.providers = providers;
  }

  @Override
  public synchronized Optional<ProviderSchema> find(ProviderAddress address) {
    ProviderSchema known = schemas.get(address);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Provider> started = start(address);
    started.ifPresent(
        provider -> {
          schemas.put(address, provider.schema());
          idle.computeIfAbsent(address, missing -> new ArrayDeque<>()).add(provider);
        });
    return started.map(Provider::schema);
  }

  private Optional<Provider> start(ProviderAddress address) {
    Optional<Provider> started = providers.find(address).map(factory -> factory.create());
    started.ifPresent(all::add);
    return started;
  }

  /** A provider that isn't configured, for checks. */
  public synchronized Optional<Provider> unconfigured(ProviderAddress address) {
    return find(address)
        .map(schema -> idle.computeIfAbsent(address, missing -> new ArrayDeque<>()))
        .flatMap(ready -> ready.isEmpty() ? start(address) : Optional.ofNullable(ready.peek()));
  }

  /** Makes a provider ready under the address of a configuration; once. */
  public List<ProviderDiagnostic> configure(
      ProviderConfigAddress address, Value config, CallContext context) {
    Provider provider;
    synchronized (this) {
      if (configured.containsKey(address)) {
        return List.of();
      }
      Provider ready = null;
      Deque<Provider> waiting = idle.get(address.provider());
      if (waiting != null) {
        ready = waiting.poll();
      }
      provider =
          ready != null
              ? ready
              : start(address.provider())
                  .orElseThrow(
                      () -> new IllegalStateException("no provider " + address.provider()));
    }
    List<ProviderDiagnostic> said =
        provider.configure(config, CLIENT_VERSION, CAPABILITIES, context);
    if (said.stream().noneMatch(ProviderDiagnostic::isError)) {
      synchronized (this) {
        configured.put(address, provider);
      }
    }
    return said;
  }

  /** The provider made ready under an address. */
  public synchronized Optional<Provider> configured(ProviderConfigAddress address) {
    return Optional.ofNullable(configured.get(address));
  }

  /** The functions of the language, and those of the providers that a module requires. */
  public Function<ModuleTree, Scope.Functions> functions(Scope.Functions language) {
    return module -> new ProviderFunctions(language, module.module(), this);
  }

  /** Asks all providers to end what they are doing early. */
  public void stop() {
    List<Provider> running;
    synchronized (this) {
      running = List.copyOf(all);
    }
    running.forEach(Provider::stop);
  }

  @Override
  public synchronized void close() {
    all.forEach(Provider::close);
    all.clear();
    idle.clear();
    configured.clear();
  }
}
