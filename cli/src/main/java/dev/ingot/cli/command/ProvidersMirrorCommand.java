package dev.ingot.cli.command;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.deploy.Configuration;
import dev.ingot.home.ProviderSources;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.install.Authentication;
import dev.ingot.provider.install.Installation;
import dev.ingot.provider.install.LockFile;
import dev.ingot.provider.install.MirrorCopy;
import dev.ingot.provider.install.MirrorFolder;
import dev.ingot.provider.install.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ingot providers mirror}. Rules: the recorded behaviour of Terraform 1.11. */
public final class ProvidersMirrorCommand implements Command {
  @Override
  public String synopsis() {
    return "Copy the packages of a configuration's providers to a folder.";
  }

  @Override
  public String arguments() {
    return "FOLDER";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .list("platform", "OS_ARCH", "A platform to copy, such as linux_arm64 (default: this).")
        .onOff("lock-file", "Copy the versions of the lock file (default true).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      return run(invocation, interruption);
    }
  }

  private static int run(Invocation invocation, Interruption interruption)
      throws UsageException, IOException {
    List<String> arguments = invocation.arguments(1);
    if (arguments.isEmpty()) {
      throw new UsageException("providers mirror needs the folder to copy to");
    }
    List<Platform> platforms = ProvidersLockCommand.platforms(invocation.given().list("platform"));
    Path target = invocation.folder().resolve(arguments.getFirst());
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Result<ProviderSources> sources =
        invocation.project().providerSources(List.of(), interruption.cancellation());
    Result<LockFile> lock = LockFile.read(invocation.project().folder());
    if (sources.hasErrors() || lock.hasErrors()) {
      invocation.show(sources.hasErrors() ? sources.diagnostics() : lock.diagnostics());
      return ExitCode.ERROR;
    }
    Lines lines = new Lines(invocation);
    List<Diagnostic> problems;
    try (ProviderSources open = sources.get()) {
      Installation chooser =
          new Installation(open.sources(), open.folder(), Optional.empty(), lines);
      problems =
          new MirrorCopy(open.sources(), chooser, lines)
              .run(
                  ProvidersLockCommand.required(
                      loaded.get().root(), invocation.project().providers().addresses()),
                  invocation.given().on("lock-file", true) ? lock.get() : LockFile.EMPTY,
                  platforms,
                  new MirrorFolder(target));
    }
    invocation.show(problems);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  /** What is printed. */
  private record Lines(Invocation invocation)
      implements MirrorCopy.Progress, Installation.Progress {
    @Override
    public void beginning(ProviderAddress address) {
      invocation.terminal().line("- Mirroring " + address.shortText() + "...");
    }

    @Override
    public void selected(Version version, boolean locked) {
      invocation
          .terminal()
          .line(
              "  - Selected v"
                  + version
                  + (locked ? " to match dependency lock file" : ", the newest that is allowed"));
    }

    @Override
    public void downloading(Platform platform) {
      invocation.terminal().line("  - Downloading package for " + platform + "...");
    }

    @Override
    public void authenticated(Authentication authentication) {
      invocation.terminal().line("  - Package authenticated: " + authentication.text());
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
