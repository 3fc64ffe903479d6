package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.kit.TestServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private static String proxyOf(String uri, Map<String, String> environment) throws Exception {
    return ProxyRules.of(environment)
        .find(Origin.of(URI.create(uri)))
        .map(ProxyAddress::toString)
        .orElse("none");
  }

  @Test
  void theVariablesAreReadAsGoReadsThem() throws Exception {
    Map<String, String> both =
        Map.of("http_proxy", "proxy:3128", "HTTPS_PROXY", "https://user:word@secure:3129");
    assertThat(proxyOf("http://a/", both)).isEqualTo("http://proxy:3128");
    assertThat(proxyOf("https://a/", both)).isEqualTo("https://secure:3129");
    assertThat(proxyOf("http://localhost/", both)).isEqualTo("none");
    assertThat(proxyOf("http://127.1.2.3/", both)).isEqualTo("none");
    assertThat(proxyOf("http://[::1]/", both)).isEqualTo("none");
    assertThat(proxyOf("https://a/", Map.of("HTTP_PROXY", "proxy"))).isEqualTo("none");
  }

  @Test
  void exceptionsAreNamesDomainsAddressesAndNetworks() throws Exception {
    for (String rule :
        List.of(
            "* http://a/",
            "example.com http://example.com/",
            "example.com http://www.example.com/",
            "b,.example.com http://www.example.com/",
            "*.example.com http://www.example.com/",
            "example.com:81 http://example.com:81/",
            "10.1.2.3 http://10.1.2.3/",
            "10.0.0.0/8 http://10.1.2.3/",
            "[fd00::1]:81 http://[fd00::1]:81/",
            "fd00::/8 http://[fd12::1]/")) {
      String[] parts = rule.split(" ", -1);
      Map<String, String> environment = Map.of("HTTP_PROXY", "proxy", "NO_PROXY", parts[0]);
      assertThat(proxyOf(parts[1], environment)).as(rule).isEqualTo("none");
    }
    for (String rule :
        List.of(
            ".example.com http://example.com/",
            "example.com http://notexample.com/",
            "example.com:81 http://example.com/",
            "10.0.0.0/16 http://10.1.2.3/",
            "10.0.0.0/99 http://10.1.2.3/",
            "10.0.0.0/8 http://name/",
            ": http://name/")) {
      String[] parts = rule.split(" ", -1);
      Map<String, String> environment = Map.of("HTTP_PROXY", "proxy", "no_proxy", parts[0]);
      assertThat(proxyOf(parts[1], environment)).as(rule).isEqualTo("http://proxy");
    }
  }

  @Test
  void aProxyIsAskedForTheWholeAddress() throws Exception {
    try (TestServer proxy = TestServer.plain(asked -> TestServer.response(200, asked.target()))) {
      TestClients clients =
          new TestClients(Map.of("HTTP_PROXY", "http://user:word@localhost:" + proxy.port()));
      try (HttpClient client = clients.client()) {
        assertThat(TestClients.get(client, URI.create("http://a.test/b?c")).text())
            .isEqualTo("http://a.test/b?c");
        assertThat(proxy.asked().getFirst().field("host")).isEqualTo("a.test");
        assertThat(proxy.asked().getFirst().field("proxy-authorization"))
            .isEqualTo("Basic dXNlcjp3b3Jk");
      }
    }
  }

  @Test
  void aProxyThatRefusesIsNamedWithoutItsPassword() throws Exception {
    try (TestServer proxy = TestServer.plain(_ -> TestServer.response(407, ""))) {
      String address = "http://user:word@localhost:" + proxy.port();
      TestClients clients = new TestClients(Map.of("https_proxy", address));
      try (HttpClient client = clients.client()) {
        HttpFailureException failed =
            TestClients.failure(client, HttpRequest.get(URI.create("https://a.test/")));
        assertThat(failed.failure())
            .isEqualTo(new HttpFailure.ProxyRefused("http://localhost:" + proxy.port(), 407));
        assertThat(failed.failure().remedy()).contains("HTTPS_PROXY");
        assertThat(proxy.asked().getFirst().target()).isEqualTo("a.test:443");
        assertThat(failed).hasMessageNotContaining("word");
      }
    }
  }

  @Test
  void aProxyThatCannotBeUsedIsAnError() {
    for (String proxy : List.of("socks5://a", "http://", "http://a:b:c", "http://%zz:1")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> proxyOf("http://a/", Map.of("HTTP_PROXY", proxy)))
          .isInstanceOf(HttpFailureException.class)
          .hasMessageContaining("HTTP_PROXY");
    }
  }
}
