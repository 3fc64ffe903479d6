package dev.ingot.state.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.state.Environments;
import dev.ingot.state.StateException;
import dev.ingot.state.azure.AzureSettings.Federation;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.kit.FakeServer;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.program.Programs.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to a token, and what is said where it ends. */
final class AzureCredentialsTest {
  private static final String STORAGE = "https://storage.azure.com";

  @TempDir Path folder = Path.of("");

  private final TreeMap<String, String> variables = new TreeMap<>();
  private final List<List<String>> ran = new ArrayList<>();
  private final Login login = started();
  private Ended printed = new Ended(0, "{\"accessToken\":\"cli\",\"expires_on\":1767326645}", "");

  /** Entra ID, a machine's metadata and a CI system. */
  private static final class Login extends FakeServer {
    Login() throws IOException {}

    @Override
    protected Reply answer(Asked request) {
      String target = request.target();
      if (target.startsWith("/ci?")) {
        return TestServer.response(200, "{\"value\":\"identity\"}");
      }
      if (target.startsWith("/devops?")) {
        return TestServer.response(200, "{\"oidcToken\":\"devops\"}");
      }
      if (target.startsWith("/machine?")) {
        return TestServer.response(
            200, "{\"access_token\":\"machine\",\"expires_on\":\"1767326645\"}");
      }
      return request.body().contains("wrong")
          ? TestServer.response(
              401,
              "{\"error\":\"invalid_client\",\"error_description\":"
                  + "\"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: x\"}")
          : TestServer.response(200, "{\"access_token\":\"tok\",\"expires_in\":3599}");
    }
  }

  private static Login started() {
    try {
      return new Login();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    login.close();
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + login.port() + path;
  }

  private TokenSource tokens(AzureSettings settings) {
    AzureCloud cloud =
        new AzureCloud(
            URI.create(uri("/login/")), URI.create(uri("/management/")), "core.windows.net");
    return new AzureCredentials(
            settings,
            new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), variables),
            () -> cloud,
            QuickHttp.store(),
            QuickHttp.store(),
            program -> {
              ran.add(program.command());
              return printed;
            })
        .of(STORAGE);
  }

  private static AzureSettings settings(
      Optional<String> secret,
      Optional<byte[]> certificate,
      Optional<Federation> federation,
      boolean managed,
      boolean workload) {
    return new AzureSettings(
        Optional.of("tenant"),
        Optional.of("client"),
        secret,
        certificate,
        "pw",
        federation,
        managed,
        Optional.empty(),
        workload,
        true,
        Optional.of("subscription"));
  }

  private static AzureSettings secret(String secret) {
    return settings(Optional.of(secret), Optional.empty(), Optional.empty(), false, false);
  }

  private static AzureSettings federated(Federation federation) {
    return settings(Optional.empty(), Optional.empty(), Optional.of(federation), false, false);
  }

  @Test
  void aSecretIsExchangedForATokenOnce() {
    TokenSource tokens = tokens(secret("s&cret"));
    assertThat(tokens.token().value()).isEqualTo("tok");
    assertThat(tokens.token().value()).isEqualTo("tok");
    assertThat(login.asked())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.target()).isEqualTo("/login/tenant/oauth2/v2.0/token");
              assertThat(asked.body())
                  .isEqualTo(
                      "client_id=client&client_secret=s%26cret&grant_type=client_credentials"
                          + "&scope=https%3A%2F%2Fstorage.azure.com%2F.default");
            });
  }

  @Test
  void aSecretThatIsRefusedIsNotShown() {
    assertThatThrownBy(() -> tokens(secret("wrong")).token())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("AADSTS7000215: Invalid client secret provided.")
        .hasMessageNotContaining("Trace")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void aCertificateSignsAStatement() throws Exception {
    Path store = folder.resolve("client.pfx");
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=a",
                "-storetype",
                "PKCS12",
                "-storepass",
                "pwpwpw",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assertThat(made).isZero();
    AzureSettings with =
        new AzureSettings(
            Optional.of("tenant"),
            Optional.of("client"),
            Optional.empty(),
            Optional.of(Files.readAllBytes(store)),
            "pwpwpw",
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            true,
            Optional.empty());
    assertThat(tokens(with).token().value()).isEqualTo("tok");
    String body = login.asked().getFirst().body();
    assertThat(body).contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth");
    String assertion = body.substring(body.indexOf("client_assertion=") + 17).split("&")[0];
    String[] parts = assertion.split("\\.");
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
        .contains("\"alg\":\"RS256\"", "\"x5t\":\"");
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
        .contains(
            "\"aud\":\"" + uri("/login/tenant/oauth2/v2.0/token") + "\"", "\"sub\":\"client\"");
    byte[] none = {1, 2, 3};
    assertThatThrownBy(
            () ->
                tokens(
                        settings(
                            Optional.empty(), Optional.of(none), Optional.empty(), false, false))
                    .token())
        .hasMessageContaining("PKCS #12");
  }

  @Test
  void anIdentityOfACiSystemIsExchanged() throws Exception {
    Optional<String> no = Optional.empty();
    assertThat(
            tokens(federated(new Federation(Optional.of("given"), no, no, no, no))).token().value())
        .isEqualTo("tok");
    assertThat(login.asked().getLast().body()).contains("client_assertion=given&");
    Files.writeString(folder.resolve("identity"), "file\n");
    tokens(federated(new Federation(no, Optional.of("identity"), no, no, no))).token();
    assertThat(login.asked().getLast().body()).contains("client_assertion=file&");
    Optional<String> shown = Optional.of("shown");
    tokens(federated(new Federation(no, no, Optional.of(uri("/ci?x=1")), shown, no))).token();
    assertThat(login.asked().getLast().body()).contains("client_assertion=identity&");
    Asked asked = login.asked().get(2);
    assertThat(asked.target()).isEqualTo("/ci?x=1&audience=api%3A%2F%2FAzureADTokenExchange");
    assertThat(asked.field("authorization")).isEqualTo("Bearer shown");
    tokens(federated(new Federation(no, no, Optional.of(uri("/devops")), shown, Optional.of("c"))))
        .token();
    assertThat(login.asked().getLast().body()).contains("client_assertion=devops&");
    assertThatThrownBy(() -> tokens(federated(new Federation(no, no, no, no, no))).token())
        .hasMessageContaining("there is no identity");
  }

  @Test
  void theMachineAndThePodHaveIdentities() throws Exception {
    variables.put("MSI_ENDPOINT", uri("/machine"));
    AzureSettings managed =
        settings(Optional.empty(), Optional.empty(), Optional.empty(), true, false);
    assertThat(tokens(managed).token().value()).isEqualTo("machine");
    assertThat(login.asked().getFirst().field("metadata")).isEqualTo("true");
    AzureSettings pod = settings(Optional.empty(), Optional.empty(), Optional.empty(), false, true);
    assertThatThrownBy(() -> tokens(pod).token())
        .hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
    Files.writeString(folder.resolve("projected"), "pod");
    variables.put("AZURE_FEDERATED_TOKEN_FILE", folder.resolve("projected").toString());
    assertThat(tokens(pod).token().value()).isEqualTo("tok");
    assertThat(login.asked().getLast().body()).contains("client_assertion=pod&");
  }

  @Test
  void theCommandLineIsAskedLast() {
    AzureSettings none =
        settings(Optional.empty(), Optional.empty(), Optional.empty(), false, false);
    assertThat(tokens(none).token().value()).isEqualTo("cli");
    assertThat(ran)
        .containsExactly(
            List.of(
                "az",
                "account",
                "get-access-token",
                "--output",
                "json",
                "--resource",
                STORAGE,
                "--tenant",
                "tenant"));
    printed = new Ended(1, "", "ERROR: Please run 'az login' to setup account.\n");
    assertThatThrownBy(() -> tokens(none).token()).hasMessageContaining("Run \"az login\"");
  }

  /** What Azurite, the emulator, took for right. */
  @Test
  void aSignatureIsOverAllThatAzureLooksAt() {
    SharedKey key =
        new SharedKey(
            "devstoreaccount1",
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");
    String signed =
        key.authorization(
            "PUT",
            URI.create("https://devstoreaccount1.blob.core.windows.net/states?restype=container"),
            Map.of(
                "x-ms-date", "Mon, 30 Nov 2026 22:30:13 GMT",
                "x-ms-version", "2021-12-02",
                "Content-Length", "0"));
    assertThat(signed)
        .isEqualTo("SharedKey devstoreaccount1:YOY04rfOBobKtY181wg+mB9zxGDynbePrDYq+srA2w4=");
    assertThat(key.toString()).isEqualTo("devstoreaccount1");
  }
}
