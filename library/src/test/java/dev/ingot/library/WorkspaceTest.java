package dev.ingot.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.deploy.Event;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.Home;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Query;
import dev.ingot.release.ReleaseRequest;
import dev.ingot.release.RequestException;
import dev.ingot.state.StateLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  private static final Cancellation NEVER = new Cancellation();

  @TempDir private Path home = Path.of("/");
  @TempDir private Path folder = Path.of("/");
  private final ConcurrentLinkedQueue<WorkspaceEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void writeConfiguration() throws IOException {
    configuration(
        """
        variable "size" {
          type    = number
          default = 2
        }
        resource "terraform_data" "web" {
          count = var.size
          input = "web ${count.index}"
        }
        output "names" {
          value = terraform_data.web[*].output
        }
        """);
  }

  private void configuration(String text) throws IOException {
    Files.writeString(folder.resolve("main.tf"), text);
  }

  private Settings settings() {
    return Settings.ofThisProcess()
        .withEnvironment(Map.of("INGOT_HOME", home.toString(), "HOME", home.toString()))
        .withListener(events::add);
  }

  private Workspace workspace() {
    return Workspace.open(folder, settings());
  }

  @Test
  void whatIsPlannedIsAppliedAndItsOutputsAreGiven() throws IOException {
    Result<Plan> plan = workspace().plan(PlanOptions.NORMAL, NEVER);
    assertThat(plan.get().changes()).hasSize(2);
    assertThat(folder.resolve("terraform.tfstate")).doesNotExist();
    assertThat(workspace().apply(plan.get(), NEVER))
        .isInstanceOfSatisfying(
            ApplyOutcome.Complete.class,
            complete -> {
              assertThat(complete.counts().added()).isEqualTo(2);
              assertThat(complete.outputs().values())
                  .extracting(output -> output.value().text().replaceAll("\\s", ""))
                  .containsExactly("[\"web0\",\"web1\"]");
            });
    assertThat(workspace().outputs()).containsOnlyKeys("names");
    assertThat(events)
        .filteredOn(event -> event instanceof WorkspaceEvent.Deploying(Event.ApplyComplete _))
        .hasSize(2);
  }

  @Test
  void anApplyIsRecordedAsTheCommandsAre() throws IOException {
    workspace().apply(PlanOptions.NORMAL, NEVER);
    try (Ledger ledger = new Home(home, Clock.systemUTC()).ledger()) {
      assertThat(ledger.records(Query.newest(10)))
          .extracting(LedgerRecord::kind)
          .containsExactly("apply.finished", "apply.started");
    }
  }

  @Test
  void aValueOfAVariableCounts() throws IOException {
    Workspace larger = Workspace.open(folder, settings().withVariable("size", "5"));
    assertThat(larger.plan(PlanOptions.NORMAL, NEVER).get().changes()).hasSize(5);
  }

  @Test
  void aPlanForAnotherStateIsNotApplied() throws IOException {
    Plan old = workspace().plan(PlanOptions.NORMAL, NEVER).get();
    workspace().apply(PlanOptions.NORMAL, NEVER);
    assertThat(workspace().apply(old, NEVER)).isInstanceOf(ApplyOutcome.Failed.class);
  }

  @Test
  void errorsAreDiagnosticsWithAPlace() throws IOException {
    configuration("resource \"terraform_data\" \"a\" {\n  input = local.missing\n}\n");
    Result<Plan> plan = workspace().plan(PlanOptions.NORMAL, NEVER);
    assertThat(plan.hasErrors()).isTrue();
    assertThat(plan.diagnostics().getFirst().subject()).isPresent();
    assertThat(workspace().apply(PlanOptions.NORMAL, NEVER).diagnostics())
        .extracting(Diagnostic::summary)
        .isNotEmpty();
  }

  @Test
  void aFolderWithoutAConfigurationIsNotPlannedToBeDestroyed() throws IOException {
    Files.delete(folder.resolve("main.tf"));
    assertThat(workspace().plan(PlanOptions.NORMAL, NEVER).hasErrors()).isTrue();
  }

  @Test
  void aCancelledApplyDoesNothingMoreAndSaysSo() throws IOException {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThat(workspace().apply(PlanOptions.NORMAL, cancelled))
        .isInstanceOf(ApplyOutcome.Cancelled.class);
    assertThat(workspace().outputs()).isEmpty();
  }

  @Test
  void whileOneAppliesAnotherIsToldWhoHoldsTheLock() throws IOException {
    Workspace waiting = workspace();
    Settings watching =
        settings()
            .withListener(
                event -> {
                  if (event instanceof WorkspaceEvent.Deploying(Event.ApplyStart _)) {
                    assertThatThrownBy(() -> waiting.plan(PlanOptions.NORMAL, NEVER))
                        .isInstanceOf(StateLockedException.class);
                    events.add(event);
                  }
                });
    assertThat(Workspace.open(folder, watching).apply(PlanOptions.NORMAL, NEVER))
        .isInstanceOf(ApplyOutcome.Complete.class);
    assertThat(events).hasSize(2);
  }

  @Test
  void aReleaseThatNamesNothingIsRefused() {
    assertThatThrownBy(
            () ->
                workspace()
                    .release(
                        new ReleaseRequest.Rollback(java.util.OptionalLong.of(9), List.of()),
                        NEVER))
        .isInstanceOf(RequestException.class);
  }

  @Test
  void aConfigurationWithoutMachinesIsReleasedAndTakenDown() throws Exception {
    assertThat(workspace().release(new ReleaseRequest.Up(List.of(), "first"), NEVER).isSuccess())
        .isTrue();
    assertThat(workspace().outputs()).containsOnlyKeys("names");
    assertThat(workspace().release(new ReleaseRequest.Down(List.of()), NEVER).isSuccess()).isTrue();
    assertThat(workspace().outputs()).isEmpty();
  }
}
