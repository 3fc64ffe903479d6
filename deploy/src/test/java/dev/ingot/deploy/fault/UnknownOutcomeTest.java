package dev.ingot.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.value.Bytes;
import dev.ingot.provider.Providers;
import dev.ingot.state.Action;
import dev.ingot.state.Environments;
import dev.ingot.state.Intent;
import dev.ingot.state.LockRequest;
import dev.ingot.state.RawJson;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A creation that nobody can look up is named by every run until one has shown it to the user. */
final class UnknownOutcomeTest {
  private static final String TYPE = SimulatedProvider.PLAIN;

  private final CrashingStorage disk = CrashingStorage.lasting(new SplittableRandom(1));
  private final SimulatedCloud cloud = new SimulatedCloud();

  private StateSession open() {
    return new LocalStateStore(
            StatePaths.of(Path.of("/deployment/terraform.tfstate")),
            disk,
            new FakeLocks(),
            Environments.fixed())
        .open(LockRequest.of("OperationTypeApply"));
  }

  private Recovery.Settled settled(StateSession session) {
    Faults none = new Faults(1, Set.of());
    Providers providers =
        new Providers(
            Map.of(
                SimulatedProvider.address(TYPE),
                () -> new SimulatedProvider(TYPE, cloud, none, disk::kill, new Cancellation())));
    Setting setting =
        new Setting(
            Path.of("/deployment"),
            Path.of("/deployment"),
            Path.of("/home"),
            "default",
            Environments.fixed().clock(),
            new SplittableRandom(2),
            FunctionTable.standard(),
            1);
    Configuration configuration = Configuration.load(Map.of("main.tf", "")).get();
    return Recovery.settle(session, configuration, Map.of(), providers, setting);
  }

  private void beginACreation() {
    StateSession session = open();
    session.begin(
        new Intent(
            InstanceAddress.parse(TYPE + ".web"),
            Optional.empty(),
            Action.CREATE,
            ProviderConfigAddress.of(SimulatedProvider.address(TYPE)),
            0,
            RawJson.NULL,
            Bytes.EMPTY));
  }

  private static List<String> summaries(Recovery.Settled settled) {
    return settled.diagnostics().stream().map(Diagnostic::summary).toList();
  }

  @Test
  void itIsNamedAgainIfTheProcessDiedBeforeItSaidSo() {
    beginACreation();
    for (int run = 0; run < 3; run++) {
      try (StateSession session = open()) {
        assertThat(summaries(settled(session))).containsExactly("Unknown outcome of a change");
      }
    }
  }

  @Test
  void itIsNamedOnceIfItWasShown() {
    beginACreation();
    try (StateSession session = open()) {
      settled(session).shown(session);
    }
    try (StateSession session = open()) {
      assertThat(summaries(settled(session))).isEmpty();
    }
    assertThat(disk.files()).noneMatch(file -> file.toString().endsWith(".journal"));
  }
}
