package dev.ingot.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Syntax;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckReaderTest {
  private final Diagnostics diagnostics = new Diagnostics();

  private List<HealthCheck> read(String text) {
    List<Block> blocks =
        Syntax.parse(new SourceFile("web.ingot.hcl", text), diagnostics)
            .content(new BodySchema(List.of(), List.of(CheckReader.BLOCK)), diagnostics)
            .blocks("health_check");
    return new CheckReader(Scopes.EMPTY, diagnostics).read(blocks);
  }

  private Optional<Check.Direct> readOne(String attributes) {
    BlockSchema header = new BlockSchema("boot_test");
    Block block =
        Syntax.parse(
                new SourceFile("web.ingot.hcl", "boot_test {\n" + attributes + "\n}\n"),
                diagnostics)
            .content(new BodySchema(List.of(), List.of(header)), diagnostics)
            .blocks("boot_test")
            .getFirst();
    BodyContent content =
        block
            .body()
            .content(
                new BodySchema(
                    SettingsBlock.attributes(List.of(), CheckReader.ATTRIBUTES), List.of()),
                diagnostics);
    return new CheckReader(Scopes.EMPTY, diagnostics).readOne("boot test", block, content);
  }

  private List<String> problems() {
    return diagnostics.list().stream().map(Diagnostic::summary).toList();
  }

  @Test
  void everyTypeOfCheckIsRead() {
    List<HealthCheck> checks =
        read(
            """
            health_check "http" {
              port     = 8080
              path     = "/healthz?deep=1"
              interval = "250ms"
              timeout  = "3s"
            }
            health_check "tcp" {
              port = 5432
            }
            health_check "exec" {
              command = ["pg_isready", "-q"]
            }
            health_check "http" {
              url = "https://${self.public_ip}/healthz"
            }
            health_check "condition" {
              condition = self.status == "running"
            }
            """);
    assertThat(problems()).isEmpty();
    assertThat(checks.subList(0, 3))
        .containsExactly(
            new HealthCheck(
                new Check.Http(8080, "/healthz?deep=1", 200, 299, Duration.ofSeconds(3)),
                Duration.ofMillis(250)),
            new HealthCheck(new Check.Tcp(5432, Duration.ofSeconds(2)), Duration.ofSeconds(1)),
            new HealthCheck(
                new Check.Exec(List.of("pg_isready", "-q"), Duration.ofSeconds(2)),
                Duration.ofSeconds(1)));
    assertThat(checks.get(3).check()).isInstanceOf(Check.Url.class);
    assertThat(checks.get(4).check()).isInstanceOf(Check.Condition.class);
  }

  @Test
  void aTypeThatDoesNotExistIsNamed() {
    assertThat(read("health_check \"grpc\" {\n}\n")).isEmpty();
    assertThat(problems()).containsExactly("Unknown health check");
  }

  @Test
  void anHttpCheckNeedsOneAddress() {
    assertThat(read("health_check \"http\" {\n  port = 80\n}\n")).isEmpty();
    assertThat(
            read(
                "health_check \"http\" {\n  port = 80\n  path = \"/\"\n  url = \"http://x/\"\n}\n"))
        .isEmpty();
    assertThat(problems())
        .containsExactly("Missing address in health check", "Two addresses in one health check");
  }

  @Test
  void aPathThatWouldBreakTheRequestIsRefused() {
    assertThat(read("health_check \"http\" {\n  port = 80\n  path = \"healthz\"\n}\n")).isEmpty();
    assertThat(read("health_check \"http\" {\n  port = 80\n  path = \"/a b\\r\\nX: 1\"\n}\n"))
        .isEmpty();
    assertThat(problems()).containsExactly("Invalid path", "Invalid path");
  }

  @Test
  void anEmptyCommandIsRefused() {
    assertThat(read("health_check \"exec\" {\n  command = []\n}\n")).isEmpty();
    assertThat(problems()).containsExactly("Empty command");
  }

  @Test
  void aBlockCanHoldOneCheckInItsAttributes() {
    assertThat(readOne("http_port = 8080"))
        .contains(new Check.Http(8080, "/", 200, 299, Duration.ofSeconds(2)));
    assertThat(readOne("tcp_port = 22")).contains(new Check.Tcp(22, Duration.ofSeconds(2)));
    assertThat(readOne("command = [\"true\"]"))
        .contains(new Check.Exec(List.of("true"), Duration.ofSeconds(2)));
    assertThat(problems()).isEmpty();
    assertThat(readOne("tcp_port = 22\nhttp_port = 80")).isEmpty();
    assertThat(readOne("http_path = \"/\"")).isEmpty();
    assertThat(problems()).containsExactly("Conflicting checks", "Missing check");
  }
}
