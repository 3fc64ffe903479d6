package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.process.Program;
import dev.ingot.provider.process.ProgramEnvironment;
import dev.ingot.provider.process.ProviderProcess;
import dev.ingot.provider.process.Reattachment;
import dev.ingot.provider.protocol.SchemaCache;
import dev.ingot.storage.log.CommandLog;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The providers that a configuration can use besides those in this program: what a developer runs,
 * what is under development, else what the lock file chose and {@code init} installed. A package
 * that isn't the one that was chosen is refused.
 */
public final class InstalledProviders {
  private final Surroundings surroundings;
  private final Result<Map<ProviderAddress, Reattachment>> reattached;
  private final Result<CliConfiguration> cli;
  private final Result<LockFile> lock;

  /**
   * Where things are.
   *
   * @param folder of the configuration, with the lock file
   * @param data where packages are installed
   * @param home the user's home
   * @param cache what is kept of packages, for this user only
   * @param temporary where sockets' folders are made; a short path
   * @param random where the serial numbers of certificates come from
   * @param log of the command, if the user asked for one
   */
  public record Surroundings(
      Path folder,
      Path data,
      Path home,
      Path cache,
      Path temporary,
      Map<String, String> environment,
      RandomGenerator random,
      CommandLog log) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }
  }

  private InstalledProviders(
      Surroundings surroundings,
      Result<Map<ProviderAddress, Reattachment>> reattached,
      Result<CliConfiguration> cli,
      Result<LockFile> lock) {
    this.surroundings = surroundings;
    this.reattached = reattached;
    this.cli = cli;
    this.lock = lock;
  }

  /** Reads what was chosen. What can't be read is reported by the providers it concerns. */
  public static InstalledProviders read(Surroundings surroundings) {
    return new InstalledProviders(
        surroundings,
        Reattachment.read(surroundings.environment()),
        CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment()),
        LockFile.read(surroundings.folder()));
  }

  /** What makes a provider; empty if it isn't installed. */
  public Optional<ProviderFactory> find(ProviderAddress address) {
    if (reattached.hasErrors()) {
      return Optional.of(failing(reattached.diagnostics()));
    }
    Reattachment running = reattached.get().get(address);
    if (running != null) {
      return Optional.of(() -> ProviderProcess.of(running));
    }
    if (cli.hasErrors()) {
      return Optional.of(failing(cli.diagnostics()));
    }
    Path override = cli.get().overrides().get(address);
    if (override != null) {
      return Optional.of(() -> program(address, override, SchemaCache.NONE));
    }
    if (lock.hasErrors()) {
      return Optional.of(failing(lock.diagnostics()));
    }
    Optional<LockedProvider> choice = lock.get().find(address);
    ProviderFolder installed = ProviderFolder.in(surroundings.data(), Platform.ofHost());
    return choice.flatMap(
        chosen ->
            installed
                .find(address, chosen.version())
                .map(folder -> () -> verified(chosen, folder)));
  }

  /**
   * Why the lock file has no choice that will do; empty if it has, or where it doesn't matter: for
   * what a developer runs or what is under development, and after errors reported elsewhere.
   */
  public Optional<String> inconsistency(RequiredProvider required) {
    ProviderAddress address = required.address();
    if (reattached.hasErrors()
        || cli.hasErrors()
        || lock.hasErrors()
        || reattached.get().containsKey(address)
        || cli.get().overrides().containsKey(address)) {
      return Optional.empty();
    }
    Optional<LockedProvider> choice = lock.get().find(address);
    if (choice.isEmpty()) {
      return Optional.of(
          "provider " + address + ": required by this configuration but no version is selected");
    }
    return required.allows(choice.get().version())
        ? Optional.empty()
        : Optional.of(
            "provider "
                + address
                + ": locked version selection "
                + choice.get().version()
                + " doesn't match the updated version constraints \""
                + required.text()
                + "\"");
  }

  /** Whether nothing was chosen yet. */
  public boolean nothingChosen() {
    return lock.value().map(chosen -> chosen.providers().isEmpty()).orElse(true);
  }

  private static ProviderFactory failing(List<Diagnostic> diagnostics) {
    Diagnostic first = diagnostics.getFirst();
    return () -> {
      throw new ProviderException(first.summary() + ": " + first.detail());
    };
  }

  private dev.ingot.provider.Provider verified(LockedProvider chosen, Path folder) {
    VerifiedPackages packages = new VerifiedPackages(surroundings.cache());
    PackageHash hash;
    try {
      hash = packages.hash(folder);
    } catch (IOException e) {
      throw new ProviderException("its package cannot be read: " + e.getMessage());
    }
    if (!chosen.hashes().isEmpty() && !chosen.hashes().contains(hash)) {
      throw new ProviderException(
          "the package in "
              + folder
              + " does not match any of the checksums recorded in "
              + LockFile.NAME
              + ". Run ingot init to install the package that was chosen.");
    }
    return program(chosen.address(), folder, SchemaFile.of(surroundings.cache(), hash));
  }

  private dev.ingot.provider.Provider program(
      ProviderAddress address, Path folder, SchemaCache cache) {
    Path file;
    try {
      file = ProviderFolder.program(folder, address).toAbsolutePath();
    } catch (IOException e) {
      throw new ProviderException("its program cannot be found: " + e.getMessage());
    }
    surroundings
        .log()
        .core(
            Severity.DEBUG,
            "a provider is used",
            Field.of("provider", address),
            Field.of("program", file));
    return ProviderProcess.of(
        new Program(
            String.valueOf(file.getFileName()),
            file,
            ProgramEnvironment.of(file, surroundings.environment()),
            surroundings.temporary(),
            surroundings.log()),
        cache,
        surroundings.random());
  }
}
