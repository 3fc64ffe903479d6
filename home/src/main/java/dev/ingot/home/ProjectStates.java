package dev.ingot.home;

import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.variable.StaticScope;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.state.Environment;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.local.LocalBackend;
import dev.ingot.state.encryption.EncryptionConfiguration;
import dev.ingot.state.encryption.Encryptions;
import dev.ingot.state.program.HostPrograms;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import org.jspecify.annotations.Nullable;

/** Where the states of a project are, and how they are encrypted. */
final class ProjectStates {
  private final Project project;
  private final Project.Options options;
  private @Nullable Encryptions encryption;

  ProjectStates(Project project, Project.Options options) {
    this.project = project;
    this.options = options;
  }

  Backends backends(ModuleConfiguration root) {
    return backends(encryption(root).state());
  }

  Backends backends(StateCipher cipher) {
    return new Backends(
        new StandardBackends(host -> HostAccess.token(project.surroundings(), host)),
        place(cipher));
  }

  /** The backends with the states that a data source reads. */
  Backends remoteBackends(String reader) {
    return backends(encryption(project.root()).remoteState(reader));
  }

  BackendPlace place(StateCipher cipher) {
    return new BackendPlace(
        project.folder(), project.data(), environment(cipher), options.environment());
  }

  StateStore store(ModuleConfiguration root) {
    Backend backend = backends(root).current(root.backend());
    String workspace = project.workspaces().current();
    project
        .log()
        .core(
            Severity.DEBUG,
            "the state is opened",
            Field.of("backend", root.backend().map(block -> block.type()).orElse("local")),
            Field.of("workspace", workspace));
    if (backend instanceof LocalBackend local) {
      if (!workspace.equals(Workspaces.DEFAULT)) {
        // With other backends this would take a request for each command.
        project.workspaces().requireSelected(local.workspaces());
      }
      return local.with(options.files()).store(workspace);
    }
    return backend.store(workspace);
  }

  Environment environment(StateCipher cipher) {
    return new Environment(
        project.clock(),
        project.random(),
        Home.actor(options.environment()),
        options.program(),
        LanguageVersion.TERRAFORM,
        cipher);
  }

  /** Made once, since it takes half a second to make a key of a passphrase. */
  synchronized Encryptions encryption(ModuleConfiguration root) {
    Encryptions known = encryption;
    if (known == null) {
      known =
          root.encryption().isEmpty()
                  && options.environment().getOrDefault("TF_ENCRYPTION", "").isBlank()
              ? Encryptions.NONE
              : EncryptionConfiguration.of(
                  root.encryption(),
                  new StaticScope(
                      root,
                      new VariableSources(
                          project.folder(), options.environment(), options.variables()),
                      project.setting()),
                  place(StateCipher.NONE),
                  new HostPrograms());
      encryption = known;
    }
    return known;
  }
}
