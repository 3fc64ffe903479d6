package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.document.EventDocument;
import dev.ingot.deploy.document.EventText;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.planfile.PlanFile;
import dev.ingot.lang.value.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Nothing ephemeral is in what outlives the run, nor in what is shown of it. */
final class EphemeralSecrecyTest {
  private static final List<String> SECRETS = List.of("token-a", "s3cret", "wr1tten");

  private static Workbench bench() {
    return new Workbench()
        .fake(
            """
            variable "given" {
              ephemeral = true
            }
            ephemeral "fake_token" "t" {
              name = "a"
              lifecycle {
                postcondition {
                  condition     = self.token == var.given || self.token != ""
                  error_message = "it is ${self.token}"
                }
              }
            }
            locals {
              both = "${ephemeral.fake_token.t.token}/${var.given}"
            }
            provider "fake" {
              alias  = "late"
              region = local.both
            }
            module "inner" {
              source = "./inner"
              token  = local.both
            }
            resource "fake_thing" "it" {
              provider = fake.late
              name     = "it"
              password = module.inner.token
              login {
                user     = "root"
                password = "wr1tten"
              }
            }
            resource "terraform_data" "it" {
              input = ephemeralasnull(local.both)
              provisioner "local-exec" {
                command     = "true ${local.both}"
                environment = { TOKEN = local.both }
              }
            }
            output "it" {
              value = ephemeralasnull(module.inner.token)
            }
            check "it" {
              assert {
                condition     = local.both == ""
                error_message = "it is ${local.both}"
              }
            }
            """)
        .file(
            "inner/main.tf",
            """
            variable "token" {
              ephemeral = true
              validation {
                condition     = length(var.token) > 1
                error_message = "it is ${var.token}"
              }
            }
            output "token" {
              value     = var.token
              ephemeral = true
            }
            """)
        .set("given", Value.of("s3cret"));
  }

  private static void isSilent(String what, String text) {
    for (String secret : SECRETS) {
      assertThat(text).as(what).doesNotContain(secret);
    }
  }

  /** All that a plan file holds, but the configuration itself. */
  private static String kept(Plan plan) throws IOException {
    StringBuilder text = new StringBuilder();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(PlanFile.write(plan)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().startsWith("configuration")) {
          text.append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return text.toString();
  }

  @Test
  void nothingEphemeralIsKeptOrShown() throws IOException {
    Workbench bench = bench();
    Planner.Result planned = bench.plan(PlanOptions.NORMAL);
    Plan plan = planned.plan().orElseThrow();
    assertThat(plan.errored()).isFalse();
    isSilent("the plan's messages", Workbench.texts(planned.diagnostics()).toString());
    isSilent("the plan's file", kept(plan));
    plan.changes().forEach(change -> isSilent("a change", change.toString()));

    ApplyResult result = bench.apply();
    isSilent("the messages", Workbench.texts(result.diagnostics()).toString());
    isSilent("the state", bench.state().toString());
    for (Event event : bench.all) {
      isSilent("the lines", EventText.lines(event).toString());
      EventDocument.of(event).ifPresent(line -> isSilent("the events", line.message()));
    }
    // It was there all the same.
    assertThat(bench.cloud.events())
        .contains("configure token-a/s3cret", "password token-a/s3cret", "password wr1tten");
    assertThat(bench.commands).contains("true token-a/s3cret");
  }
}
