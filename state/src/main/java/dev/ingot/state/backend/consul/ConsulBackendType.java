package dev.ingot.state.backend.consul;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.Retries;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.backend.ArgumentTable;
import dev.ingot.state.backend.Arguments;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.backend.consul.ConsulKeys.Access;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.state.remote.StoreLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The backend {@code consul}. Rules: the documentation of Terraform's backend and of Consul's
 * environment variables, and as recorded.
 */
public final class ConsulBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "consul";

  private static final ArgumentTable TABLE =
      ArgumentTable.builder()
          .required("path")
          .text("access_token", "CONSUL_HTTP_TOKEN")
          .text("address", "CONSUL_HTTP_ADDR")
          .text("scheme")
          .text("datacenter")
          .text("http_auth", "CONSUL_HTTP_AUTH")
          .truth("gzip")
          .truth("lock")
          .text("ca_file", "CONSUL_CACERT")
          .text("cert_file", "CONSUL_CLIENT_CERT")
          .text("key_file", "CONSUL_CLIENT_KEY")
          .build();

  private static final Retries RETRIES =
      new Retries(3, Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(60));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return TABLE.schema();
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    List<Diagnostic> problems = new ArrayList<>(arguments.problems());
    String path = arguments.required("path");
    if (path.startsWith("/")) {
      problems.add(
          Diagnostic.error(
              "Invalid path",
              "The argument \"path\" is a key of Consul, which does not start with \"/\"."));
    }
    String address = arguments.text("address").orElse("");
    if (address.startsWith("unix:")) {
      problems.add(
          Diagnostic.error(
              "Invalid address",
              "Ingot doesn't reach Consul by a Unix socket. Give a host and port, such as"
                  + " 127.0.0.1:8500."));
    } else if (!ServiceAddress.isAddress(base(arguments, place))) {
      problems.add(
          Diagnostic.error(
              "Invalid address",
              "The argument \"address\" has to be a host and port such as 127.0.0.1:8500, and"
                  + " \"scheme\" http or https."));
    }
    if (arguments.text("cert_file").isPresent() != arguments.text("key_file").isPresent()) {
      problems.add(
          Diagnostic.error(
              "Incomplete client certificate",
              "The arguments \"cert_file\" and \"key_file\" go together: set both, or none."));
    }
    return problems;
  }

  private static String base(Arguments arguments, BackendPlace place) {
    String address = arguments.text("address").orElse("127.0.0.1:8500");
    int separator = address.indexOf("://");
    String usual =
        place.variable("CONSUL_HTTP_SSL").filter(text -> isTrue(text)).isPresent()
            ? "https"
            : "http";
    String scheme =
        arguments.text("scheme").orElse(separator < 0 ? usual : address.substring(0, separator));
    String host = separator < 0 ? address : address.substring(separator + 3);
    return scheme + "://" + host + (host.endsWith("/") ? "" : "/");
  }

  private static boolean isTrue(String text) {
    return text.equals("1") || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("t");
  }

  private static boolean isFalse(String text) {
    return text.equals("0") || text.equalsIgnoreCase("false") || text.equalsIgnoreCase("f");
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    StringBuilder scope = new StringBuilder();
    arguments.text("datacenter").ifPresent(name -> add(scope, "dc", name));
    place.variable("CONSUL_NAMESPACE").ifPresent(name -> add(scope, "ns", name));
    place.variable("CONSUL_PARTITION").ifPresent(name -> add(scope, "partition", name));
    ConsulKeys keys =
        new ConsulKeys(
            StoreHttp.of(client(arguments, place), place),
            new Access(
                ServiceAddress.base("The address of Consul", base(arguments, place)),
                scope.toString(),
                arguments
                    .text("access_token")
                    .or(
                        () ->
                            place
                                .variable("CONSUL_HTTP_TOKEN_FILE")
                                .map(file -> arguments.file(file).strip())),
                arguments.text("http_auth")));
    String path = arguments.required("path");
    ConsulLocks sessions = new ConsulLocks(keys, path);
    StoreLocks locks = arguments.truth("lock").orElse(true) ? sessions : StoreLocks.NONE;
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        new ConsulSnapshots(keys, sessions, path, arguments.is("gzip")),
        new PolledLease(locks),
        place);
  }

  private static void add(StringBuilder scope, String name, String value) {
    scope.append('&').append(name).append('=').append(ServiceAddress.encoded(value, false));
  }

  private static ClientSettings client(Arguments arguments, BackendPlace place) {
    ClientSettings usual = ClientSettings.usual(place.variables());
    TlsSettings tls = usual.tls();
    Optional<String> authorities = arguments.text("ca_file");
    if (place.variable("CONSUL_HTTP_SSL_VERIFY").filter(text -> isFalse(text)).isPresent()) {
      tls = tls.withTrust(new Trust.Anyone());
    } else if (authorities.isPresent()) {
      tls = tls.withTrust(new Trust.Authorities(List.of(arguments.file(authorities.get()))));
    }
    Optional<String> certificate = arguments.text("cert_file");
    if (certificate.isPresent()) {
      tls =
          tls.withIdentity(
              new TlsSettings.ClientIdentity(
                  arguments.file(certificate.get()),
                  arguments.file(arguments.required("key_file"))));
    }
    Optional<String> name = place.variable("CONSUL_TLS_SERVER_NAME");
    if (name.isPresent()) {
      tls = new TlsSettings(tls.trust(), tls.identity(), name);
    }
    return usual.withTls(tls).withRetries(RETRIES).withRedirects(0);
  }
}
