package dev.ingot.cli.command;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.RequiredProviders;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.view.InitView;
import dev.ingot.cli.view.InitView.Step;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.ProviderSources;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.Providers;
import dev.ingot.provider.install.Authentication;
import dev.ingot.provider.install.Installation;
import dev.ingot.provider.install.LockFile;
import dev.ingot.provider.install.PackageHash;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.RequiredProvider;
import dev.ingot.state.ResourceState;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The part of {@code init} that installs providers. Rules: the recorded behaviour of Terraform. */
final class InitProviders implements Installation.Progress {
  /** Stands for the problems of providers that were not installed after an interrupt. */
  static final Diagnostic INTERRUPTED =
      Diagnostic.error(
          "Interrupted",
          "Not all providers were fetched. Run the same command again to fetch the rest.");

  private final Invocation invocation;
  private final Flags.Given given;
  private final InitView view;
  private final Cancellation cancellation;
  private final String product;
  private final List<ProviderAddress> installed = new ArrayList<>();
  private boolean signedByOthers;

  InitProviders(
      Invocation invocation, Flags.Given given, InitView view, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.invocation = invocation;
    this.given = given;
    this.view = view;
    this.product = invocation.wording().product();
  }

  /** Turns Ctrl-C into the end of downloads. */
  static Interruption interruption(Terminal terminal) {
    return new Interruption(
        () -> terminal.notice("Stopping: downloads are cancelled."),
        () -> terminal.error("Ended before the downloads had stopped."));
  }

  /** Installs what a configuration and its state need; what went wrong, if anything. */
  List<Diagnostic> run(ModuleTree root) throws IOException {
    NavigableSet<String> needed = RequiredProviders.sources(root);
    needed.addAll(stored(root));
    List<Diagnostic> problems = new ArrayList<>();
    List<RequiredProvider> external = new ArrayList<>();
    Providers available = invocation.project().providers();
    for (String source : needed) {
      ProviderAddress address = ProviderAddress.parse(source);
      if (available.addresses().contains(address)) {
        if (RequiredProviders.constraints(root, source).isEmpty()) {
          view.provider(address + " is built in to " + product);
        } else {
          problems.add(
              Diagnostic.error(
                  "Invalid dependency on built-in provider",
                  "Cannot use "
                      + address
                      + ": built-in providers do not support explicit version constraints."));
        }
      } else if (address.isBuiltIn()) {
        problems.add(
            Diagnostic.error(
                "Invalid dependency on built-in provider",
                "Cannot use "
                    + address
                    + ": this "
                    + product
                    + " release has no built-in provider named \""
                    + address.type()
                    + "\"."));
      } else {
        external.add(new RequiredProvider(address, RequiredProviders.constraints(root, source)));
      }
    }
    boolean locked = Files.exists(invocation.project().folder().resolve(LockFile.NAME));
    if (problems.isEmpty() && (locked || !external.isEmpty())) {
      problems.addAll(install(external));
    }
    return problems;
  }

  /** The providers of all that is stored; a state that can't be read is reported by others. */
  private Set<String> stored(ModuleTree root) {
    Set<String> stored = new TreeSet<>();
    try {
      for (ResourceState resource :
          invocation.project().store(root.module()).read().state().resources().values()) {
        stored.add(resource.provider().provider().toString());
      }
    } catch (StateException e) {
      return Set.of();
    }
    return stored;
  }

  private List<Diagnostic> install(List<RequiredProvider> required) throws IOException {
    Result<ProviderSources> sources =
        invocation.project().providerSources(given.list("plugin-dir"), cancellation);
    Result<LockFile> before = LockFile.read(invocation.project().folder());
    if (sources.hasErrors() || before.hasErrors()) {
      return sources.hasErrors() ? sources.diagnostics() : before.diagnostics();
    }
    view.diagnostics(sources.diagnostics());
    List<RequiredProvider> managed =
        required.stream()
            .filter(each -> !sources.get().unmanaged().contains(each.address()))
            .toList();
    Installation.Outcome outcome;
    try (ProviderSources open = sources.get()) {
      outcome =
          new Installation(open.sources(), open.folder(), open.cache(), this)
              .install(managed, before.get(), given.on("upgrade"));
    }
    if (!outcome.problems().isEmpty()) {
      return outcome.problems();
    }
    if (signedByOthers) {
      view.step(
          Step.SIGNING,
          "Partner and community providers are signed by their developers.\nIf you'd like to know"
              + " more about provider signing, you can read about it here:\n"
              + "https://developer.hashicorp.com/terraform/cli/plugins/signing");
    }
    return record(before.get(), outcome.lock());
  }

  private List<Diagnostic> record(LockFile before, LockFile after) throws IOException {
    if (after.equals(before)) {
      return List.of();
    }
    if (given.text("lockfile").filter("readonly"::equals).isPresent()) {
      return List.of(
          Diagnostic.error(
              "Provider dependency changes detected",
              "Changes to the required provider dependencies were detected, but the lock file is"
                  + " read-only. To use and record these requirements, run \""
                  + invocation.wording().program()
                  + " init\" without the \"-lockfile=readonly\" flag."));
    }
    after.write(invocation.project().folder());
    view.step(
        Step.LOCK,
        before.providers().isEmpty()
            ? product
                + " has created a lock file .terraform.lock.hcl to record the provider\nselections"
                + " it made above. Include this file in your version control repository\nso that "
                + product
                + " can guarantee to make the same selections by default when\nyou run \""
                + invocation.wording().program()
                + " init\" in the future.\n"
            : product
                + " has made some changes to the provider dependency selections recorded\nin the"
                + " .terraform.lock.hcl file. Review those changes and commit them to your\nversion"
                + " control system if they represent changes you intended to make.");
    incomplete(after);
    return List.of();
  }

  /** Warns of choices whose packages for other platforms can't be told. */
  private void incomplete(LockFile lock) {
    List<String> names =
        installed.stream()
            .filter(
                address ->
                    lock.find(address).orElseThrow().hashes().stream()
                        .allMatch(PackageHash::isOfFiles))
            .map(ProviderAddress::shortText)
            .toList();
    if (!names.isEmpty()) {
      view.diagnostics(
          List.of(
              Diagnostic.warning(
                  "Incomplete lock file information for providers",
                  "Due to your customized provider installation methods, "
                      + product
                      + " was forced to calculate lock file checksums locally for the following"
                      + " providers:\n  - "
                      + String.join("\n  - ", names)
                      + "\n\nThe current .terraform.lock.hcl file only includes checksums for "
                      + Platform.ofHost()
                      + ", so "
                      + product
                      + " running on another platform will fail to install these providers.\n\nTo"
                      + " calculate additional checksums for another platform, run:\n  "
                      + invocation.wording().program()
                      + " providers lock -platform=linux_amd64\n(where linux_amd64 is the platform"
                      + " to generate)")));
    }
  }

  @Override
  public void finding(ProviderAddress address, String constraints) {
    view.provider(
        constraints.isEmpty()
            ? "Finding latest version of " + address.shortText() + "..."
            : "Finding " + address.shortText() + " versions matching \"" + constraints + "\"...");
  }

  @Override
  public void reusing(ProviderAddress address) {
    view.provider(
        "Reusing previous version of " + address.shortText() + " from the dependency lock file");
  }

  @Override
  public void present(ProviderAddress address, Version version) {
    view.provider("Using previously-installed " + address.shortText() + " v" + version);
  }

  @Override
  public void installing(ProviderAddress address, Version version) {
    view.provider("Installing " + address.shortText() + " v" + version + "...");
  }

  @Override
  public void cached(ProviderAddress address, Version version) {
    installed.add(address);
    view.provider(
        "Using " + address.shortText() + " v" + version + " from the shared cache directory");
  }

  @Override
  public void installed(ProviderAddress address, Version version, Authentication authentication) {
    installed.add(address);
    signedByOthers |= authentication instanceof Authentication.Signed signed && signed.isByOthers();
    view.provider(
        "Installed " + address.shortText() + " v" + version + " (" + authentication.text() + ")");
  }
}
