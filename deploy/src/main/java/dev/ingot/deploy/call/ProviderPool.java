package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.mock.Substitutes;
import dev.ingot.deploy.reference.Schemas;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.Providers;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The providers of one run: started when they are needed, one for each configuration, all ended
 * together. Only callers that need a provider wait for it. Safe for use by several threads.
 */
public final class ProviderPool implements Schemas, AutoCloseable {
  private final Providers providers;
  private final CallGuard guard;
  private final Substitutes substitutes;
  private final Cancellation.Registration registration;
  private final ConcurrentMap<ProviderAddress, Slot> slots = new ConcurrentHashMap<>();
  private final ConcurrentMap<ProviderConfigAddress, Ready> ready = new ConcurrentHashMap<>();
  private final Queue<Provider> started = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, ResourceType> types = new ConcurrentHashMap<>();

  /** What is known of a provider. */
  private static final class Slot {
    final ReentrantLock checking = new ReentrantLock();
    final ReentrantLock lock = new ReentrantLock();
    final Deque<GuardedProvider> idle = new ArrayDeque<>();
    volatile Optional<ProviderSchema> schema = Optional.empty();
    Optional<Diagnostic> problem = Optional.empty();
    boolean asked;
    boolean anew;
  }

  /** A provider made ready under one configuration, or being made ready. */
  private static final class Ready {
    final ReentrantLock lock = new ReentrantLock();
    volatile Optional<GuardedProvider> provider = Optional.empty();
    boolean failed;
  }

  /** Whose calls are neither cancelled nor limited in number. */
  public ProviderPool(Providers providers) {
    this(providers, Integer.MAX_VALUE, new Cancellation());
  }

  /**
   * @param parallelism how many calls run at once
   * @param cancellation asks the calls to end early
   */
  public ProviderPool(Providers providers, int parallelism, Cancellation cancellation) {
    this(providers, parallelism, cancellation, CallLimits.STANDARD);
  }

  /** The same in a test, in which something may stand in for providers and objects. */
  public ProviderPool(
      Providers providers, int parallelism, Cancellation cancellation, Substitutes substitutes) {
    this(providers, parallelism, cancellation, CallLimits.STANDARD, substitutes);
  }

  /** The same with other limits. */
  public ProviderPool(
      Providers providers, int parallelism, Cancellation cancellation, CallLimits limits) {
    this(providers, parallelism, cancellation, limits, Substitutes.NONE);
  }

  private ProviderPool(
      Providers providers,
      int parallelism,
      Cancellation cancellation,
      CallLimits limits,
      Substitutes substitutes) {
    this.providers = providers;
    this.substitutes = substitutes;
    this.guard = new CallGuard(new Throttle(parallelism, cancellation), cancellation, limits);
    this.registration = cancellation.onCancel(this::stop);
  }

  /** What limits how many calls run at once. */
  public Throttle throttle() {
    return guard.throttle();
  }

  @Override
  public Optional<ProviderSchema> find(ProviderAddress address) {
    Slot slot = slot(address);
    return slot.schema.isPresent()
        ? slot.schema
        : idle(slot, address, false).map(GuardedProvider::schema);
  }

  @Override
  public Optional<ResourceTypeSchema> resource(
      ProviderAddress address, ResourceMode mode, String type) {
    Optional<ResourceTypeSchema> known = Schemas.super.resource(address, mode, type);
    return known.isPresent() || !isDescribedAnew(address)
        ? known
        : Schemas.super.resource(address, mode, type);
  }

  /**
   * Whether a provider that lacks something describes itself in another way now; it is asked once.
   */
  private boolean isDescribedAnew(ProviderAddress address) {
    Slot slot = slot(address);
    slot.lock.lock();
    try {
      GuardedProvider idle = slot.idle.peek();
      if (slot.asked || idle == null) {
        return slot.anew;
      }
      slot.asked = true;
      Optional<ProviderSchema> schema = idle.describedAnew();
      if (schema.isPresent()) {
        slot.schema = schema;
        slot.idle.poll();
        slot.idle.addFirst(idle.described(schema.get()));
        slot.anew = true;
      }
      return slot.anew;
    } finally {
      slot.lock.unlock();
    }
  }

  /** A resource type, made once; empty if the provider doesn't have it. */
  public Optional<ResourceType> type(ProviderAddress provider, ResourceMode mode, String name) {
    String key = provider + " " + mode + " " + name;
    ResourceType known = types.get(key);
    return known != null
        ? Optional.of(known)
        : resource(provider, mode, name)
            .map(found -> types.computeIfAbsent(key, missing -> new ResourceType(name, found)));
  }

  private Slot slot(ProviderAddress address) {
    return slots.computeIfAbsent(address, missing -> new Slot());
  }

  /** Why a provider that there is can't be used; empty where nothing is known against it. */
  public Optional<Diagnostic> problem(ProviderAddress address) {
    Slot slot = slot(address);
    slot.lock.lock();
    try {
      return slot.problem;
    } finally {
      slot.lock.unlock();
    }
  }

  /** Whether a mock stands in for the provider of a configuration. */
  boolean isMocked(ProviderConfigAddress address) {
    return substitutes.mock(address).isPresent();
  }

  /** Checks a configuration, one of each provider at a time. */
  void check(
      ProviderConfigAddress address, Value config, CallSubject subject, Diagnostics diagnostics) {
    Slot slot = slot(address.provider());
    slot.checking.lock();
    try {
      boolean _ =
          unconfigured(address.provider())
              .map(provider -> provider.validateConfig(config, subject, diagnostics))
              .orElse(false);
    } finally {
      slot.checking.unlock();
    }
  }

  /** A provider that isn't configured, for checks. */
  public Optional<GuardedProvider> unconfigured(ProviderAddress address) {
    return idle(slot(address), address, false);
  }

  /**
   * A provider that isn't configured, started if there is none; empty if it can't be.
   *
   * @param taken whether it goes to the caller for good
   */
  private Optional<GuardedProvider> idle(Slot slot, ProviderAddress address, boolean taken) {
    slot.lock.lock();
    try {
      if (slot.idle.isEmpty() && slot.problem.isEmpty()) {
        providers.find(address).ifPresent(factory -> start(slot, address, factory));
      }
      return Optional.ofNullable(taken ? slot.idle.poll() : slot.idle.peek());
    } finally {
      slot.lock.unlock();
    }
  }

  private void start(Slot slot, ProviderAddress address, ProviderFactory factory) {
    CallGuard.Attempt<GuardedProvider> attempt =
        guard.attempt(
            Call.SCHEMA,
            address.isBuiltIn(),
            () -> {
              Provider provider = factory.create();
              started.add(provider);
              ProviderSchema schema =
                  slot.schema
                      .filter(known -> known.capabilities().getProviderSchemaOptional())
                      .orElseGet(provider::schema);
              // It may be third-party code: it isn't checked for nulls.
              return schema == null
                  ? null
                  : new GuardedProvider(
                      address,
                      provider,
                      schema,
                      guard,
                      new StandIns(substitutes, Optional.empty()));
            });
    switch (attempt) {
      case CallGuard.Attempt.Answered<GuardedProvider>(GuardedProvider provider) -> {
        slot.schema = Optional.of(provider.schema());
        slot.idle.add(provider);
      }
      case CallGuard.Attempt.Failed<GuardedProvider>(String why, boolean _) ->
          slot.problem = Optional.of(unusable(address, why));
      case CallGuard.Attempt.TooLong<GuardedProvider>(var limit) ->
          slot.problem =
              Optional.of(
                  unusable(address, "it did not start within " + limit.toSeconds() + " seconds"));
      case CallGuard.Attempt.GivenUp<GuardedProvider>() ->
          slot.problem = Optional.of(unusable(address, "the run was cancelled while it started"));
    }
  }

  private static Diagnostic unusable(ProviderAddress address, String why) {
    return Diagnostic.error(
        "Provider could not be started",
        "The provider " + address + " could not be started: " + why);
  }

  /**
   * Checks a configuration and makes a provider ready under its address; once. What is wrong is
   * reported the first time.
   */
  boolean configure(
      ProviderConfigAddress address, Value config, CallSubject subject, Diagnostics diagnostics) {
    Ready entry = ready.computeIfAbsent(address, missing -> new Ready());
    entry.lock.lock();
    try {
      if (entry.provider.isPresent() || entry.failed) {
        return entry.provider.isPresent();
      }
      Slot slot = slot(address.provider());
      Optional<Mock> mock = substitutes.mock(address);
      if (mock.isPresent()) {
        entry.provider = unconfigured(address.provider()).map(found -> found.mocked(mock.get()));
        entry.failed = entry.provider.isEmpty();
        return !entry.failed;
      }
      Optional<GuardedProvider> provider = idle(slot, address.provider(), true);
      if (provider.isEmpty()) {
        slot.problem.ifPresent(diagnostics::add);
      }
      // Both on the one that nobody else has: not every provider can be asked to check one
      // configuration while it takes another.
      boolean good =
          provider
              .map(
                  found ->
                      found.validateConfig(config, subject, diagnostics)
                          && found.configure(config, subject, diagnostics))
              .orElse(false);
      entry.failed = !good;
      entry.provider = good ? provider : Optional.empty();
      return good;
    } finally {
      entry.lock.unlock();
    }
  }

  /**
   * The provider made ready under an address, made ready with an empty configuration where it has
   * none: what only the state knows needs no more. Empty where that doesn't work, which is
   * reported.
   */
  public Optional<GuardedProvider> configuredOrDefault(
      ProviderConfigAddress address, Diagnostics diagnostics) {
    Optional<GuardedProvider> known = configured(address);
    if (known.isPresent() || address.alias().isPresent()) {
      return known;
    }
    Optional<ProviderSchema> schema = find(address.provider());
    if (schema.isPresent()) {
      configure(
          address,
          schema.get().provider().emptyValue(),
          new CallSubject(address.toString(), Optional.empty(), false),
          diagnostics);
    }
    return configured(address);
  }

  /** The provider made ready under an address. */
  public Optional<GuardedProvider> configured(ProviderConfigAddress address) {
    Ready entry = ready.get(address);
    return entry == null ? Optional.empty() : entry.provider;
  }

  /** The functions of the language, and those of the providers that a module requires. */
  public Function<ModuleTree, Scope.Functions> functions(Scope.Functions language) {
    return module -> new ProviderFunctions(language, module.module(), this);
  }

  /** Asks all providers to end what they are doing early. */
  public void stop() {
    started.forEach(provider -> Thread.ofVirtual().start(() -> guard.end(provider::stop)));
  }

  @Override
  public void close() {
    registration.close();
    List<Provider> all = List.copyOf(started);
    new Throttle(Math.max(1, all.size()), new Cancellation())
        .forEach(all.size(), index -> guard.end(all.get(index)::close));
    started.clear();
    guard.close();
  }
}
