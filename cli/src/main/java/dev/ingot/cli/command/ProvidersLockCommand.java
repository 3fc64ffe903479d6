package dev.ingot.cli.command;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.RequiredProviders;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.home.ProviderSources;
import dev.ingot.lang.Result;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.install.AddressPatterns;
import dev.ingot.provider.install.Authentication;
import dev.ingot.provider.install.FilesystemMirror;
import dev.ingot.provider.install.Installation;
import dev.ingot.provider.install.LockFile;
import dev.ingot.provider.install.LockUpdate;
import dev.ingot.provider.install.LockedProvider;
import dev.ingot.provider.install.PackageHash;
import dev.ingot.provider.install.PackageSource;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.RequiredProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot providers lock}. Rules: the recorded behaviour of Terraform 1.11. */
public final class ProvidersLockCommand implements Command {
  @Override
  public String synopsis() {
    return "Record the checksums of providers' packages for several platforms.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .list("platform", "OS_ARCH", "A platform to record, such as linux_arm64 (default: this).")
        .list("fs-mirror", "FOLDER", "Take the packages from this folder.")
        .text("net-mirror", "URL", "Take the packages from this mirror, which is asked by HTTPS.")
        .onOff("enable-plugin-cache", "Take packages from the plugin cache where it has them.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      return run(invocation, interruption);
    }
  }

  private static int run(Invocation invocation, Interruption interruption)
      throws UsageException, IOException {
    invocation.arguments(0);
    List<Platform> platforms = platforms(invocation.given().list("platform"));
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Flags.Given given = invocation.given();
    Optional<String> mirror = given.text("net-mirror");
    if (mirror.isPresent() && !given.list("fs-mirror").isEmpty()) {
      throw new UsageException(
          "The -fs-mirror and -net-mirror command line options are mutually-exclusive.");
    }
    Result<ProviderSources> sources =
        mirror.isPresent()
            ? invocation.project().mirrorSources(mirror.get(), interruption.cancellation())
            : invocation
                .project()
                .providerSources(given.list("fs-mirror"), interruption.cancellation());
    Result<LockFile> lock = LockFile.read(invocation.project().folder());
    if (sources.hasErrors() || lock.hasErrors()) {
      invocation.show(sources.hasErrors() ? sources.diagnostics() : lock.diagnostics());
      return ExitCode.ERROR;
    }
    Lines lines = new Lines(invocation);
    List<RequiredProvider> required =
        required(loaded.get().root(), invocation.project().providers().addresses());
    Installation.Outcome outcome;
    try (ProviderSources open = sources.get()) {
      Installation chooser =
          new Installation(open.sources(), open.folder(), Optional.empty(), lines);
      List<PackageSource> packages = new ArrayList<>();
      if (given.on("enable-plugin-cache")) {
        open.cache()
            .map(cache -> new FilesystemMirror(cache.folder().folder(), AddressPatterns.ALL))
            .ifPresent(packages::add);
      }
      packages.addAll(open.sources());
      outcome = new LockUpdate(packages, chooser, lines).run(required, lock.get(), platforms);
    }
    if (!outcome.problems().isEmpty()) {
      boolean interrupted = interruption.isInterrupted();
      invocation.show(interrupted ? List.of(InitProviders.INTERRUPTED) : outcome.problems());
      return interrupted ? ExitCode.INTERRUPTED : ExitCode.ERROR;
    }
    lines.summary(required, lock.get(), outcome.lock(), platforms);
    if (!outcome.lock().equals(lock.get())) {
      outcome.lock().write(invocation.project().folder());
    }
    return ExitCode.OK;
  }

  static List<Platform> platforms(List<String> named) throws UsageException {
    List<Platform> platforms = new ArrayList<>();
    for (String each : named) {
      int underscore = each.indexOf('_');
      if (underscore < 1 || !each.matches("[a-z0-9]+_[a-z0-9]+")) {
        throw new UsageException(
            "-platform="
                + each
                + " is not an operating system and an architecture, such as"
                + " linux_amd64");
      }
      platforms.add(new Platform(each.substring(0, underscore), each.substring(underscore + 1)));
    }
    return platforms.isEmpty() ? List.of(Platform.ofHost()) : platforms;
  }

  static List<RequiredProvider> required(ModuleTree root, java.util.Set<ProviderAddress> builtIn) {
    List<RequiredProvider> required = new ArrayList<>();
    for (String source : RequiredProviders.sources(root)) {
      ProviderAddress address = ProviderAddress.parse(source);
      if (!builtIn.contains(address) && !address.isBuiltIn()) {
        required.add(new RequiredProvider(address, RequiredProviders.constraints(root, source)));
      }
    }
    return required;
  }

  /** What is printed. */
  private record Lines(Invocation invocation)
      implements Installation.Progress, LockUpdate.Progress {
    private void line(String text) {
      invocation.terminal().line(text);
    }

    @Override
    public void fetching(ProviderAddress address, Version version, Platform platform) {
      line("- Fetching " + address.shortText() + " " + version + " for " + platform + "...");
    }

    @Override
    public void retrieved(
        ProviderAddress address,
        Version version,
        Platform platform,
        Authentication authentication) {
      line(
          "- Retrieved "
              + address.shortText()
              + " "
              + version
              + " for "
              + platform
              + " ("
              + authentication.text()
              + ")");
    }

    void summary(
        List<RequiredProvider> required,
        LockFile before,
        LockFile after,
        List<Platform> platforms) {
      for (RequiredProvider each : required) {
        List<PackageHash> known =
            before.find(each.address()).map(LockedProvider::hashes).orElse(List.of());
        List<PackageHash> now =
            after.find(each.address()).map(LockedProvider::hashes).orElse(List.of());
        String what =
            known.isEmpty()
                ? "This was a new provider and the checksums for this platform are now tracked in"
                    + " the lock file"
                : known.containsAll(now)
                    ? "All checksums for this platform were already tracked in the lock file"
                    : "Additional checksums for this platform are now tracked in the lock file";
        for (Platform platform : platforms) {
          line(
              "- Obtained "
                  + each.address().shortText()
                  + " checksums for "
                  + platform
                  + "; "
                  + what);
        }
      }
      String product = invocation.wording().product();
      line(
          after.equals(before)
              ? "\nSuccess! "
                  + product
                  + " has validated the lock file and found no need for changes."
              : "\nSuccess! "
                  + product
                  + " has updated the lock file.\n\nReview the changes in .terraform.lock.hcl and"
                  + " then commit to your\nversion control system to retain the new checksums.\n");
    }

    @Override
    public void finding(ProviderAddress address, String constraints) {}

    @Override
    public void reusing(ProviderAddress address) {}

    @Override
    public void cached(ProviderAddress address, Version version) {}

    @Override
    public void present(ProviderAddress address, Version version) {}

    @Override
    public void installing(ProviderAddress address, Version version) {}

    @Override
    public void installed(
        ProviderAddress address, Version version, Authentication authentication) {}
  }
}
