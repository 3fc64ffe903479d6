package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.operation.Planner;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever happens, what was opened is closed, users before what they use. */
final class EphemeralResourcesTest {
  private static final String TWO =
      """
      ephemeral "fake_token" "outer" {
        name = "outer"
      }
      ephemeral "fake_token" "inner" {
        name = ephemeral.fake_token.outer.token
      }
      """;

  private static List<String> leases(Workbench bench) {
    return bench.cloud.events().stream()
        .filter(
            event ->
                event.startsWith("open ")
                    || event.startsWith("renew ")
                    || event.startsWith("close "))
        .toList();
  }

  private static List<String> planErrors(Workbench bench) {
    Planner.Result result = bench.plan(PlanOptions.NORMAL);
    return result.diagnostics().stream().map(each -> each.summary()).toList();
  }

  @Test
  void usersAreClosedBeforeWhatTheyUse() {
    Workbench bench = new Workbench().fake(TWO);
    assertThat(planErrors(bench)).isEmpty();
    assertThat(leases(bench))
        .containsExactly("open outer", "open token-outer", "close token-outer", "close outer");
  }

  @Test
  void eachStaysOpenUntilTheLastResourceThatNeedsItIsMade() {
    Workbench bench =
        new Workbench()
            .fake(
                TWO
                    + """
                    resource "fake_thing" "a" {
                      name     = "a"
                      password = ephemeral.fake_token.inner.token
                    }
                    resource "fake_thing" "b" {
                      name       = "b"
                      password   = ephemeral.fake_token.outer.token
                      depends_on = [fake_thing.a]
                    }
                    """);
    bench.apply();
    List<String> events = bench.cloud.events();
    assertThat(events.subList(events.lastIndexOf("open outer"), events.size()))
        .containsSubsequence("password token-token-outer", "close token-outer")
        .containsSubsequence("create b", "password token-outer", "close outer");
    assertThat(bench.state().toString()).doesNotContain("token-");
  }

  @Test
  void anErrorLeavesNothingOpen() {
    Workbench bench =
        new Workbench()
            .fake(
                TWO
                    + """
                    ephemeral "fake_token" "bad" {
                      name = "fail-open${ephemeral.fake_token.inner.token}"
                    }
                    resource "fake_thing" "a" {
                      fail     = "plan"
                      password = ephemeral.fake_token.inner.token
                    }
                    resource "fake_thing" "b" {
                      name     = fake_thing.a.id
                      password = ephemeral.fake_token.bad.token
                    }
                    """);
    assertThat(planErrors(bench)).containsExactly("Failure on demand", "Failure on demand");
    assertThat(leases(bench)).endsWith("close token-outer", "close outer");
  }

  @Test
  void aCancelLeavesNothingOpen() throws Exception {
    Workbench bench =
        new Workbench()
            .fake(
                TWO
                    + """
                    resource "fake_thing" "a" {
                      name     = "a"
                      password = ephemeral.fake_token.inner.token
                    }
                    """);
    bench.cloud.close("create a");
    Thread applying = Thread.ofVirtual().start(bench::apply);
    bench.cloud.awaitEvent("create a", Duration.ofSeconds(30));
    bench.cancellation.cancel();
    assertThat(applying.join(Duration.ofSeconds(30))).isTrue();
    assertThat(leases(bench)).endsWith("close token-outer", "close outer");
  }

  @Test
  void whatFailsToCloseIsAnErrorAndTheOthersAreClosed() {
    Workbench bench =
        new Workbench()
            .fake(
                """
                ephemeral "fake_token" "outer" {
                  name = "outer"
                }
                ephemeral "fake_token" "inner" {
                  name = "fail-close${ephemeralasnull(ephemeral.fake_token.outer.token) == null}"
                }
                """);
    assertThat(planErrors(bench)).containsExactly("Failure on demand");
    assertThat(leases(bench)).endsWith("close fail-closetrue", "close outer");
  }

  @Test
  void aLeaseIsRenewedBeforeItEndsAndClosedWithWhatTheRenewalGave() throws Exception {
    Workbench bench = leased("t");
    bench.cloud.close("create a");
    Thread applying = Thread.ofVirtual().start(bench::apply);
    bench.cloud.awaitEvent("create a", Duration.ofSeconds(30));
    bench.cloud.awaitEvent("renew t", Duration.ofSeconds(30));
    bench.cloud.open("create a");
    assertThat(applying.join(Duration.ofSeconds(30))).isTrue();
    assertThat(leases(bench)).endsWith("renew t", "close t+");
  }

  private static Workbench leased(String name) {
    return new Workbench()
        .fake(
            """
            ephemeral "fake_token" "t" {
              name  = "%s"
              lease = terraform.applying ? 20 : 1e9
            }
            resource "fake_thing" "a" {
              name     = "a"
              password = ephemeral.fake_token.t.token
            }
            """
                .formatted(name));
  }

  @Test
  void aRenewalThatFailsIsAWarning() throws Exception {
    Workbench bench = leased("fail-renew");
    bench.cloud.close("create a");
    List<String> said = new ArrayList<>();
    Thread applying =
        Thread.ofVirtual()
            .start(
                () ->
                    bench
                        .apply()
                        .diagnostics()
                        .forEach(each -> said.add(each.severity() + " " + each.summary())));
    bench.cloud.awaitEvent("create a", Duration.ofSeconds(30));
    bench.cloud.awaitEvent("renew fail-renew", Duration.ofSeconds(30));
    bench.cloud.open("create a");
    assertThat(applying.join(Duration.ofSeconds(30))).isTrue();
    assertThat(said).containsExactly("WARNING Failure on demand");
    assertThat(leases(bench)).endsWith("renew fail-renew", "close fail-renew");
  }

  @Test
  void whatIsEvaluatedAfterALeaseEndedIsAnError() throws Exception {
    Workbench bench =
        leased("fail-renew")
            .file(
                "late.tf",
                """
                resource "fake_thing" "b" {
                  name       = "b"
                  password   = ephemeral.fake_token.t.token
                  depends_on = [fake_thing.a]
                }
                """);
    bench.cloud.close("create a");
    List<String> said = new ArrayList<>();
    Thread applying =
        Thread.ofVirtual()
            .start(() -> bench.apply().diagnostics().forEach(each -> said.add(each.summary())));
    bench.cloud.awaitEvent("create a", Duration.ofSeconds(30));
    bench.awaitEvent("failed RENEW ephemeral.fake_token.t");
    bench.cloud.open("create a");
    assertThat(applying.join(Duration.ofSeconds(30))).isTrue();
    assertThat(said)
        .containsExactlyInAnyOrder("Failure on demand", "Ephemeral resource instance has expired");
    assertThat(bench.stored()).containsExactly("fake_thing.a");
  }

  @Test
  void onlyWhatConfiguresProvidersIsOpenedToDestroy() {
    Workbench bench =
        new Workbench()
            .fake(
                """
                ephemeral "fake_token" "unused" {
                  name = "unused"
                }
                ephemeral "fake_token" "used" {
                  name = "used"
                }
                provider "fake" {
                  alias  = "late"
                  region = ephemeral.fake_token.used.token
                }
                resource "fake_thing" "a" {
                  provider = fake.late
                  name     = "a"
                  password = ephemeral.fake_token.unused.token
                }
                """);
    bench.apply();
    int before = bench.cloud.events().size();
    bench.apply(PlanOptions.DESTROY);
    List<String> after = bench.cloud.events().subList(before, bench.cloud.events().size());
    assertThat(after)
        .doesNotContain("open unused")
        .containsSubsequence(
            "open used",
            "close used",
            "open used",
            "configure token-used",
            "delete a",
            "close used");
  }

  @Test
  void aFailedConditionKeepsItsUsersFromBeingMade() {
    Workbench bench =
        new Workbench()
            .fake(
                """
                variable "wanted" {
                  default = "x"
                }
                ephemeral "fake_token" "t" {
                  name = "t"
                  lifecycle {
                    postcondition {
                      condition     = self.token == var.wanted
                      error_message = "not the ${self.token}"
                    }
                  }
                }
                resource "fake_thing" "a" {
                  password = ephemeral.fake_token.t.token
                }
                """)
            .set("wanted", Value.of("y"));
    Planner.Result result = bench.plan(PlanOptions.NORMAL);
    assertThat(Workbench.texts(result.diagnostics()).toString())
        .contains("Resource postcondition failed", "refers to ephemeral values")
        .doesNotContain("token-t");
    assertThat(leases(bench)).containsExactly("open t", "close t");
    assertThat(Workbench.actions(result.plan().orElseThrow())).isEmpty();
  }
}
