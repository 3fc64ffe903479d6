package dev.ingot.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Retries;
import dev.ingot.http.kit.TestServer;
import dev.ingot.state.Environment;
import dev.ingot.state.Environments;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.remote.StoreHttp;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials of this machine, which end. */
final class CredentialChainTest {
  private static final String KEYS =
      "{\"AccessKeyId\":\"M\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":"
          + "\"2026-01-02T04:00:00Z\"}";

  private Optional<TestServer> server = Optional.empty();
  private Instant now = Instant.parse("2026-01-02T03:00:00Z");
  private String keys = KEYS;

  @BeforeEach
  void start() throws Exception {
    server =
        Optional.of(
            TestServer.plain(
                asked ->
                    asked.target().endsWith("/token")
                        ? TestServer.response(200, "token")
                        : asked.target().endsWith("/r")
                            ? TestServer.response(keys.isEmpty() ? 500 : 200, keys)
                            : TestServer.response(200, "r\n")));
  }

  @AfterEach
  void stop() throws Exception {
    server.orElseThrow().close();
  }

  private CredentialChain chain(Map<String, String> variables) {
    Environment fixed = Environments.fixed();
    InstantSource clock = () -> now;
    BackendPlace place =
        new BackendPlace(
            Path.of("/c"),
            Path.of("/c/.terraform"),
            new Environment(
                clock.withZone(ZoneOffset.UTC),
                fixed.random(),
                fixed.who(),
                fixed.program(),
                fixed.version()),
            variables);
    StoreHttp http = StoreHttp.of(ClientSettings.usual(Map.of()).withRetries(Retries.NONE), place);
    AwsSettings settings =
        new AwsSettings(
            "eu-west-1",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            true,
            Optional.of("http://127.0.0.1:" + server.orElseThrow().port()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new CredentialChain(settings, place, http, http);
  }

  @Test
  void credentialsThatCannotBeRenewedAreUsedUntilTheyEnd() {
    CredentialChain chain = chain(Map.of());
    assertThat(chain.current().accessKey()).isEqualTo("M");
    keys = "";
    now = Instant.parse("2026-01-02T03:58:00Z");
    assertThat(chain.current().accessKey()).isEqualTo("M");
    now = Instant.parse("2026-01-02T04:00:00Z");
    assertThatThrownBy(chain::current).isInstanceOf(StateException.class);
  }

  @Test
  void whatTheMetadataAnswersInsteadOfCredentialsIsNamed() {
    keys = "{\"Code\":\"Failed\"}";
    assertThatThrownBy(() -> chain(Map.of()).current())
        .isInstanceOf(StateException.class)
        .hasMessage("This machine's metadata is not what AWS answers with.");
  }

  @Test
  void anAddressOfCredentialsThatIsNoneIsNamed() {
    assertThatThrownBy(
            () -> chain(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://a b")).current())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("\"http://a b\" is not a URL");
  }
}
