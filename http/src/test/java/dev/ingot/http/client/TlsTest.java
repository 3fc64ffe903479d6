package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.TlsProblem;
import dev.ingot.http.kit.TestAuthority;
import dev.ingot.http.kit.TestAuthority.Identity;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.TlsSettings.ClientIdentity;
import dev.ingot.http.tls.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path folder;

  private final TestAuthority authority;
  private Map<String, String> trusting = Map.of();

  TlsTest() throws Exception {
    authority = TestAuthority.named("a test's authority");
  }

  @BeforeEach
  void trust() throws Exception {
    Path bundle = folder.resolve("bundle.pem");
    String other = TestAuthority.named("another").pem();
    Files.writeString(bundle, "# Comments stand in such files\n" + other + authority.pem());
    trusting = Map.of("SSL_CERT_FILE", bundle.toString(), "SSL_CERT_DIR", "/nowhere");
  }

  private static TestServer server(Identity identity) throws Exception {
    return TestServer.secure(identity.context(), asked -> TestServer.response(200, asked.target()));
  }

  private static TlsProblem problem(HttpClient client, URI uri) throws Exception {
    HttpFailure failure = TestClients.failure(client, uri);
    assertThat(failure).isInstanceOf(HttpFailure.TlsFailed.class);
    return ((HttpFailure.TlsFailed) failure).kind();
  }

  @Test
  void theAuthoritiesOfTheEnvironmentAreTrusted() throws Exception {
    Identity identity = authority.sign("server", "localhost", "127.0.0.1");
    try (TestServer server = server(identity);
        HttpClient client = new TestClients(trusting).client()) {
      assertThat(TestClients.get(client, server.uri("/a")).text()).isEqualTo("/a");
      assertThat(TestClients.get(client, server.uri("/b")).text()).isEqualTo("/b");
      assertThat(server.connections()).isEqualTo(1);
      URI address = URI.create("https://127.0.0.1:" + server.port() + "/c");
      assertThat(TestClients.get(client, address).text()).isEqualTo("/c");
    }
    Path certificates = Files.createDirectory(folder.resolve("certificates"));
    Files.writeString(certificates.resolve("one.pem"), authority.pem());
    Map<String, String> byFolder =
        Map.of("SSL_CERT_FILE", "/nowhere", "SSL_CERT_DIR", "/nowhere:" + certificates);
    try (TestServer server = server(identity);
        HttpClient client = new TestClients(byFolder).client()) {
      assertThat(TestClients.get(client, server.uri("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void theReasonOfARefusalIsSaid() throws Exception {
    Instant now = Instant.now();
    Identity old =
        authority.sign(
            "old", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(8)), "localhost");
    Identity early =
        authority.sign(
            "early", now.plus(Duration.ofDays(8)), now.plus(Duration.ofDays(9)), "localhost");
    Identity stranger = TestAuthority.named("a stranger").sign("server", "localhost");
    Identity impostor = TestAuthority.named("a test's authority").sign("server", "localhost");
    try (TestServer expired = server(old);
        TestServer notYet = server(early);
        TestServer unknown = server(stranger);
        TestServer sameName = server(impostor);
        TestServer wrong = server(authority.sign("server", "example.com"));
        RudeServer plain = new RudeServer("HTTP/1.1 400 Bad Request\r\n\r\n");
        HttpClient client = new TestClients(trusting).client()) {
      assertThat(problem(client, expired.uri("/"))).isEqualTo(TlsProblem.EXPIRED);
      assertThat(problem(client, notYet.uri("/"))).isEqualTo(TlsProblem.NOT_YET_VALID);
      assertThat(problem(client, unknown.uri("/"))).isEqualTo(TlsProblem.UNTRUSTED);
      assertThat(problem(client, sameName.uri("/"))).isEqualTo(TlsProblem.UNTRUSTED);
      assertThat(problem(client, wrong.uri("/"))).isEqualTo(TlsProblem.WRONG_HOST);
      URI noTls = URI.create(plain.uri().toString().replace("http", "https"));
      assertThat(problem(client, noTls)).isEqualTo(TlsProblem.NOT_TLS);
    }
  }

  @Test
  void onlyTheGivenAuthoritiesAreTrustedWhereSomeAreGiven() throws Exception {
    TestAuthority own = TestAuthority.named("own");
    TestClients clients = new TestClients(trusting);
    TlsSettings tls = clients.settings().tls().withTrust(new Trust.Authorities(List.of(own.pem())));
    try (TestServer trusted = server(own.sign("server", "localhost"));
        TestServer other = server(authority.sign("server", "localhost"));
        HttpClient client = clients.client(clients.settings().withTls(tls))) {
      assertThat(TestClients.get(client, trusted.uri("/")).status()).isEqualTo(200);
      assertThat(problem(client, other.uri("/"))).isEqualTo(TlsProblem.UNTRUSTED);
    }
  }

  @Test
  void nothingIsCheckedWhereThatIsAskedFor() throws Exception {
    TestClients clients = new TestClients();
    TlsSettings tls = clients.settings().tls().withTrust(new Trust.Anyone());
    try (TestServer server = server(authority.sign("server", "example.com"));
        HttpClient client = clients.client(clients.settings().withTls(tls))) {
      assertThat(TestClients.get(client, server.uri("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void anotherNameCanBeExpected() throws Exception {
    TestClients clients = new TestClients(trusting);
    TlsSettings usual = clients.settings().tls();
    TlsSettings tls =
        new TlsSettings(usual.trust(), Optional.empty(), Optional.of("kubernetes.default"));
    try (TestServer server = server(authority.sign("server", "kubernetes.default"));
        HttpClient client = clients.client(clients.settings().withTls(tls))) {
      assertThat(TestClients.get(client, server.uri("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatAsksSeesTheClientsCertificate() throws Exception {
    Identity identity = authority.sign("server", "localhost");
    Identity own = authority.sign("client", "client");
    TestClients clients = new TestClients(trusting);
    TlsSettings tls =
        clients
            .settings()
            .tls()
            .withIdentity(new ClientIdentity(own.certificatePem(), own.keyPem()));
    try (TestServer server =
            TestServer.mutual(identity.context(), _ -> TestServer.response(200, "known"));
        HttpClient client = clients.client(clients.settings().withTls(tls));
        HttpClient anonymous = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("known");
      assertThat(TestClients.failure(anonymous, server.uri("/")))
          .isNotInstanceOf(HttpFailure.NotHttp.class);
    }
  }

  @Test
  void aKeyThatCannotBeUsedIsAnErrorOfTheSettings() throws Exception {
    Identity own = authority.sign("client", "client");
    TestClients clients = new TestClients(trusting);
    try (TestServer server = server(authority.sign("server", "localhost"))) {
      for (ClientIdentity identity :
          List.of(
              new ClientIdentity("", own.keyPem()),
              new ClientIdentity(own.certificatePem(), "no key"),
              new ClientIdentity(
                  own.certificatePem(), own.keyPem().replace("PRIVATE", "ENCRYPTED PRIVATE")))) {
        TlsSettings tls = clients.settings().tls().withIdentity(identity);
        try (HttpClient client = clients.client(clients.settings().withTls(tls))) {
          assertThat(problem(client, server.uri("/"))).isEqualTo(TlsProblem.SETTINGS);
        }
      }
    }
  }

  @Test
  void aProxyMakesATunnel() throws Exception {
    try (TestServer server = server(authority.sign("server", "a.test"));
        TunnelServer proxy = new TunnelServer(server.port())) {
      Map<String, String> environment = new java.util.HashMap<>(trusting);
      environment.put("HTTPS_PROXY", "http://user:word@localhost:" + proxy.port());
      try (HttpClient client = new TestClients(environment).client()) {
        assertThat(TestClients.get(client, URI.create("https://a.test/path")).text())
            .isEqualTo("/path");
        assertThat(proxy.asked()).contains("CONNECT a.test:443 HTTP/1.1");
        assertThat(proxy.asked()).contains("Proxy-Authorization: Basic dXNlcjp3b3Jk");
      }
    }
  }
}
