package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderDiagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads data sources. */
public final class DataReader {
  private final Observer observer;

  /**
   * @param observer receives reads
   */
  public DataReader(Observer observer) {
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
      GuardedProvider provider,
      Value config,
      Diagnostics diagnostics) {
    CallSubject subject = CallSubject.declared(address, resource);
    Optional<List<ProviderDiagnostic>> faults =
        provider.validate(ResourceMode.DATA, type, config, subject, diagnostics);
    if (faults.isEmpty() || !subject.report(faults.get(), diagnostics)) {
      return Optional.empty();
    }
    observer.on(new Event.ReadStart(address));
    long start = System.nanoTime();
    Optional<Value> read = provider.readData(type, config, subject, diagnostics);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (read.isEmpty()) {
      observer.on(new Event.ReadErrored(address, elapsed));
      return Optional.empty();
    }
    if (read.get().isNull() || !Values.isWhollyKnown(read.get())) {
      diagnostics.error(
          "Provider produced invalid object",
          "The provider returned an object for "
              + address
              + " that is "
              + (read.get().isNull() ? "null." : "not wholly known.")
              + " This is a bug in the provider, which should be reported in the provider's own"
              + " issue tracker.",
          resource.declaration());
      return Optional.empty();
    }
    // Whether it is what was configured is not checked: providers fill in what was left out.
    observer.on(new Event.ReadComplete(address, ObjectReader.id(read.get()), elapsed));
    return read;
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
}
