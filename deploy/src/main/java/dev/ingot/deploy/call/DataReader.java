package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ReadDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads data sources. */
public final class DataReader {
  private final Throttle throttle;
  private final CallContext calls;
  private final Observer observer;

  /**
   * @param observer is told of what is read
   */
  public DataReader(Throttle throttle, CallContext calls, Observer observer) {
    this.throttle = throttle;
    this.calls = calls;
    this.observer = observer;
  }

  /**
   * What a data source says; empty after an error.
   *
   * @param config wholly known, without marks
   */
  public Optional<Value> read(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      Provider provider,
      Value config,
      Diagnostics diagnostics) {
    try {
      boolean good = true;
      for (ProviderDiagnostic said :
          provider.validateDataSourceConfig(type.name(), config, calls)) {
        good &= report(said, address, resource, diagnostics);
      }
      if (!good) {
        return Optional.empty();
      }
      observer.on(new Event.ReadStart(address));
      long start = System.nanoTime();
      ReadDataSource.Response response =
          throttle.call(
              () ->
                  provider.readDataSource(
                      new ReadDataSource.Request(
                          type.name(), config, Values.NULL, ProviderPool.CAPABILITIES),
                      calls));
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      for (ProviderDiagnostic said : response.diagnostics()) {
        good &= report(said, address, resource, diagnostics);
      }
      if (!good) {
        observer.on(new Event.ReadErrored(address, elapsed));
        return Optional.empty();
      }
      List<String> wrong = Conformity.applied(Conformity.configured(config), response.value());
      if (response.value().isNull()
          || !Values.isWhollyKnown(response.value())
          || !wrong.isEmpty()) {
        diagnostics.error(
            "Provider produced invalid object",
            "The provider returned an object for "
                + address
                + " that is not what was asked for"
                + (wrong.isEmpty() ? "." : ": " + String.join("; ", wrong) + "."),
            resource.declaration());
        return Optional.empty();
      }
      observer.on(new Event.ReadComplete(address, ObjectReader.id(response.value()), elapsed));
      return Optional.of(response.value());
    } catch (ProviderException e) {
      diagnostics.error(
          "Failed to read " + address,
          "The provider did not answer: " + e.getMessage(),
          resource.declaration());
      return Optional.empty();
    }
  }

  /** The first error, in one line; empty where there is none. */
  public static Optional<String> problem(Diagnostics diagnostics) {
    return diagnostics.list().stream()
        .filter(Diagnostic::isError)
        .map(
            error ->
                error.detail().isEmpty()
                    ? error.summary()
                    : error.summary() + ": " + error.detail())
        .findFirst();
  }

  private static boolean report(
      ProviderDiagnostic said,
      InstanceAddress address,
      ResourceConfiguration resource,
      Diagnostics diagnostics) {
    diagnostics.add(
        ProviderDiagnostics.of(said, resource.body(), resource.declaration(), address.toString()));
    return !said.isError();
  }
}
