package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.planfile.PlanFile;
import dev.ingot.deploy.planfile.PlanFileException;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.StateSession;
import dev.ingot.storage.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class PlanFileTest {
  private final Workbench bench =
      new Workbench()
          .file(
              "main.tf",
              """
              variable "secret" {
                sensitive = true
              }

              resource "terraform_data" "a" {
                input = { open = "x", hidden = var.secret }
              }

              resource "terraform_data" "b" {
                input = terraform_data.a.output
              }

              output "id" {
                value = "id ${terraform_data.b.id}"
              }
              """)
          .set("secret", Value.of("s3cret"));

  @Test
  void aPlanIsTheSameAfterItWasSaved() {
    Plan plan = bench.planned();
    Plan back = PlanFile.read(PlanFile.write(plan), bench.providers(), "test");
    assertThat(back.changes()).isEqualTo(plan.changes());
    assertThat(back.outputs()).isEqualTo(plan.outputs());
    assertThat(back.variables()).isEqualTo(plan.variables());
    assertThat(back.configuration().contents()).isEqualTo(plan.configuration().contents());
    assertThat(PlanFile.digest(back)).isEqualTo(PlanFile.digest(plan));
  }

  @Test
  void aSavedPlanIsAppliedAlthoughTheFilesHaveChanged() {
    byte[] file = PlanFile.write(bench.planned());
    bench.file("main.tf", "");
    try (StateSession session = bench.open()) {
      Plan plan = PlanFile.read(file, bench.providers(), "test");
      try (ApplySession applying = bench.session(plan, session)) {
        assertThat(applying.run().added()).isEqualTo(2);
      }
    }
    assertThat(bench.stored()).containsExactly("terraform_data.a", "terraform_data.b");
  }

  @Test
  void aStalePlanIsRefused() {
    Plan plan = bench.planned();
    assertThat(bench.apply().diagnostics()).isEmpty();
    try (StateSession session = bench.open()) {
      Result<ApplySession> opened =
          ApplySession.open(
              new ApplyRequest(
                  plan,
                  session,
                  bench.providers(),
                  bench.setting(),
                  Observer.NONE,
                  bench.runner(),
                  bench.cancellation));
      assertThat(opened.hasErrors()).isTrue();
      assertThat(opened.diagnostics().getFirst().summary()).isEqualTo("Saved plan is stale");
    }
  }

  @Test
  void whateverIsChangedInTheFileIsNoticed() {
    Plan planned = bench.planned();
    for (Damage damage : Damage.all(PlanFile.write(planned))) {
      try {
        Plan read = PlanFile.read(damage.content(), bench.providers(), "test");
        // Only what the archive doesn't say twice may differ, and what follows its last entry.
        assertThat(read.changes()).as(damage.what()).isEqualTo(planned.changes());
        assertThat(read.configuration().contents())
            .as(damage.what())
            .isEqualTo(planned.configuration().contents());
      } catch (PlanFileException e) {
        assertThat(e).hasMessageContaining("plan");
      }
    }
  }

  @Test
  void anArchiveThatUnpacksToMoreThanAnyPlanIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (String name : List.of("version", "plan", "configuration")) {
        zip.putNextEntry(new ZipEntry(name));
        for (int megabytes = 0; megabytes < 400; megabytes++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
    }
    assertThatThrownBy(() -> PlanFile.read(bytes.toByteArray(), bench.providers(), "test"))
        .isInstanceOf(PlanFileException.class)
        .hasMessageContaining("larger");
  }

  @Test
  void otherFilesAreNotPlans() {
    assertThatThrownBy(
            () ->
                PlanFile.read(
                    "resource {}".getBytes(StandardCharsets.UTF_8), bench.providers(), "test"))
        .isInstanceOf(PlanFileException.class);
  }
}
