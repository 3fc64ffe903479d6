package dev.ingot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.health.CheckReader;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.SimulatedTime;
import dev.ingot.health.StillTime;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources of any provider, looked at by what their attributes say. */
final class ResourceFleetTest {
  private HttpServer server = serverOnAnyPort();
  private volatile int status = 200;

  private static HttpServer serverOnAnyPort() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Fleet.Member machine() {
    return new Fleet.Member(
        InstanceAddress.parse("terraform_data.web[0]"),
        Values.object(
            Map.of(
                "address",
                Value.of("127.0.0.1"),
                "output",
                Values.object(
                    Map.of(
                        "port",
                        Value.of(server.getAddress().getPort()),
                        "state",
                        Value.of("running"))))));
  }

  private static List<HealthCheck> checks(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Body body =
        Syntax.parse(
            Syntax.source("t.ingot.hcl", text.getBytes(StandardCharsets.UTF_8), diagnostics),
            diagnostics);
    Scope scope =
        new MapScope(
            Map.of(),
            FunctionTable.standard(),
            new Scope.Environment(
                Path.of("/"),
                Path.of("/"),
                Clock.systemUTC(),
                RandomGenerator.getDefault(),
                false));
    List<HealthCheck> checks =
        new CheckReader(scope, diagnostics)
            .read(
                body.content(
                        new Body.BodySchema(List.of(), List.of(CheckReader.BLOCK)), diagnostics)
                    .blocks());
    assertThat(diagnostics.list()).isEmpty();
    return checks;
  }

  private Verdict probe(String text) throws InterruptedException {
    return probe(text, new StillTime());
  }

  private Verdict probe(String text, Time time) throws InterruptedException {
    return new ResourceFleet(Path.of("/"), time).probe(machine(), checks(text));
  }

  @Test
  void aUrlThatFollowsFromAttributesIsAsked() throws InterruptedException {
    String check =
        """
        health_check "http" {
          url = "http://127.0.0.1:${self.output.port}/healthz"
        }
        """;
    assertThat(probe(check).isHealthy()).isTrue();
    status = 503;
    assertThat(probe(check).evidence()).contains("/healthz answered: 503");
  }

  @Test
  void aConditionOverAttributesIsJudged() throws InterruptedException {
    String check =
        """
        health_check "condition" {
          condition = self.output.state == "%s"
        }
        """;
    assertThat(probe(check.formatted("running")).isHealthy()).isTrue();
    assertThat(probe(check.formatted("stopped")).isHealthy()).isFalse();
  }

  @Test
  void aCommandGetsTheAttributesAndItsOutputIsTheEvidence() throws InterruptedException {
    String check =
        """
        health_check "exec" {
          command = ["sh", "-c", "grep -q '%s' || { echo nothing found; exit 3; }"]
          timeout = "5s"
        }
        """;
    assertThat(probe(check.formatted("running")).isHealthy()).isTrue();
    assertThat(probe(check.formatted("stopped")).evidence())
        .endsWith("answered: exit code 3: nothing found");
  }

  @Test
  void aCommandThatHangsIsEndedAndUnhealthy() throws InterruptedException {
    assertThat(
            probe(
                    """
                    health_check "exec" {
                      command = ["sleep", "1000"]
                      timeout = "5m"
                    }
                    """,
                    new SimulatedTime(Instant.EPOCH))
                .evidence())
        .contains("no answer within 300000 ms");
  }

  @Test
  void aPortIsAskedAtTheAddressOfTheResource() throws InterruptedException {
    String check = "health_check \"tcp\" {\n  port = " + server.getAddress().getPort() + "\n}\n";
    assertThat(probe(check).isHealthy()).isTrue();
    Fleet.Member nowhere =
        new Fleet.Member(InstanceAddress.parse("t.a"), Values.object(Map.of("id", Value.of("x"))));
    assertThat(
            new ResourceFleet(Path.of("/"), new StillTime())
                .probe(nowhere, checks(check))
                .evidence())
        .contains("the resource has no attribute \"address\"");
  }

  @Test
  void everyManagedResourceIsAMachineHere() {
    assertThat(
            new ResourceFleet(Path.of("/"), new StillTime())
                .has(ResourceAddress.parse("terraform_data.web")))
        .isTrue();
    assertThat(
            new ResourceFleet(Path.of("/"), new StillTime())
                .has(ResourceAddress.parse("data.a.web")))
        .isFalse();
  }
}
